import type { CampaignFile } from './rules/campaign.ts'
import type { NoticeId } from './rules/ids.ts'
import { arrange } from './rules/nominee.ts'
import type { LevelRecord, PublicityFile } from './rules/publicity-level.ts'
import { dayOf, type Instant } from './rules/time.ts'
import { type Calendar, type Counted, workingDaysIn } from './rules/working-days.ts'

export interface CountedFile extends Omit<PublicityFile, 'levels'> {
  readonly levels: readonly (LevelRecord & { readonly workingDays: Counted<number> })[]
}

/**
 * What a page shows of a public notice: postings with their working days, names in the campaign's neutral order (law 6;
 * where that is shuffled, one order a day for everybody, since the page is one for everybody).
 */
export function publicityView(
  { notice, file, campaign }: { notice: NoticeId; file: PublicityFile; campaign: Pick<CampaignFile, 'order'> | null },
  { calendar, now }: { calendar: Calendar; now: Instant },
): CountedFile {
  return {
    ...file,
    nominees: arrange(file.nominees, campaign?.order ?? 'number', notice + dayOf(now)),
    levels: file.levels.map(level => ({ ...level, workingDays: workingDaysIn(level.from, level.through, calendar) })),
  }
}
