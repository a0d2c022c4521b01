import { CELLS } from './features.ts'
import { THRESHOLDS } from './thresholds.ts'

/** One thing that a ballot shows: its cell for every row of the crowd, and how usual each cell is. */
export interface Trait {
  readonly cells: Uint8Array
  readonly usual: Float64Array
}

/** A crowd taken apart into ballots like all others and an additional population. */
export interface Mixture {
  /** How much of the crowd the additional population is. */
  readonly share: number
  /** For every row how surely it belongs to the additional population, 0 to 1. */
  readonly sure: Float64Array
  /** The same of ballots that are not of the crowd: of every trait the cell of each. */
  readonly sureOf: (cells: readonly Uint8Array[]) => Float64Array
}

const { rounds, strongest, weakest } = THRESHOLDS.mixture

/**
 * Takes a crowd apart by expectation and maximization. The usual population is given and fixed; the other one starts
 * as what the crowd has too much of, and is whatever explains the crowd best. An unknown cell speaks for neither side,
 * and no single trait may outweigh the others, however rare its cell.
 */
export function takeApart(traits: readonly Trait[], rows: number, begin: number): Mixture {
  const other = traits.map(trait => surplus(trait, rows, begin))
  const sure = new Float64Array(rows)
  let share = begin
  for (let round = 0; round < rounds; round++) {
    weigh(traits, other, share, sure)
    share = Math.min(0.98, Math.max(0.002, sum(sure) / rows))
    traits.forEach((trait, t) => {
      refit(trait, sure, other[t] as Float64Array)
    })
  }
  weigh(traits, other, share, sure)
  const sureOf = (cells: readonly Uint8Array[]) => {
    const result = new Float64Array(cells[0]?.length ?? 0)
    weigh(
      traits.map(({ usual }, t) => ({ usual, cells: cells[t] as Uint8Array })),
      other,
      share,
      result,
    )
    return result
  }
  return { share, sure, sureOf }
}

const sum = (numbers: Float64Array): number => {
  let total = 0
  for (const n of numbers) total += n
  return total
}

function surplus({ cells, usual }: Trait, rows: number, begin: number): Float64Array {
  const counts = new Float64Array(CELLS)
  for (const cell of cells) counts[cell] = (counts[cell] as number) + 1
  const known = rows - (counts[0] as number)
  const result = new Float64Array(CELLS)
  let total = 0
  for (let k = 1; k < CELLS; k++) {
    const over = (counts[k] as number) - known * (1 - begin) * (usual[k] as number)
    result[k] = Math.max(0, over) + (usual[k] as number)
    total += result[k] as number
  }
  if (total > 0) for (let k = 1; k < CELLS; k++) result[k] = (result[k] as number) / total
  return result
}

function weigh(traits: readonly Trait[], other: readonly Float64Array[], share: number, sure: Float64Array): void {
  sure.fill(Math.log(share / (1 - share)))
  const says = new Float64Array(CELLS)
  traits.forEach(({ cells, usual }, t) => {
    const mine = other[t] as Float64Array
    for (let k = 1; k < CELLS; k++) says[k] = saying(mine[k] as number, usual[k] as number)
    for (let i = 0; i < sure.length; i++) sure[i] = (sure[i] as number) + (says[cells[i] as number] as number)
  })
  for (let i = 0; i < sure.length; i++) sure[i] = 1 / (1 + Math.exp(-(sure[i] as number)))
}

function saying(mine: number, usual: number): number {
  if (mine <= 0 && usual <= 0) return 0
  return Math.max(weakest, Math.min(strongest, Math.log((mine + 1e-6) / (usual + 1e-6))))
}

/** The shares of the additional population, drawn a little towards the usual ones so that few rows prove little. */
function refit({ cells, usual }: Trait, sure: Float64Array, other: Float64Array): void {
  other.fill(0)
  let known = 0
  for (let i = 0; i < sure.length; i++) {
    const cell = cells[i] as number
    if (cell === 0) continue
    other[cell] = (other[cell] as number) + (sure[i] as number)
    known += sure[i] as number
  }
  const drawn = 2
  for (let k = 1; k < CELLS; k++) other[k] = ((other[k] as number) + drawn * (usual[k] as number)) / (known + drawn)
}
