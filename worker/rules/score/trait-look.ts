import type { ReasonCode } from '../reason.ts'
import type { Traits } from './controls.ts'
import type { Crowd } from './crowds.ts'
import { CELLS, type Cells, type Feature } from './features.ts'
import type { CrowdSign } from './impurity.ts'
import type { Places } from './places.ts'
import type { Profile } from './reference.ts'
import { excessOf, middleCell, shapeOf, strengthOf } from './shape.ts'
import type { Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'
import type { RankReference } from './vectors.ts'

const { mixture: MIXTURE } = THRESHOLDS

/** All that crowds of one poll are compared with. */
export interface Usual {
  readonly table: Table
  readonly cells: Cells
  readonly profile: Profile
  readonly ranks: RankReference
  readonly places: Places
  /** The cells of providers that are networks of machines. */
  readonly hosting: Uint8Array
}

/** A crowd, or a part of it, of which every trait can be looked at. */
export type Looked = Pick<Crowd, 'kind' | 'rows'> & { readonly sure: Float64Array; readonly traits: Traits }

/** One trait of a crowd beside what is usual, and how to make a sign of some of its cells. */
export function lookAt({ traits, sure }: Looked, name: Feature | 'rank') {
  const trait = traits.get(name) ?? { cells: new Uint8Array(sure.length), usual: new Float64Array(CELLS) }
  const shape = shapeOf(trait.cells, sure)
  const excess = excessOf(shape, trait.usual)
  const sign = (code: ReasonCode, points: number, marks: (cell: number) => boolean): CrowdSign => {
    const exceeds = (cell: number, times: number) => (shape.shares[cell] as number) >= times * (trait.usual[cell] as number)
    const mark = (cell: number) => (marks(cell) && exceeds(cell, MIXTURE.clear) ? 2 : exceeds(cell, MIXTURE.shared) ? 1 : 0)
    const marked = Uint8Array.from({ length: CELLS }, (_, cell) => mark(cell))
    return { code, points, trait: trait.cells, marked }
  }
  const some = (code: ReasonCode, points: number, marks: (cell: number) => boolean): CrowdSign =>
    sign(code, points * strengthOf(excess.reduce((sum, n, cell) => (marks(cell) ? sum + n : sum), 0)), marks)
  return { shape, excess, usual: trait.usual, middle: middleCell(trait.usual), sign, some }
}
