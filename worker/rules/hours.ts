import { type Counts, NO_COUNTS, raw, type Tally } from './tally.ts'
import { addDays, atHour, type Day, dayOf, HOUR, hourOf, type Instant, instant, type Window } from './time.ts'

// What a time curve is made of. Hours are counted since the epoch; days and clock hours are those of Shanghai.

/** One hour in which ballots came: which, and what became of them. Short, because a page is sent many of them again and again. */
export type HourRow = readonly [hour: number, counted: number, held: number, voided: number]

export interface HourPoint {
  readonly hour: number
  readonly counts: Counts
}

/** The hours of a tally that have any ballots, in order. */
export const hourRows = ({ hours }: Pick<Tally, 'hours'>): readonly HourRow[] =>
  Object.entries(hours)
    .map(([hour, { counted, held, void: voided }]) => [Number(hour), counted, held, voided] as const)
    .sort(([a], [b]) => a - b)

const countsOf = ([, counted, held, voided]: HourRow): Counts => ({ counted, held, void: voided })
const byHour = (rows: readonly HourRow[]) => new Map(rows.map(row => [row[0], countsOf(row)]))

/** Every hour from the first ballot to the last, quiet ones too. */
export function everyHour(rows: readonly HourRow[]): readonly HourPoint[] {
  const [first, last] = [rows[0], rows[rows.length - 1]]
  if (!first || !last) return []
  const known = byHour(rows)
  return Array.from({ length: last[0] - first[0] + 1 }, (_, i) => ({
    hour: first[0] + i,
    counts: known.get(first[0] + i) ?? NO_COUNTS,
  }))
}

/** How much of a clock hour can be told of: all of it, what has passed so far, or nothing, because nobody could vote in it yet or any more. */
type Passed = 'whole' | 'part' | 'none'

export interface GridCell {
  readonly passed: Passed
  readonly counts: Counts
}

export interface GridDay {
  readonly day: Day
  /** By the clock hour, 0 to 23. */
  readonly cells: readonly GridCell[]
}

interface When {
  readonly window: Window
  /** The moment of which the figures speak. */
  readonly asOf: Instant
}

/** Every day of the vote up to now by its hours, earliest first; empty before the vote. */
export function hourGrid(rows: readonly HourRow[], { window, asOf }: When): readonly GridDay[] {
  if (asOf < window.from) return []
  const known = byHour(rows)
  const last = dayOf(instant(Math.min(asOf, window.until - 1)))
  const days: GridDay[] = []
  for (let day = dayOf(window.from); day <= last; day = addDays(day, 1)) {
    const cells = Array.from({ length: 24 }, (_, clock) => {
      const at = atHour(day, clock)
      return { passed: passedOf(at, { window, asOf }), counts: known.get(hourOf(at)) ?? NO_COUNTS }
    })
    days.push({ day, cells })
  }
  return days
}

function passedOf(at: Instant, { window, asOf }: When): Passed {
  const end = at + HOUR
  if (end <= window.from || at >= window.until || at > asOf) return 'none'
  return at >= window.from && end <= window.until && end <= asOf ? 'whole' : 'part'
}

export interface SameHour {
  readonly clock: number
  readonly own: GridCell
  /** What came in this hour of the other days, on average; null where no other day has had the whole of it. */
  readonly usual: number | null
}

/** A day beside the same hours of all other days. Only whole hours are compared with. */
export function besideOthers(grid: readonly GridDay[], day: Day): readonly SameHour[] {
  const own = grid.find(one => one.day === day)
  if (!own) return []
  return own.cells.map((cell, clock) => {
    const others = grid.filter(one => one.day !== day).flatMap(({ cells }) => cells[clock] ?? [])
    const whole = others.filter(({ passed }) => passed === 'whole').map(({ counts }) => raw(counts))
    const usual = whole.length === 0 ? null : whole.reduce((sum, count) => sum + count, 0) / whole.length
    return { clock, own: cell, usual }
  })
}
