import { auditLine } from '../db/audit.ts'
import { noteDeletion } from '../db/deletions.ts'
import type { Db } from '../db/open.ts'
import { type CampaignWithPapers, campaignsWithPapers, deletePapers, timetableEnd } from '../db/private/dossier-papers.ts'
import { lastObjectionDay } from '../db/publicity.ts'
import { emptyFolder } from './empty-folder.ts'
import { paperFolder } from './rules/dossier-paper.ts'
import type { CampaignId } from './rules/ids.ts'
import { keptFor } from './rules/retention.ts'
import { addDays, after, type Instant, startOf } from './rules/time.ts'

const RULE = 'dossier-papers'

/** A campaign with papers, and when they go: as the timetable and the public notices stand now. */
export type DuePapers = CampaignWithPapers & { readonly due: Instant }

async function dueOf(db: Db, one: Omit<CampaignWithPapers, 'title'>): Promise<Instant> {
  const { notice } = await lastObjectionDay(db, one.campaign)
  // Where nothing says when the campaign is over, the last paper that was added does.
  const ends = [one.until ?? one.lastAdded, notice ? startOf(addDays(notice, 1)) : 0]
  return after(Math.max(...ends) as Instant, keptFor(RULE))
}

/** All campaigns with papers, each with its day. */
export async function papersDue(db: Db): Promise<readonly DuePapers[]> {
  const due: DuePapers[] = []
  for (const one of await campaignsWithPapers(db)) due.push({ ...one, due: await dueOf(db, one) })
  return due
}

/** Until when a paper that comes now would be kept. */
export const papersKeptUntil = async (db: Db, campaign: CampaignId, now: Instant): Promise<Instant> =>
  dueOf(db, { campaign, until: await timetableEnd(db, campaign), lastAdded: now })

/**
 * Deletes the papers of nominees that are due (law 9), in the store first, so that what fails halfway is done the rest of the
 * way the next time. Each campaign leaves a record and a line. Repeating it is harmless. Answers for how many it did so.
 */
export async function purgePapers({ db, files }: { db: Db; files: R2Bucket }, now: Instant): Promise<number> {
  const due = (await papersDue(db)).filter(one => one.due <= now)
  for (const { campaign, due: dueAt } of due) {
    await emptyFolder(files, paperFolder(campaign))
    await db.batch([
      deletePapers(db, campaign),
      noteDeletion(db, { rule: RULE, subject: campaign, dueAt, at: now }),
      auditLine(db, { role: 'agenda' }, { at: now, event: { kind: 'retention-deleted', campaign, rule: RULE } }),
    ])
  }
  return due.length
}

/** When the next papers are due; null when none are kept. */
export async function nextPaperPurge(db: Db): Promise<Instant | null> {
  const moments = (await papersDue(db)).map(({ due }) => due)
  return moments.length === 0 ? null : (Math.min(...moments) as Instant)
}
