import type { Fate, Findings } from './findings.ts'
import type { Estimate } from './intervals.ts'
import type { Attack } from './traffic.ts'

/** What must be reached, and whether it is: by the figure and by its bound, by the figure alone, or not. */
export interface Target {
  readonly name: string
  readonly wanted: string
  readonly found: string
  readonly verdict: 'met' | 'met, not proven' | 'MISSED' | 'not looked at'
}

type Bound = { readonly most: number } | { readonly least: number }

/** Shares of one, or places where `places` is said. */
function target(name: string, estimate: Estimate | undefined, bound: Bound, places = false): Target {
  const tell = places ? (x: number) => String(x) : percent
  const [sign, limit] = 'most' in bound ? ['≤', bound.most] : ['≥', bound.least]
  const wanted = `${sign} ${tell(limit)}`
  if (!estimate || estimate.worlds === 0 || Number.isNaN(estimate.value))
    return { name, wanted, found: '–', verdict: 'not looked at' }
  const within = (x: number) => ('most' in bound ? x <= bound.most : x >= bound.least)
  const surely = within('most' in bound ? estimate.high : estimate.low)
  const verdict = surely ? 'met' : within(estimate.value) ? 'met, not proven' : 'MISSED'
  return { name, wanted, found: places ? `${estimate.value} [${estimate.low}–${estimate.high}]` : told(estimate), verdict }
}

const RECALLS: readonly (readonly [Attack, 'all' | 'open' | 'evasive', 'recall' | 'seen', number])[] = [
  ['A1', 'all', 'recall', 0.99],
  ['A7', 'all', 'recall', 0.99],
  ['A2', 'open', 'recall', 0.95],
  ['A2', 'evasive', 'recall', 0.7],
  ['A3', 'open', 'recall', 0.95],
  ['A3', 'evasive', 'recall', 0.7],
  // Report-only bands count here: these people cannot be voided by a rule.
  ['A4', 'all', 'seen', 0.6],
  ['A5', 'all', 'seen', 0.25],
  ['A6', 'all', 'seen', 0.25],
]
const WORDS = { all: '', open: ' naive + tuned', evasive: ' evasive', recall: 'held', seen: 'held or reported' } as const

/** The table of trust 8.3 over what was found. */
export function targetsOf(found: Findings): readonly Target[] {
  const strata = Object.entries(found.strata).filter(([label, { worlds }]) => label !== 'O1' && worlds > 0)
  const [worst] = strata.sort(([, a], [, b]) => b.value - a.value)
  const small = found.ranks['0.05']
  const large = found.ranks['0.25']
  const mimicry = found.costs.A11
  const multiplier = mimicry && Math.min(...Object.values(mimicry).map(cost => cost.multiplier))
  return [
    target('honest ballots held', found.falseHolds, { most: 0.001 }),
    target(`honest ballots held, worst crowd (${worst?.[0] ?? '–'})`, worst?.[1], { most: 0.005 }),
    target('precision of held', found.precision, { least: 0.95 }),
    ...RECALLS.map(([attack, regimes, figure, least]) =>
      target(`${attack}${WORDS[regimes]}, ${WORDS[figure]}`, fateOf(found, attack)?.[regimes][figure], { least }),
    ),
    {
      name: 'A11: price of a vote that survives, times the cheapest',
      wanted: '≥ 5',
      found: multiplier === undefined ? '–' : multiplier.toFixed(1),
      verdict: multiplier === undefined ? 'not looked at' : multiplier >= 5 ? 'met' : 'MISSED',
    },
    target('list of the honoured wrong and not flagged', found.list.wrongSilently, { most: 0.01 }),
    target('places off, 5 % bought: median', small?.after.median, { most: 1 }, true),
    target('places off, 5 % bought: p95', small?.after.p95, { most: 3 }, true),
    target('places off, 25 % bought: median', large?.after.median, { most: 3 }, true),
    target('places off, 25 % bought: p95', large?.after.p95, { most: 6 }, true),
    {
      name: 'held ballots that do not show two families',
      wanted: '0',
      found: String(found.unexplained),
      verdict: found.unexplained === 0 ? 'met' : 'MISSED',
    },
    {
      name: 'same verdicts twice and in any order',
      wanted: 'yes',
      found: found.repeatable ? 'yes' : 'no',
      verdict: found.repeatable ? 'met' : 'MISSED',
    },
  ]
}

const fateOf = (found: Findings, attack: Attack): Readonly<Record<'all' | 'open' | 'evasive', Fate>> | undefined =>
  found.fates[attack]

export const percent = (share: number): string => `${(share * 100).toFixed(share < 0.01 || share > 0.99 ? 2 : 1)} %`

export const told = ({ value, low, high }: Estimate): string =>
  Number.isNaN(value) ? '–' : `${percent(value)} [${percent(low)}–${percent(high)}]`
