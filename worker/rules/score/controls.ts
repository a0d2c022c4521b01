import type { Crowd } from './crowds.ts'
import { CELLS, type Cells, type Feature } from './features.ts'
import type { Trait } from './mixture.ts'
import type { Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Ballots spread evenly over the poll, against which every crowd is tried. */
export interface Controls {
  readonly rows: Int32Array
  /** The candidates of each, one after the other; those of control i from `from[i]` to `from[i + 1]`. */
  readonly from: Int32Array
  readonly named: Int32Array
}

export type Traits = ReadonlyMap<Feature | 'rank', Trait>

export function controlsOf(table: Table, suspects: Uint8Array): Controls {
  const all = table.order.filter(row => suspects[row] === 0)
  const every = Math.max(1, Math.ceil(all.length / THRESHOLDS.control.most))
  const rows = all.filter((_, i) => i % every === every >> 1)
  const place = new Int32Array(table.size).fill(-1)
  rows.forEach((row, i) => {
    place[row] = i
  })
  const lists: number[][] = Array.from(rows, () => [])
  const { from, rows: voters } = table.byCandidate
  for (let candidate = 0; candidate < table.candidates; candidate++)
    for (let i = from[candidate] as number; i < (from[candidate + 1] as number); i++) {
      const at = place[voters[i] as number] as number
      if (at >= 0) (lists[at] as number[]).push(candidate)
    }
  const starts = new Int32Array(rows.length + 1)
  lists.forEach((list, i) => {
    starts[i + 1] = (starts[i] as number) + list.length
  })
  return { rows, from: starts, named: Int32Array.from(lists.flat()) }
}

/**
 * Controls of a crowd: ballots that name none of the two whom its additional population names most beyond what is usual.
 * They are people of the same campaign, and none of them was bought for the same person.
 */
export function controlsFor(
  table: Table,
  controls: Controls,
  { rows, kind }: Pick<Crowd, 'rows' | 'kind'>,
  sure: Float64Array,
): Int32Array {
  const favoured = favouredBy(table, rows, sure)
  const inside = kind === 'candidate' || kind === 'day' || kind === 'surge' ? null : new Set(rows)
  const kept: number[] = []
  for (let i = 0; i < controls.rows.length; i++) {
    if (inside?.has(controls.rows[i] as number)) continue
    let names = false
    for (let k = controls.from[i] as number; k < (controls.from[i + 1] as number); k++)
      if (favoured.includes(controls.named[k] as number)) names = true
    if (!names) kept.push(controls.rows[i] as number)
  }
  return Int32Array.from(kept)
}

function favouredBy(table: Table, rows: Int32Array, sure: Float64Array): readonly number[] {
  const weight = new Float64Array(table.candidates)
  let members = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number
    if ((sure[i] as number) < 0.5) continue
    members += sure[i] as number
    for (let c = table.choiceFrom[row] as number; c < (table.choiceFrom[row + 1] as number); c++) {
      const candidate = table.choice[c] as number
      weight[candidate] = (weight[candidate] as number) + (sure[i] as number)
    }
  }
  const { from } = table.byCandidate
  const beyond = (c: number) => (weight[c] as number) - (members * ((from[c + 1] as number) - (from[c] as number))) / table.size
  return Array.from(weight, (_, c) => c)
    .filter(c => beyond(c) >= THRESHOLDS.control.favoured * members)
    .sort((a, b) => beyond(b) - beyond(a) || a - b)
    .slice(0, 2)
}

/** What controls show of the traits of a crowd; of ranks, which only the crowd knows, what is usual, spread evenly. */
export function traitsOfControls(cells: Cells, traits: Traits, rows: Int32Array): readonly Uint8Array[] {
  return [...traits].map(([name, { usual }]) =>
    name === 'rank' ? spread(usual, rows.length) : Uint8Array.from(rows, row => cells[name][row] as number),
  )
}

function spread(usual: Float64Array, length: number): Uint8Array {
  const until = new Float64Array(CELLS)
  let sum = 0
  for (let k = 0; k < CELLS; k++) {
    sum += usual[k] as number
    until[k] = sum
  }
  return Uint8Array.from({ length }, (_, i) => {
    const at = ((i * 0.6180339887498949) % 1) * sum
    return Math.max(
      1,
      until.findIndex(u => u > at),
    )
  })
}
