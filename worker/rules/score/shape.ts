import { CELLS } from './features.ts'
import { THRESHOLDS } from './thresholds.ts'

/** The cells of a crowd's members, weighed by how surely they belong to it. */
export interface Shape {
  readonly shares: Float64Array
  /** How many members are known by this trait. */
  readonly known: number
}

export function shapeOf(cells: Uint8Array, sure: Float64Array): Shape {
  const shares = new Float64Array(CELLS)
  let known = 0
  for (let i = 0; i < sure.length; i++) {
    const cell = cells[i] as number
    if (cell === 0) continue
    shares[cell] = (shares[cell] as number) + (sure[i] as number)
    known += sure[i] as number
  }
  if (known > 0) for (let k = 1; k < CELLS; k++) shares[k] = (shares[k] as number) / known
  return { shares, known }
}

/** For every cell what the crowd has more of it than usual, less what chance gives to so few. */
export function excessOf({ shares, known }: Shape, usual: Float64Array): Float64Array {
  const excess = new Float64Array(CELLS)
  if (known < 8) return excess
  for (let k = 1; k < CELLS; k++) {
    const p = usual[k] as number
    const chance = 2 * Math.sqrt((p * (1 - p)) / known + 1 / (known * known))
    excess[k] = Math.max(0, (shares[k] as number) - p - chance)
  }
  return excess
}

export const total = (numbers: Float64Array, from = 1, until = CELLS): number => {
  let sum = 0
  for (let k = from; k < until; k++) sum += numbers[k] as number
  return sum
}

/** The cell below which half of the usual lies. */
export function middleCell(usual: Float64Array): number {
  let sum = 0
  for (let k = 1; k < CELLS; k++) {
    sum += usual[k] as number
    if (sum >= 0.5) return k
  }
  return 0
}

/** From 0 where a shift begins to be one to 1 where it is at its full. */
export function strengthOf(
  shift: number,
  { from, full }: { readonly from: number; readonly full: number } = THRESHOLDS.shift,
): number {
  return Math.max(0, Math.min(1, (shift - from) / (full - from)))
}

/** How far the members stand together in three neighbouring steps, beyond what is usual: 0 to 1. */
export function narrowness({ shares, known }: Shape, usual: Float64Array): number {
  const { share, more } = THRESHOLDS.narrow
  if (known < 15) return 0
  const mine = densest(shares)
  const theirs = densest(usual)
  if (mine < share || mine - theirs < more) return 0
  return Math.min(1, (mine - share) / (1 - share) + 0.5)
}

const densest = (shares: Float64Array): number => {
  const from = densestFrom(shares)
  return (shares[from] as number) + (shares[from + 1] as number) + (shares[from + 2] as number)
}

/** The first of the three neighbouring cells that hold most. */
export function densestFrom(shares: Float64Array): number {
  let [best, most] = [1, -1]
  for (let k = 1; k + 2 < CELLS; k++) {
    const held = (shares[k] as number) + (shares[k + 1] as number) + (shares[k + 2] as number)
    if (held > most + 1e-12) [best, most] = [k, held]
  }
  return best
}
