import type { IdentityLevel, Period, TallyUse } from './campaign.ts'
import type { CampaignId } from './ids.ts'
import { addDays, type Day, dayOf, type Instant, placeIn, startOf, type Window } from './time.ts'
import { accept, refuse, type Verdict } from './verdict.ts'

/** The poll as its ballot boxes hold it: frozen when it opens, whatever happens to the campaign afterwards. */
export interface PollSpec {
  readonly campaign: CampaignId
  readonly title: string
  readonly use: TallyUse
  readonly identity: IdentityLevel
  readonly period: Period
  readonly window: Window
  readonly categories: readonly { readonly key: string; readonly name: string; readonly min: number; readonly max: number }[]
  readonly totalMin: number | null
  readonly totalMax: number | null
  readonly nominees: readonly { readonly number: number; readonly category: string }[]
  readonly shards: number
  /** Which scorer judges its ballots, fixed before the first of them (trust 3.4). */
  readonly scorer: string
}

/** Held: received and kept, not counted until two people decide (law 4). Void: decided not to count. */
export type BallotStatus = 'counted' | 'held' | 'void'

/** How many ballots a tick may appear on at most; a spec beyond it is refused at the door. */
export const MOST_CHOICES = 1000

/** One line of canonical text per set of choices: sorted numbers, so that the order of ticking says nothing. */
export const canonicalChoices = (choices: readonly number[]): string => `[${[...choices].sort((a, b) => a - b).join(',')}]`

/**
 * Whether these numbers make a valid ballot: known, each once, and within the limits of every category and of the
 * whole (V1). One choice too many refuses the whole ballot; nothing is dropped in silence.
 */
export function judgeChoices(choices: readonly number[], spec: PollSpec): Verdict<readonly number[]> {
  if (choices.length === 0) return refuse({ code: 'empty-ballot' })
  const categoryOf = categoryIndex(spec)
  const chosen = new Map<string, number>()
  const seen = new Set<number>()
  for (const number of choices) {
    const category = categoryOf.get(number)
    if (category === undefined) return refuse({ code: 'unknown-nominee', number })
    if (seen.has(number)) return refuse({ code: 'chosen-twice', number })
    seen.add(number)
    chosen.set(category, (chosen.get(category) ?? 0) + 1)
  }
  for (const { key, name, min, max } of spec.categories) {
    const count = chosen.get(key) ?? 0
    if (count > max) return refuse({ code: 'too-many-choices', category: name, allowed: max, chosen: count })
    if (count < min) return refuse({ code: 'too-few-choices', category: name, needed: min, chosen: count })
  }
  const { totalMin, totalMax } = spec
  if (totalMax !== null && seen.size > totalMax) return refuse({ code: 'too-many-in-all', allowed: totalMax, chosen: seen.size })
  if (totalMin !== null && seen.size < totalMin) return refuse({ code: 'too-few-in-all', needed: totalMin, chosen: seen.size })
  return accept([...seen].sort((a, b) => a - b))
}

// A spec is frozen, so its index can be kept beside it for as long as the spec itself lives.
const indexes = new WeakMap<PollSpec, ReadonlyMap<number, string>>()
function categoryIndex(spec: PollSpec): ReadonlyMap<number, string> {
  const known = indexes.get(spec)
  if (known) return known
  const built = new Map(spec.nominees.map(({ number, category }) => [number, category]))
  indexes.set(spec, built)
  return built
}

/** Whether a ballot may be received now, by the server's clock and nobody else's. */
export function judgeTime(spec: PollSpec, now: Instant): Verdict<Instant> {
  const place = placeIn(spec.window, now)
  if (place === 'before') return refuse({ code: 'poll-not-open', opens: spec.window.from })
  if (place === 'after') return refuse({ code: 'poll-closed', closed: spec.window.until })
  return accept(now)
}

/** The period a ballot counts for: 'once', or the Shanghai date (trust 3.2). */
export const periodAt = (spec: Pick<PollSpec, 'period'>, now: Instant): 'once' | Day =>
  spec.period === 'once' ? 'once' : dayOf(now)

/** The period before this one, in which a retry that crossed midnight may have been recorded; null for 'once'. */
export const periodBefore = (period: 'once' | Day): Day | null => (period === 'once' ? null : addDays(period, -1))

/** When the same voter may vote again; null when never. */
export function nextBallotAt(spec: PollSpec, now: Instant): Instant | null {
  if (spec.period === 'once') return null
  const midnight = startOf(addDays(dayOf(now), 1))
  return midnight < spec.window.until ? midnight : null
}

/** What is wrong with a poll that cannot be opened: an empty list when nothing is. */
export function specFlaws(spec: PollSpec): readonly string[] {
  const flaws: string[] = []
  if (spec.window.from >= spec.window.until) flaws.push('投票的结束时间必须晚于开始时间')
  if (spec.categories.length === 0) flaws.push('至少要有一个类别')
  const perCategory = new Map<string, number>()
  for (const { category } of spec.nominees) perCategory.set(category, (perCategory.get(category) ?? 0) + 1)
  for (const { key, name, min, max } of spec.categories) {
    const there = perCategory.get(key) ?? 0
    if (there === 0) flaws.push(`类别“${name}”没有候选对象`)
    if (min > max) flaws.push(`类别“${name}”的最少选数 ${min} 大于最多选数 ${max}`)
    if (max > there) flaws.push(`类别“${name}”最多可选 ${max}，但只有 ${there} 个候选对象`)
  }
  const most = spec.categories.reduce((sum, { max }) => sum + max, 0)
  if (most > MOST_CHOICES) flaws.push(`一张选票最多 ${MOST_CHOICES} 个选择，现为 ${most}`)
  if (spec.totalMin !== null && spec.totalMin > Math.min(most, spec.totalMax ?? most)) flaws.push('总数的最少选数无法满足')
  if (!isShardCount(spec.shards)) flaws.push('分片数必须是 1 到 128 之间的 2 的幂')
  return flaws
}

/** A power of two from 1 to 128, fixed when the poll opens. */
export const isShardCount = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 128 && (n & (n - 1)) === 0

/** Expected peak ballots per second ÷ 150, rounded up to a power of two, 1 to 128. */
export function shardsFor(peakPerSecond: number): number {
  let shards = 1
  while (shards < 128 && shards * 150 < peakPerSecond) shards *= 2
  return shards
}
