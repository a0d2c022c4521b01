import { HOUR } from '../time.ts'
import type { Labels } from './columns.ts'
import { choicesOf, hourOfDay, type Table } from './table.ts'

/**
 * What a ballot shows, as a small number for each of these. Cell 0 is "not known" and never speaks for or against
 * anybody; cell 255 gathers what is too rare to have a cell of its own.
 */
export const FEATURES = [
  'dwell',
  'challenge',
  'age',
  'device',
  'referrer',
  'views',
  'place',
  'provider',
  'company',
  'birth',
  'size',
  'hour',
] as const
export type Feature = (typeof FEATURES)[number]
export const CELLS = 256
const RARE = 255

export type Cells = Readonly<Record<Feature, Uint8Array>>

/** Steps of a quantity on a scale of doublings: `perDoubling` steps each, the first at `from` milliseconds. */
const steps = (ms: number, from: number, perDoubling: number, most: number): number => {
  if (Number.isNaN(ms)) return 0
  return 1 + Math.max(0, Math.min(most - 1, Math.round(Math.log2(Math.max(ms, 1) / from) * perDoubling)))
}

export function cellsOf(table: Table): Cells {
  const each = (cell: (row: number) => number) => Uint8Array.from({ length: table.size }, (_, row) => cell(row))
  const provider = frequent(table.provider)
  return {
    dwell: each(row => steps(table.dwell[row] as number, 250, 2, 30)),
    challenge: each(row => steps(table.challengeMs[row] as number, 15, 2, 36)),
    age: each(row => steps(ageAtOpening(table, row), 1000, 1, 28)),
    device: frequent(table.device),
    referrer: table.referrer,
    views: each(row => viewsCell(table.views[row] as number)),
    place: frequent(table.place),
    provider,
    company: inCompany(table),
    birth: birthsOf(table),
    size: each(row => sizeCell(choicesOf(table, row))),
    hour: each(row => 1 + (hourOfDay(table.at[row] as number) >> 1)),
  }
}

/**
 * How old the identity was when the page was opened. Who comes for the first time has one as old as the visit, so its age
 * at the ballot would say a second time what the time on the page has said.
 */
function ageAtOpening({ age, dwell }: Table, row: number): number {
  const [old, spent] = [age[row] as number, dwell[row] as number]
  return Number.isNaN(spent) ? old : Math.max(0, old - spent)
}

/** Births are told apart in steps of so many hours for some days before the first ballot. */
export const BIRTH = { thisVisit: 1, longAgo: 2, during: 3, step: 4 * HOUR, steps: 18 } as const

/**
 * When the identity came into the world, where that was well before its visit: identities that are made in store for a
 * poll are made together. Who comes for the first time has none to tell.
 */
function birthsOf(table: Table): Uint8Array {
  const first = table.at[table.order[0] ?? 0] ?? 0
  const { thisVisit, longAgo, during, step, steps } = BIRTH
  return Uint8Array.from({ length: table.size }, (_, row) => {
    const age = table.age[row] as number
    if (Number.isNaN(age)) return 0
    if (ageAtOpening(table, row) < HOUR) return thisVisit
    const before = first - ((table.at[row] as number) - age)
    if (before <= 0) return during
    const place = Math.floor(before / step)
    return place < steps ? during + 1 + place : longAgo
  })
}

/** Cells of networks that hardly anybody else used on that day: up to three ballots. */
export const SCATTERED = 2

/** How many ballots came from the same network of the day, in doublings: people share theirs, rented addresses do not. */
function inCompany({ net: { of, count } }: Table): Uint8Array {
  const seen = new Int32Array(count)
  for (const label of of) seen[label] = (seen[label] as number) + 1
  return of.length === 0
    ? new Uint8Array()
    : Uint8Array.from(of, label => (label === 0 ? 0 : 32 - Math.clz32(seen[label] as number)))
}

const viewsCell = (views: number): number => (views < 0 ? 0 : views <= 2 ? views + 1 : views <= 5 ? 4 : views <= 10 ? 5 : 6)
const sizeCell = (choices: number): number =>
  choices <= 3 ? choices : choices <= 5 ? 4 : choices <= 9 ? 5 : choices <= 14 ? 6 : 7

/** The labels seen most often keep a cell each, in the order of the labels; the rest share one. */
export function frequent({ of, count }: Labels): Uint8Array {
  const seen = new Int32Array(count)
  for (const label of of) seen[label] = (seen[label] as number) + 1
  seen[0] = 0
  const chosen = Array.from({ length: count - 1 }, (_, i) => i + 1)
    .sort((a, b) => (seen[b] as number) - (seen[a] as number) || a - b)
    .slice(0, RARE - 1)
    .sort((a, b) => a - b)
  const cell = new Uint8Array(count).fill(RARE)
  cell[0] = 0
  chosen.forEach((label, i) => {
    cell[label] = i + 1
  })
  return of.length === 0 ? new Uint8Array() : Uint8Array.from(of, label => cell[label] as number)
}
