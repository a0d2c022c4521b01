import type { BallotStatus } from './ballot.ts'
import type { IdentityLevel, VoterClass } from './campaign.ts'
import { FAMILIES, type Family, familiesOf, type ReasonCode } from './reason.ts'
import { type Day, dayOf, HOUR, hourOf, type Instant, instant } from './time.ts'

/** raw = counted + held + void, for ballots and for each nominee (law 4). */
export type Counts = Readonly<Record<BallotStatus, number>>

/** Absolute figures of one box or of all of them. Keys of `votes` are nominee numbers, of `hours` hours since the epoch. */
export interface Tally {
  readonly ballots: Counts
  readonly votes: Readonly<Record<number, Counts>>
  readonly levels: Readonly<Partial<Record<IdentityLevel, Counts>>>
  /** Only ballots of which a code or a list says what the voter is. */
  readonly classes: Readonly<Partial<Record<VoterClass, Counts>>>
  readonly units: Readonly<Record<string, number>>
  readonly hours: Readonly<Record<number, Counts>>
  /** Ballots that are not counted, under every family of their reasons: one with two families stands in both. */
  readonly families: Readonly<Partial<Record<Family, Omit<Counts, 'counted'>>>>
}

/** What counting needs to know of a ballot: nothing about the voter beyond level, class and unit. */
export interface TallyEntry {
  readonly choices: readonly number[]
  readonly status: BallotStatus
  readonly level: IdentityLevel
  readonly voterClass: VoterClass | null
  readonly unit: string | null
  readonly reasons: readonly ReasonCode[]
  readonly at: Instant
}

export const NO_COUNTS: Counts = { counted: 0, held: 0, void: 0 }

export const emptyTally = (): Tally => ({
  ballots: { ...NO_COUNTS },
  votes: {},
  levels: {},
  classes: {},
  units: {},
  hours: {},
  families: {},
})

export const raw = (counts: Counts): number => counts.counted + counts.held + counts.void

export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Group = Record<string | number, Mutable<Counts>>

/**
 * Counts one ballot into a tally that the caller owns, in place: a ballot box does this for every ballot it commits,
 * and a copy per ballot would cost more than the ballot.
 */
export function countInto(tally: Mutable<Tally>, entry: TallyEntry): void {
  move(tally, entry, 1)
  if (entry.unit !== null) add(tally.units as Record<string, number>, entry.unit, 1)
}

/** Counts a ballot whose standing has changed from what it was to what it is, in place. It was received only once. */
export function recountInto(tally: Mutable<Tally>, before: TallyEntry, after: Pick<TallyEntry, 'status' | 'reasons'>): void {
  move(tally, before, -1)
  move(tally, { ...before, ...after }, 1)
}

function move(tally: Tally, { choices, status, level, voterClass, reasons, at }: TallyEntry, by: 1 | -1): void {
  ;(tally.ballots as Mutable<Counts>)[status] += by
  for (const number of choices) within(tally.votes as Group, number)[status] += by
  within(tally.levels as Group, level)[status] += by
  if (voterClass !== null) within(tally.classes as Group, voterClass)[status] += by
  within(tally.hours as Group, hourOf(at))[status] += by
  if (status !== 'counted')
    for (const family of familiesOf(reasons)) {
      const groups = tally.families as Partial<Record<Family, { held: number; void: number }>>
      groups[family] ??= { held: 0, void: 0 }
      groups[family][status] += by
    }
}

function within(groups: Group, key: string | number): Mutable<Counts> {
  groups[key] ??= { counted: 0, held: 0, void: 0 }
  return groups[key]
}

function add(into: Record<string | number, number>, key: string | number, amount: number): void {
  into[key] = (into[key] ?? 0) + amount
}

/** The tally of several boxes together. Shards add up; the order does not matter. */
export function mergeTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally()
  for (const tally of tallies) {
    addCounts(sum.ballots, tally.ballots)
    for (const key of ['votes', 'levels', 'classes', 'hours'] as const)
      for (const [name, counts] of Object.entries(tally[key])) addCounts(within(sum[key] as Group, name), counts)
    for (const [name, count] of Object.entries(tally.units)) add(sum.units as Record<string, number>, name, count)
    for (const family of FAMILIES) addFamily(sum, family, tally.families[family])
  }
  return sum
}

