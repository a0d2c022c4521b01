import { type Cells, cellsOf, FEATURES, frequent, SCATTERED } from './features.ts'
import { type Trait, takeApart } from './mixture.ts'
import { usualAmong } from './reference.ts'
import { excessOf, shapeOf, total } from './shape.ts'
import { dayAt, hourOfDay, type Table, votesFor } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

const { begin, least, times, beyond, conduct, scattered } = THRESHOLDS.apart

/** How a ballot stands: not among those that count, counted until somebody looks, counted by people's decision. */
export const COUNTS = { not: 0, open: 1, decided: 2 } as const

type Shown = keyof Cells | 'unit' | 'time'
/** Everything a ballot shows, once with its hour and once with its place in the whole time of the poll. */
const LOOKS: readonly (readonly Shown[])[] = [
  [...FEATURES, 'unit'],
  [...FEATURES.filter(feature => feature !== 'hour'), 'unit', 'time'],
]
/** What no call in a chat gives to those who follow it. */
const CONDUCT = ['dwell', 'challenge', 'age', 'device', 'views'] as const

/** The votes of one candidate, and in votes: the part of them that is unlike all others, by either look; its conduct; its networks. */
interface Part {
  readonly name: string
  readonly votes: number
  readonly unlike: readonly number[]
  readonly conduct: number
  readonly scattered: number
}

/**
 * How many of every candidate's votes stand apart: a population of their own beside the votes of all others, greater than
 * what others have of that, and unlike them in how it voted as well; or from everywhere. It may be a staff that was called
 * up or a purchase that nothing else gives away: no ballot is suspected for it, and it is told of lists, never of a nominee. `counts`
 * says of every row how it stands; what people have decided is laid beside the others and stands apart no longer. In steps,
 * each of which tells how many rows it has looked at.
 */
export function* standingApart(table: Table, counts: Uint8Array): Generator<number, ReadonlyMap<string, number>> {
  if (table.size === 0) return new Map()
  const counted = (rows: Int32Array) => rows.filter(row => counts[row] !== COUNTS.not)
  const votes = Array.from({ length: table.candidates }, (_, candidate) => counted(votesFor(table, candidate)))
  const traits = traitsOf(table, votes, counted(table.order))
  yield table.size
  const parts: Part[] = []
  for (const [candidate, rows] of votes.entries()) {
    if (rows.length < least) continue
    parts.push({ name: table.names[candidate] as string, ...partOf(traits, rows, counts) })
    yield rows.length * LOOKS.length
  }
  return new Map(beyondUsual(parts))
}

type Traits = Readonly<Record<Shown, Trait>>

function traitsOf(table: Table, votes: readonly Int32Array[], order: Int32Array): Traits {
  const cells = { ...cellsOf(table), unit: frequent(table.unit), time: timesOf(table) }
  const entries = Object.entries(cells).map(([name, cells]) => [name, { cells, usual: usualAmong(cells, votes, order) }])
  return Object.fromEntries(entries) as Traits
}

function partOf(all: Traits, rows: Int32Array, counts: Uint8Array): Omit<Part, 'name'> {
  const mine = (name: Shown): Trait => ({
    cells: Uint8Array.from(rows, row => all[name].cells[row] as number),
    usual: all[name].usual,
  })
  const open = Float64Array.from(rows, row => (counts[row] === COUNTS.open ? 1 : 0))
  const unlike = (look: readonly Shown[]) => {
    const { sure } = takeApart(look.map(mine), rows.length, begin)
    return sure.reduce((sum, part, i) => sum + part * (open[i] as number), 0)
  }
  const excess = (name: Shown, until?: number) => {
    const { cells, usual } = mine(name)
    const shape = shapeOf(cells, open)
    return shape.known * total(excessOf(shape, usual), 1, until)
  }
  return {
    votes: rows.length,
    unlike: LOOKS.map(unlike),
    conduct: Math.max(...CONDUCT.map(name => excess(name))),
    scattered: excess('company', SCATTERED + 1),
  }
}

/**
 * A part that others have as well is none, so it must be greater than what three of four candidates exceed, and by a good
 * deal; it must be unlike in conduct too, or come from everywhere. Then all of it stands apart.
 */
function* beyondUsual(parts: readonly Part[]): Generator<readonly [name: string, votes: number]> {
  const usual = LOOKS.map((_, look) => lowerQuarter(parts.map(({ votes, unlike }) => (unlike[look] as number) / votes)))
  for (const { name, votes, unlike, ...own } of parts) {
    const great = unlike.filter((part, look) => part >= ((usual[look] as number) + beyond) * votes)
    const shown = great.filter(part => own.conduct >= conduct * part)
    const most = Math.max(0, ...shown, own.scattered >= scattered * votes ? own.scattered : 0)
    if (most > 0) yield [name, Math.round(most)]
  }
}

function lowerQuarter(numbers: readonly number[]): number {
  const sorted = Float64Array.from(numbers).sort()
  return sorted.length === 0 ? 0 : (sorted[(sorted.length - 1) >> 2] as number)
}

/** The place of every ballot in the whole time of the poll, in steps of two hours or, of a long one, more. */
function timesOf(table: Table): Uint8Array {
  const steps = Float64Array.from(table.at, at => dayAt(at) * 12 + (hourOfDay(at) >> 1))
  const [first, last] = [steps[table.order[0] as number] as number, steps[table.order.at(-1) as number] as number]
  const width = Math.max(1, (last - first + 1) / times)
  return Uint8Array.from(steps, step => 1 + Math.floor((step - first) / width))
}
