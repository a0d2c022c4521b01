import { companySigns, madeAheadSign } from './company-signs.ts'
import { conductSigns } from './conduct-signs.ts'
import type { Controls, Traits } from './controls.ts'
import type { Crowd } from './crowds.ts'
import { CELLS, FEATURES, type Feature } from './features.ts'
import { type CrowdSign, impurity, type Trial, trialOf } from './impurity.ts'
import { type Trait, takeApart } from './mixture.ts'
import { partsOf } from './parts.ts'
import { isOnePlace } from './places.ts'
import { total } from './shape.ts'
import type { Sign } from './signs.ts'
import { dayAt, type Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'
import type { Looked, Usual } from './trait-look.ts'
import { rankShares, ranksOf } from './vectors.ts'

/** What speaks against the additional population of a crowd. */
export interface JudgedCrowd {
  /** For every row of the crowd how surely it belongs to the additional population, 0 to 1. */
  readonly sure: Float64Array
  /** The signs that the ballot at this place of the crowd shows itself. */
  readonly signsAt: (place: number) => Sign[]
  /** Which part of the ballots like the one at this place are people's, by what the controls show. */
  readonly impureAt: (place: number) => number
}

const { mixture: MIXTURE, store: STORE, strong: STRONG } = THRESHOLDS
/** What every crowd is told apart by; the number of choices only where nominees' places tell, the hour only in the whole time. */
const ALWAYS: readonly Feature[] = FEATURES.filter(feature => feature !== 'size' && feature !== 'hour')
/** The whole time of a poll shows what is too thin for a day; what a day shows by itself is left to the day. */
const WHOLE: ReadonlySet<Crowd['kind']> = new Set<Crowd['kind']>(['candidate', 'vector', 'unit', 'device'])

/**
 * The parts of a crowd in which something is unlike all others; none where it is like them. Without controls every
 * ballot of them passes for what it looks like.
 */
export function judgeCrowd(usual: Usual, { kind, rows, begin }: Crowd, controls: Controls | null): readonly JudgedCrowd[] {
  const traits = traitsOf(usual, kind, rows)
  const { sure, sureOf } = takeApart([...traits.values()], rows.length, begin)
  if (WHOLE.has(kind)) leaveToDays(usual.table, rows, sure)
  const judged: JudgedCrowd[] = []
  const trial = controls ? trialOf(usual, controls, { rows, kind, traits, sure, sureOf }) : null
  for (const part of partsOf(usual.table, usual.places, rows, sure)) {
    const found = judgePart(usual, { kind, rows, traits, sure: part }, trial)
    if (found) judged.push(found)
  }
  return judged
}

function judgePart(usual: Usual, looked: Looked, trial: Trial | null): JudgedCrowd | null {
  const { rows, sure } = looked
  const members = total(sure, 0, sure.length)
  if (members < MIXTURE.members) return null
  const conduct = conductSigns(usual, looked).filter(({ points }) => points > 0)
  const ahead = madeAheadSign(looked)
  const strong = conduct.filter(({ points }) => points >= STRONG)
  // People may all have looked ahead, but not from machines that are alike.
  const inStore = members >= STORE.least && ahead.points >= STRONG && strong.some(({ code }) => code === 'CHAL.NARROW')
  // Colleagues come together, from one place, for one person; only where their conduct is no people's does that count.
  const colleagues = strong.length < 2 && !inStore && isOnePlace(usual.table, usual.places, rows, sure)
  const company = colleagues ? [] : companySigns(usual, looked)
  const known = inStore ? ahead : { ...ahead, points: ahead.points * STORE.else }
  const signs = [...conduct, ...[known, ...company].filter(({ points }) => points > 0)]
  if (signs.length === 0) return null
  return {
    sure,
    signsAt: place => signs.flatMap(sign => signAt(sign, place, sure[place] as number, inStore)),
    impureAt: trial ? impurity(looked, signs, trial) : () => 0,
  }
}

/**
 * A sign of the crowd at one of its ballots. Whose time is a little beside that of the crowd, but who is of it beyond
 * all doubt by everything else, bears a part of the sign.
 */
function signAt({ code, points, trait, marked }: CrowdSign, place: number, sure: number, inStore: boolean): readonly Sign[] {
  const mark = trait && marked ? marked[trait[place] as number] : 2
  if (mark === 2) return [{ code, points }]
  const bears = mark === 1 && (code.startsWith('TIME.') || (inStore && code === 'CHAL.NARROW')) && sure >= MIXTURE.beyondDoubt
  return bears ? [{ code, points: points * MIXTURE.borne }] : []
}

function traitsOf({ table, cells, profile, ranks }: Usual, kind: Crowd['kind'], rows: Int32Array): Traits {
  const traits = new Map<Feature | 'rank', Trait>()
  const take = (feature: Feature) => traits.set(feature, { cells: picked(cells[feature], rows), usual: profile[feature] })
  for (const feature of ALWAYS) if (feature !== kind) take(feature)
  if (WHOLE.has(kind)) take('hour')
  const shares = kind === 'candidate' || kind === 'day' || kind === 'surge' ? rankShares(ranks, rows.length) : null
  if (shares) {
    take('size')
    traits.set('rank', { cells: ranksOf(table, rows), usual: padded(shares) })
  }
  return traits
}

function picked(cells: Uint8Array, rows: Int32Array): Uint8Array {
  const result = new Uint8Array(rows.length)
  for (let i = 0; i < rows.length; i++) result[i] = cells[rows[i] as number] as number
  return result
}

function padded(shares: Float64Array): Float64Array {
  const result = new Float64Array(CELLS)
  result.set(shares)
  return result
}

function leaveToDays(table: Table, rows: Int32Array, sure: Float64Array): void {
  const days = new Map<number, number>()
  const dayOf = (i: number) => dayAt(table.at[rows[i] as number] as number)
  for (let i = 0; i < rows.length; i++) days.set(dayOf(i), (days.get(dayOf(i)) ?? 0) + (sure[i] as number))
  for (let i = 0; i < rows.length; i++) if ((days.get(dayOf(i)) as number) >= MIXTURE.day) sure[i] = 0
}