function addCounts(into: Mutable<Counts>, counts: Counts): void {
  into.counted += counts.counted
  into.held += counts.held
  into.void += counts.void
}

function addFamily(sum: Tally, family: Family, counts: Omit<Counts, 'counted'> | undefined): void {
  if (!counts) return
  const groups = sum.families as Mutable<Tally['families']>
  const before = groups[family] ?? { held: 0, void: 0 }
  groups[family] = { held: before.held + counts.held, void: before.void + counts.void }
}

/** Whether a stored tally has every part of today's; a box counts one from version 0.2 again from its ballots. */
export const isWhole = (tally: Tally): boolean => 'families' in tally

interface OlderTally extends Pick<Tally, 'ballots' | 'votes' | 'units'> {
  readonly levels: Readonly<Partial<Record<IdentityLevel, number>>>
  readonly hours: Readonly<Record<number, number>>
}

/**
 * A stored tally with every part of today's. In one of version 0.2 the only ballots that were not counted waited for a
 * human check, and all were of one level; which hours they came in is not in it, so its hours show them as counted until the box reports again.
 */
export function wholeTally(stored: Tally | OlderTally): Tally {
  if (isWhole(stored as Tally)) return stored as Tally
  const { ballots, votes, units, levels, hours } = stored as OlderTally
  const { held, void: voided } = ballots
  return {
    ...emptyTally(),
    ...{ ballots, votes, units },
    levels: Object.fromEntries(Object.keys(levels).map(level => [level, ballots])),
    hours: Object.fromEntries(Object.entries(hours).map(([hour, counted]) => [hour, { counted, held: 0, void: 0 }])),
    families: held + voided > 0 ? { CHAL: { held, void: voided } } : {},
  }
}

/** What came in, without what became of it: all that is told while a poll is open. */
export interface Received {
  readonly ballots: number
  readonly levels: Readonly<Partial<Record<IdentityLevel, number>>>
  /** By the date in Shanghai; days without a ballot are not in it. */
  readonly days: Readonly<Record<Day, number>>
}

export const receivedOf = (tally: Tally): Received => ({
  ballots: raw(tally.ballots),
  levels: rawOf(tally.levels as Record<string, Counts>),
  days: rawOf(daysOf(tally)),
})

/** Votes per nominee, whatever became of them. */
export const votesReceived = ({ votes }: Tally): Readonly<Record<number, number>> => rawOf(votes)

/** The ballots of every date in Shanghai on which some came. */
export function daysOf({ hours }: Pick<Tally, 'hours'>): Readonly<Record<Day, Counts>> {
  const days: Group = {}
  for (const [hour, counts] of Object.entries(hours)) addCounts(within(days, dayOf(instant(Number(hour) * HOUR))), counts)
  return days
}

const rawOf = (groups: Readonly<Record<string, Counts>>): Record<string, number> =>
  Object.fromEntries(Object.entries(groups).map(([key, counts]) => [key, raw(counts)]))

export interface Ranked {
  readonly number: number
  readonly counts: Counts
  /** 1 for the most; equal figures share a place and the next place is skipped (1, 2, 2, 4). Ties stay ties. */
  readonly place: number
}

/** The nominees of a list by counted votes. A place is a figure for reviewers, not a selection (law 2). */
export function rank(numbers: readonly number[], votes: Tally['votes']): readonly Ranked[] {
  const rows = numbers.map(number => ({ number, counts: votes[number] ?? NO_COUNTS }))
  rows.sort((a, b) => b.counts.counted - a.counts.counted || a.number - b.number)
  let place = 0
  return rows.map((row, index) => {
    if (index === 0 || row.counts.counted !== rows[index - 1]?.counts.counted) place = index + 1
    return { ...row, place }
  })
}
