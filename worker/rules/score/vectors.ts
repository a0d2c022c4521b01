import { groupOf } from './columns.ts'
import { middleHalf } from './reference.ts'
import type { Table } from './table.ts'

/** Ranks of whole ballots that are told apart: the most frequent choice of a crowd is 1; 0 is not used. */
export const RANKS = 20
const REST = RANKS + 1

/** For every row of a crowd the rank of its exact choice within the crowd. */
export function ranksOf(table: Table, rows: Int32Array): Uint8Array {
  const seen = new Map<number, number>()
  for (const row of rows) {
    const vector = table.vector.of[row] as number
    seen.set(vector, (seen.get(vector) ?? 0) + 1)
  }
  const first = [...seen]
    .filter(([, count]) => count > 1)
    .sort(([v, n], [w, m]) => m - n || v - w)
    .slice(0, RANKS)
  const rank = new Map(first.map(([vector], i) => [vector, i + 1]))
  return Uint8Array.from(rows, row => rank.get(table.vector.of[row] as number) ?? REST)
}

/** How often the most frequent, the second most frequent … choice is met in crowds of one candidate, by size of crowd. */
export interface RankReference {
  readonly sizes: readonly { readonly size: number; readonly shares: Float64Array }[]
}

const SIZES = [30, 100, 400, 2000]
const MOST_PIECES = 300

export function rankReference(table: Table): RankReference {
  const sizes = SIZES.map(size => ({ size, shares: usualRanks(table, size) })).filter(({ shares }) => shares.length > 0)
  return { sizes }
}

export function rankShares({ sizes }: RankReference, crowd: number): Float64Array | null {
  const fitting = sizes.filter(({ size }) => size <= crowd)
  return fitting.at(-1)?.shares ?? null
}

function usualRanks(table: Table, size: number): Float64Array {
  const pieces: Float64Array[] = []
  const every = Math.max(1, Math.ceil(table.byCandidate.rows.length / size / MOST_PIECES))
  for (let candidate = 0; candidate < table.candidates; candidate++) {
    const rows = groupOf(table.byCandidate, candidate)
    for (let from = 0; from + size <= rows.length; from += size * every) {
      const shares = new Float64Array(REST + 1)
      for (const rank of ranksOf(table, rows.subarray(from, from + size))) shares[rank] = (shares[rank] as number) + 1 / size
      pieces.push(shares)
    }
  }
  if (pieces.length < 6) return new Float64Array()
  return Float64Array.from({ length: REST + 1 }, (_, rank) => middleHalf(pieces.map(shares => shares[rank] as number)))
}
