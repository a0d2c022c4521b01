import { checkPeriod, PUBLICITY_DAYS, type PublicityPeriod } from './notice.ts'
import { addDays, type Day, dayOf, type Instant, startOf } from './time.ts'
import { type Calendar, type Counted, kindOf, lastDayOfPeriod } from './working-days.ts'

/** What a public notice period is held against. */
export interface PublicityTerms {
  /** Working days it must last at least: the campaign's own number (002 §三.2, 004 §三.3: five). */
  readonly minimum: number
  readonly calendar: Calendar
  /** The day on which readers first see it, where that is later than the day it was meant to be posted. */
  readonly published?: Day | undefined
  /**
   * Whether the organizer has answered for the last day itself in a year without an official calendar. Nobody can count
   * such a period and nothing guesses (law: a warning, never a guess), yet an award in January cannot wait for a paper
   * that may come late; so it may go up with the warning on its page and the answer on record.
   */
  readonly uncounted?: boolean | undefined
}

export type PeriodVerdict =
  | { readonly verdict: 'lawful' }
  /** `most`: working days in it under any calendar whatsoever. */
  | { readonly verdict: 'too-short'; readonly most: number; readonly earliest: Counted<Day> }
  /** Long enough or not, depending on a calendar that has not been published. */
  | { readonly verdict: 'uncounted'; readonly year: string }

/** Judges a period, by known days as far as they carry: where even unknown days could not save it, it is too short. */
export function judgePeriod(
  { posted, through }: PublicityPeriod,
  { minimum, calendar, published }: PublicityTerms,
): PeriodVerdict {
  const from = published && published > posted ? published : posted
  const known = checkPeriod({ posted: from, through }, calendar, minimum)
  if (known.verdict === 'lawful') return known
  const most = mostWorkingDays(from, through, calendar)
  const earliest = lastDayOfPeriod(from, minimum, calendar)
  if (known.verdict === 'too-short' || most < minimum) return { verdict: 'too-short', most, earliest }
  return { verdict: 'uncounted', year: known.year }
}

/** Working days after `posted`, a day of an unknown year taken for one; never fewer than there will be. */
function mostWorkingDays(posted: Day, through: Day, calendar: Calendar): number {
  let count = 0
  for (let day = addDays(posted, 1); day <= through; day = addDays(day, 1)) if (kindOf(day, calendar) !== 'off') count += 1
  return count
}

/** Why a public notice with this period cannot be published, in words that say what would do; empty when it can. */
export function publicityFlaws(period: PublicityPeriod, terms: PublicityTerms): readonly string[] {
  if (period.through <= period.posted) return ['公示期的最后一天必须晚于张贴当天：张贴当天不计入公示期。']
  const judged = judgePeriod(period, terms)
  if (judged.verdict === 'lawful') return []
  if (judged.verdict === 'uncounted') return terms.uncounted ? [] : [uncountedFlaw(judged.year)]
  return [tooShort(judged, terms.minimum)]
}

const tooShort = ({ most, earliest }: Extract<PeriodVerdict, { verdict: 'too-short' }>, minimum: number): string =>
  `公示期只有 ${most} 个工作日，不能少于 ${minimum} 个工作日；${
    earliest.known
      ? `最后一天最早可以是 ${inWords(earliest.value)}。`
      : `${earliest.year} 年的官方放假安排尚未公布，最早可以到哪一天还不能确定。`
  }`

const uncountedFlaw = (year: string): string =>
  `${year} 年的官方放假安排尚未公布，公示期有多少个工作日无法核算，也不作推算。请等安排公布后再发布；确需现在发布的，由本单位在公示页上核定最后一天。`

/** What the page says where nobody can count yet; null where everything is counted. */
export function uncountedYear(period: PublicityPeriod, terms: PublicityTerms): string | null {
  const judged = judgePeriod(period, terms)
  return judged.verdict === 'uncounted' ? judged.year : null
}

/** Why the period of a published notice cannot be moved to `through`: it never shrinks, and a new list gets its full days. */
export function extensionFlaws(
  before: PublicityPeriod,
  through: Day,
  {
    relisted,
    ...terms
  }: PublicityTerms & { /** The day on which a name was added or replaced; null when none was. */ readonly relisted: Day | null },
): readonly string[] {
  if (through < before.through) return [`公示期只能延长，不能缩短：现在到 ${inWords(before.through)}为止。`]
  if (relisted === null) return []
  const flaws = publicityFlaws({ posted: relisted, through }, terms)
  return flaws.map(flaw => `名单有增补，新名单也要从今天起重新公示：${flaw}`)
}

/** A nominee as the public notice shows it. It stays as it was shown: another person under the same number is another line. */
export interface ListedNominee {
  readonly number: number
  readonly name: string
  readonly unit: string
  readonly category: string
}

const lineOf = ({ number, name, unit, category }: ListedNominee): string => JSON.stringify([number, name, unit, category])

/** What a change does to the list. A replaced person is one taken out and one added. */
export function listChange(
  before: readonly ListedNominee[],
  after: readonly ListedNominee[],
): { readonly added: readonly ListedNominee[]; readonly removed: readonly ListedNominee[] } {
  const [old, now] = [new Set(before.map(lineOf)), new Set(after.map(lineOf))]
  return { added: after.filter(one => !old.has(lineOf(one))), removed: before.filter(one => !now.has(lineOf(one))) }
}

/** Objections are taken from the moment the notice can be read until the last day of its period is over (law 10). */
export const objectionsUntil = (period: PublicityPeriod): Instant => startOf(addDays(period.through, 1))

/** Why a public notice cannot be concluded yet. It says how many objections are open, never whose. */
export function conclusionFlaws(period: PublicityPeriod, { open, now }: { open: number; now: Instant }): readonly string[] {
  const flaws: string[] = []
  if (dayOf(now) <= period.through) flaws.push(`公示期到 ${inWords(period.through)}结束才满`)
  if (open > 0) flaws.push(`还有 ${open} 件异议没有办结`)
  return flaws
}

/** The result line offered to the organizer. */
export const resultLine = (received: number): string =>
  received === 0 ? '公示期满，公示期间未收到异议。' : `公示期满，公示期间收到异议 ${received} 件，均已办结。`

/** The shortest a campaign may ask for; notices outside a campaign are held to the same. */
export const minimumOf = (campaign: { readonly publicityDays: number } | null): number =>
  campaign?.publicityDays ?? PUBLICITY_DAYS

function inWords(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
