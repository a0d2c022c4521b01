import type { BatchItem } from 'drizzle-orm/batch'
import { auditLine } from '../../db/audit.ts'
import { extendPeriod, insertExtension, setUncounted, writeList } from '../../db/publicity.ts'
import type { Deps } from '../deps.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { findPersonalData } from '../rules/masking.ts'
import { type NoticeFile, type PublicityPeriod, stateOf } from '../rules/notice.ts'
import { extensionFlaws, listChange, minimumOf, uncountedYear } from '../rules/publicity.ts'
import type { ListedSince, PublicityFile } from '../rules/publicity-level.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { type Day, dayOf } from '../rules/time.ts'
import { refuse, type Verdict } from '../rules/verdict.ts'
import type { Calendar } from '../rules/working-days.ts'
import { turn, whyStale } from './turn-publicity.ts'

/** A public notice with everything that a change of it is judged by. */
export interface PublicityCase {
  readonly notice: NoticeFile & { readonly period: PublicityPeriod }
  readonly file: PublicityFile
  readonly campaign: CampaignFile | null
  readonly calendar: Calendar
}

export interface Extending {
  /** The last day asked for; the present one when it stays. */
  readonly through: Day
  /** Why the list or the day changes; readers see it. */
  readonly reason: string
  /** Whether the organizer answers for days that nobody can count yet. */
  readonly uncounted: boolean
}

export interface Listing extends Extending {
  /** What is ticked: numbers that the campaign has; the rest of the list goes. */
  readonly numbers: readonly number[]
  /** Numbers whose line is taken anew from the campaign, because it says something else by now. */
  readonly revision: number
}

/**
 * Writes the list that a public notice shows, as the campaign has it now. Once the notice is published and its list known,
 * a name that is added or replaced asks for the full period from today; the batch then moves the last day as well. Saving
 * the same form twice is refused as stale.
 */
export async function listPublicity(deps: Deps, staff: Staff, one: PublicityCase, listing: Listing): Promise<Verdict<null>> {
  const { notice, file, campaign, calendar } = one
  const { numbers, revision, through, reason } = listing
  const at = deps.now()
  if (notice.conclusion !== null || file.revision !== revision) return refuse(await whyStale(deps, notice.id))
  const list = linesOf(campaign, numbers, file, at)
  const { added, removed } = listChange(file.nominees, list)
  const state = stateOf(notice, at).state
  const isPublished = state === 'published' || state === 'withdrawn'
  const relisted = isPublished && file.listed && added.length > 0 ? dayOf(at) : null
  const mustSayWhy = isPublished && file.listed && added.length + removed.length > 0
  const terms = { minimum: minimumOf(campaign), calendar, relisted, uncounted: listing.uncounted }
  const flaws: FormFlaw[] = isPublished
    ? extensionFlaws(notice.period, through, terms).map(says => ({ field: 'through', says }))
    : []
  flaws.push(...reasonFlaws(reason, mustSayWhy || (isPublished && through > notice.period.through)))
  if (flaws.length > 0) return refuse({ code: 'form-refused', flaws })
  const event = { kind: 'publicity-listed', notice: notice.id, added: added.length, removed: removed.length } as const
  const longer = isPublished ? extending(deps, staff, one, { ...listing, relisted }) : []
  const extended = { kind: 'publicity-extended', notice: notice.id, through, reason } as const
  return turn(deps, staff, { notice: notice.id, revision, event }, [
    ...writeList(deps.db, { notice: notice.id, at }, list),
    ...longer,
    ...(longer.length > 0 ? [auditLine(deps.db, staff, { at, event: extended })] : []),
  ])
}

/** The statements that move the last day; none when it stays. */
export function extending(
  deps: Deps,
  staff: Staff,
  { notice, campaign, calendar }: PublicityCase,
  { through, reason, relisted }: Extending & { readonly relisted: Day | null },
): readonly BatchItem<'sqlite'>[] {
  const { id, period } = notice
  if (through <= period.through) return []
  const at = deps.now()
  const year = uncountedYear({ posted: relisted ?? period.posted, through }, { minimum: minimumOf(campaign), calendar })
  return [
    extendPeriod(deps.db, id, through),
    insertExtension(deps.db, { notice: id, at, before: period.through, through, reason, by: staff.id }),
    ...(year === null ? [] : [setUncounted(deps.db, id, year)]),
  ]
}

/** The reason stands on the public page and in the log. */
export function reasonFlaws(reason: string, needed: boolean): readonly FormFlaw[] {
  const length = [...reason].length
  if (!needed && length === 0) return []
  if (length < 4 || length > 200) return [{ field: 'reason', says: '请写明原因，4 到 200 个字，会显示在公示页上。' }]
  return findPersonalData(reason).length > 0
    ? [{ field: 'reason', says: '原因会公开显示，请不要写证件号、电话等个人信息。' }]
    : []
}

/** The ticked nominees in the campaign's own order; a line that has not changed keeps the moment it was added. */
function linesOf(
  campaign: CampaignFile | null,
  numbers: readonly number[],
  file: PublicityFile,
  at: ListedSince['addedAt'],
): readonly ListedSince[] {
  const ticked = new Set(numbers)
  const nameOf = new Map(campaign?.categories.map(({ key, name }) => [key, name]))
  return (campaign?.nominees ?? [])
    .filter(({ number }) => ticked.has(number))
    .map(({ number, name, unit, category }) => {
      const line = { number, name, unit, category: nameOf.get(category) ?? category }
      const before = file.nominees.find(one => listChange([one], [line]).added.length === 0)
      return { ...line, addedAt: before?.addedAt ?? at }
    })
}
