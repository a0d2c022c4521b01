import type { BallotStatus } from './ballot.ts'
import type { IdentityLevel } from './campaign.ts'
import { hourOf, type Instant } from './time.ts'

/** raw = counted + held + void, for ballots and for each nominee (law 4). */
export type Counts = Readonly<Record<BallotStatus, number>>

/** Absolute figures of one box or of all of them. Keys of `votes` are nominee numbers, of `hours` hours since the epoch. */
export interface Tally {
  readonly ballots: Counts
  readonly votes: Readonly<Record<number, Counts>>
  readonly levels: Readonly<Partial<Record<IdentityLevel, number>>>
  readonly units: Readonly<Record<string, number>>
  readonly hours: Readonly<Record<number, number>>
}

/** What counting needs to know of a ballot: nothing about the voter beyond level and unit. */
export interface TallyEntry {
  readonly choices: readonly number[]
  readonly status: BallotStatus
  readonly level: IdentityLevel
  readonly unit: string | null
  readonly at: Instant
}

export const NO_COUNTS: Counts = { counted: 0, held: 0, void: 0 }

export const emptyTally = (): Tally => ({ ballots: NO_COUNTS, votes: {}, levels: {}, units: {}, hours: {} })

export const raw = (counts: Counts): number => counts.counted + counts.held + counts.void

const bump = (counts: Counts | undefined, status: BallotStatus): Counts => {
  const before = counts ?? NO_COUNTS
  return { ...before, [status]: before[status] + 1 }
}

/**
 * Counts one ballot into a tally that the caller owns, in place: a ballot box does this for every ballot it commits,
 * and a copy per ballot would cost more than the ballot.
 */
export function countInto(tally: Mutable<Tally>, entry: TallyEntry): void {
  tally.ballots = bump(tally.ballots, entry.status)
  const votes = tally.votes as Record<number, Counts>
  for (const number of entry.choices) votes[number] = bump(votes[number], entry.status)
  const levels = tally.levels as Partial<Record<IdentityLevel, number>>
  levels[entry.level] = (levels[entry.level] ?? 0) + 1
  if (entry.unit !== null) add(tally.units as Record<string, number>, entry.unit, 1)
  add(tally.hours as Record<number, number>, hourOf(entry.at), 1)
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function add(into: Record<string | number, number>, key: string | number, amount: number): void {
  into[key] = (into[key] ?? 0) + amount
}

/** The tally of several boxes together. Shards add up; the order does not matter. */
export function mergeTallies(tallies: readonly Tally[]): Tally {
  const sum = { ballots: { ...NO_COUNTS }, votes: {} as Record<number, Mutable<Counts>>, levels: {}, units: {}, hours: {} }
  for (const tally of tallies) {
    addCounts(sum.ballots, tally.ballots)
    for (const [number, counts] of Object.entries(tally.votes)) {
      sum.votes[Number(number)] ??= { ...NO_COUNTS }
      addCounts(sum.votes[Number(number)] as Mutable<Counts>, counts)
    }
    for (const key of ['levels', 'units', 'hours'] as const)
      for (const [name, count] of Object.entries(tally[key])) add(sum[key], name, count)
  }
  return sum
}

function addCounts(into: Mutable<Counts>, counts: Counts): void {
  into.counted += counts.counted
  into.held += counts.held
  into.void += counts.void
}

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
