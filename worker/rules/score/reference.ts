import { CELLS, type Cells, FEATURES, type Feature } from './features.ts'
import { type Table, votesFor } from './table.ts'

/** For every feature the usual share of each of its cells among ballots of which it is known. */
export type Profile = Readonly<Record<Feature, Float64Array>>

/** Ballots of one candidate in a row that make one witness of what is usual; fewer in a small poll. */
const WITNESS = { least: 30, most: 400, wanted: 24 }
const MOST_WITNESSES = 1200

/**
 * What is usual in this campaign. The ballots of every candidate are cut into pieces that bear witness alike, and of
 * every cell the middle half of the witnesses decides: whoever pours ballots on one candidate, or in one night, moves
 * few witnesses however many ballots they are.
 */
export function referenceOf(table: Table, cells: Cells): Profile {
  const pieces = witnesses(table)
  const profile = {} as Record<Feature, Float64Array>
  // A piece is an hour or a day, so of the hours only all ballots of a candidate can speak.
  for (const feature of FEATURES)
    profile[feature] = usual(cells[feature], feature === 'hour' ? whole(table) : pieces, table.order)
  return profile
}

function witnesses(table: Table): readonly Int32Array[] {
  const pieces: Int32Array[] = []
  const size = Math.floor(table.byCandidate.rows.length / WITNESS.wanted)
  const least = Math.max(WITNESS.least, Math.min(WITNESS.most, size))
  for (let candidate = 0; candidate < table.candidates; candidate++) {
    const rows = votesFor(table, candidate)
    const length = Math.max(least, Math.ceil((rows.length * table.candidates) / MOST_WITNESSES))
    for (let from = 0; from + length <= rows.length; from += length) pieces.push(rows.subarray(from, from + length))
  }
  return pieces.length >= 4 ? pieces : [table.order]
}

const whole = (table: Table): readonly Int32Array[] =>
  greatOf(
    Array.from({ length: table.candidates }, (_, candidate) => votesFor(table, candidate)),
    table.order,
  )

function greatOf(votes: readonly Int32Array[], order: Int32Array): readonly Int32Array[] {
  const great = votes.filter(({ length }) => length >= 100)
  return great.length >= 3 ? great : [order]
}

/** What is usual of a cell when every candidate bears witness with all of its votes; `order` has all rows that count. */
export const usualAmong = (cell: Uint8Array, votes: readonly Int32Array[], order: Int32Array): Float64Array =>
  usual(cell, greatOf(votes, order), order)

function usual(cell: Uint8Array, pieces: readonly Int32Array[], order: Int32Array): Float64Array {
  const shares: Float64Array[] = []
  for (const piece of pieces) {
    const share = sharesOf(cell, piece)
    if (share) shares.push(share)
  }
  const all = sharesOf(cell, order)
  const result = new Float64Array(CELLS)
  if (!all) return result
  let sum = 0
  for (let k = 1; k < CELLS; k++) {
    if (all[k] === 0) continue
    // A tenth of the plain share, for cells so rare that the middle witnesses have never seen them.
    const value = 0.9 * middleHalf(shares.map(share => share[k] as number)) + 0.1 * (all[k] as number)
    result[k] = value
    sum += value
  }
  for (let k = 1; k < CELLS; k++) result[k] = (result[k] as number) / sum
  return result
}

/** Shares of the known cells; null where too few are known to say anything. */
function sharesOf(cell: Uint8Array, rows: Int32Array): Float64Array | null {
  const share = new Float64Array(CELLS)
  for (const row of rows) share[cell[row] as number] = (share[cell[row] as number] as number) + 1
  const known = rows.length - (share[0] as number)
  if (known < 20) return null
  share[0] = 0
  for (let k = 1; k < CELLS; k++) share[k] = (share[k] as number) / known
  return share
}

/** The mean of what is left when the lowest and the highest quarter are put aside. */
export function middleHalf(numbers: readonly number[]): number {
  const sorted = Float64Array.from(numbers).sort()
  const aside = sorted.length >> 2
  const kept = sorted.subarray(aside, sorted.length - aside)
  let sum = 0
  for (const n of kept) sum += n
  return kept.length === 0 ? 0 : sum / kept.length
}
