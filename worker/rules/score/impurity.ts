import { type Controls, controlsFor, type Traits, traitsOfControls } from './controls.ts'
import type { Crowd } from './crowds.ts'
import type { Cells } from './features.ts'
import type { Mixture, Trait } from './mixture.ts'
import type { Sign } from './signs.ts'
import type { Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

/**
 * A sign of a crowd, and which of its ballots show it: those whose cell of the trait is marked with 2; all where none
 * is given. With 1 a cell is marked that the crowd does not avoid.
 */
export interface CrowdSign extends Sign {
  readonly trait?: Uint8Array
  readonly marked?: Uint8Array
}

/** Controls with what they show of a crowd's traits, and how surely each would be taken for one of its additional population. */
export interface Trial {
  readonly cells: readonly Uint8Array[]
  readonly sure: Float64Array
}

type Tried = Pick<Crowd, 'kind' | 'rows'> & Pick<Mixture, 'sure' | 'sureOf'> & { readonly traits: Traits }

export function trialOf({ table, cells }: { table: Table; cells: Cells }, controls: Controls, tried: Tried): Trial {
  const shown = traitsOfControls(cells, tried.traits, controlsFor(table, controls, tried, tried.sure))
  return { cells: shown, sure: tried.sureOf(shown) }
}

/**
 * For every ballot of a part: of those that are as surely of it and show the same signs, the share that is people's.
 * The controls tell how many of the crowd's usual ballots look so. Traits hang together among people as well (who is
 * quick is quick everywhere), so what the mixture holds for sure is counted here and not reckoned.
 */
export function impurity(
  { traits, sure }: { readonly traits: Traits; readonly sure: Float64Array },
  signs: readonly CrowdSign[],
  trial: Trial,
): (place: number) => number {
  const { few, steps } = THRESHOLDS.control
  const names = [...traits.values()]
  const shown = signs.flatMap(({ trait, marked }) =>
    trait && marked ? [{ at: names.findIndex(({ cells }) => cells === trait), marked }] : [],
  )
  const looksOf = (cells: readonly Uint8Array[], surely: Float64Array) => (i: number) => {
    let looks = steps.filter(step => (surely[i] as number) >= step).length
    for (const { at, marked } of shown) looks = looks * 3 + (marked[cells[at]?.[i] ?? 0] as number)
    return looks
  }
  const looksIn = looksOf(
    names.map(({ cells }: Trait) => cells),
    sure,
  )
  const members = countBy(sure, looksIn)
  const taken = countBy(trial.sure, looksOf(trial.cells, trial.sure))
  const scale = sure.reduce((people, part) => people + 1 - part, 0) / Math.max(1, trial.sure.length)
  const whole = members.all === 0 ? 1 : Math.min(1, (taken.all * scale) / members.all)
  return place => {
    const looks = looksIn(place)
    return ((taken.by.get(looks) ?? 0) * scale + few * whole) / ((members.by.get(looks) ?? 0) + few)
  }
}

/** How many of those who are sure enough to be held look how. */
function countBy(sure: Float64Array, looksOf: (i: number) => number) {
  const by = new Map<number, number>()
  let all = 0
  for (let i = 0; i < sure.length; i++) {
    if ((sure[i] as number) < THRESHOLDS.sure) continue
    all += 1
    by.set(looksOf(i), (by.get(looksOf(i)) ?? 0) + 1)
  }
  return { all, by }
}
