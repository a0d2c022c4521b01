import type { ReasonCode } from '../reason.ts'
import type { Controls, Traits } from './controls.ts'
import type { Crowd } from './crowds.ts'
import { CELLS, type Cells, type Feature } from './features.ts'
import { type CrowdSign, impurity, type Trial, trialOf } from './impurity.ts'
import { type Trait, takeApart } from './mixture.ts'
import { partsOf } from './parts.ts'
import { isOnePlace, type Places } from './places.ts'
import type { Profile } from './reference.ts'
import { evenness, oneAtATime } from './rhythm.ts'
import { densestFrom, excessOf, middleCell, narrowness, shapeOf, strengthOf, total } from './shape.ts'
import type { Sign } from './signs.ts'
import { choicesOf, dayAt, type Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'
import { RANKS, type RankReference, rankShares, ranksOf } from './vectors.ts'

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

/** What speaks against the additional population of a crowd. */
export interface JudgedCrowd {
  /** For every row of the crowd how surely it belongs to the additional population, 0 to 1. */
  readonly sure: Float64Array
  /** The signs that the ballot at this place of the crowd shows itself. */
  readonly signsAt: (place: number) => Sign[]
  /** Which part of the ballots like the one at this place are people's, by what the controls show. */
  readonly impureAt: (place: number) => number
}

type Looked = Pick<Crowd, 'kind' | 'rows'> & { readonly sure: Float64Array; readonly traits: Traits }

const { crowd: POINTS, mixture: MIXTURE } = THRESHOLDS
const ALWAYS: readonly Feature[] = ['dwell', 'challenge', 'age', 'device', 'referrer', 'views', 'place', 'provider', 'company']
/** Cells of the referrers from which a link in a chat does not come: direct, other, none. */
const NO_REFERRER = [2, 4, 5]
/** Cells of networks that hardly anybody else used on that day: up to three ballots. */
const SCATTERED = 2
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
  if (total(sure, 0, sure.length) < MIXTURE.members) return null
  const conduct = conductSigns(usual, looked).filter(({ points }) => points > 0)
  const strong = conduct.filter(({ points }) => points >= 0.6).length
  // Colleagues come together, from one place, for one person; only where their conduct is no people's does that count.
  const colleagues = strong < 2 && isOnePlace(usual.table, usual.places, rows, sure)
  const company = colleagues ? [] : companySigns(usual, looked).filter(({ points }) => points > 0)
  const signs = [...conduct, ...company]
  if (signs.length === 0) return null
  return {
    sure,
    signsAt: place => signs.flatMap(sign => signAt(sign, place, sure[place] as number)),
    impureAt: trial ? impurity(looked, signs, trial) : () => 0,
  }
}

/**
 * A sign of the crowd at one of its ballots. Whose time is a little beside that of the crowd, but who is of it beyond
 * all doubt by everything else, bears a part of the sign.
 */
function signAt({ code, points, trait, marked }: CrowdSign, place: number, sure: number): readonly Sign[] {
  const mark = trait && marked ? marked[trait[place] as number] : 2
  if (mark === 2) return [{ code, points }]
  const bears = mark === 1 && code.startsWith('TIME.') && sure >= MIXTURE.beyondDoubt
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

/** One trait of a crowd beside what is usual, and how to make a sign of some of its cells. */
function lookAt({ traits, sure }: Looked, name: Feature | 'rank') {
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

/** What the way in which these ballots were cast says. */
function conductSigns({ table, hosting }: Usual, looked: Looked): CrowdSign[] {
  const { kind, rows, sure } = looked
  const [dwell, challenge] = [lookAt(looked, 'dwell'), lookAt(looked, 'challenge')]
  const surest = rows.filter((_, i) => (sure[i] as number) >= 0.9)
  const narrow = (code: ReasonCode, points: number, { shape, usual, sign }: typeof dwell) => {
    const from = densestFrom(shape.shares)
    return sign(code, points * narrowness(shape, usual), cell => cell >= from - 1 && cell <= from + 3)
  }
  return [
    dwell.some('TIME.FAST', POINTS.FAST, cell => cell < dwell.middle - 1),
    narrow('TIME.NARROW', POINTS.NARROW, dwell),
    { code: 'TIME.UNIFORM', points: POINTS.UNIFORM * evenness(table, surest) },
    challenge.some('CHAL.FAST', POINTS.CHAL, cell => cell < challenge.middle - 1),
    narrow('CHAL.NARROW', POINTS.CHAL, challenge),
    lookAt(looked, 'views').some('NAV.NO_VIEW', POINTS.NO_VIEW, cell => cell === 1),
    lookAt(looked, 'provider').some('NET.DC', POINTS.DC, cell => hosting[cell] === 1),
    {
      code: 'DEV.COOKIE_CHURN',
      points: kind === 'host' ? POINTS.CHURN * oneAtATime(table, surest, THRESHOLDS.churn.overlaps) : 0,
    },
  ]
}

/** What these ballots have in common: signs only where they are not of one place. */
function companySigns({ table }: Usual, looked: Looked): CrowdSign[] {
  const { kind, rows, sure } = looked
  const [age, place, rank] = [lookAt(looked, 'age'), lookAt(looked, 'place'), lookAt(looked, 'rank')]
  const alike: ReasonCode = isPlump(table, rows, sure) ? 'BALLOT.PLUMP' : 'BALLOT.DUP_VECTOR'
  const any = () => true
  return [
    { code: 'SURGE.CAND_HOUR', points: kind === 'surge' ? POINTS.SURGE : kind === 'rush' ? POINTS.SURGE / 2 : 0 },
    lookAt(looked, 'hour').some('SURGE.ODD_HOURS', POINTS.ODD_HOURS, any),
    kind === 'vector'
      ? { code: alike, points: (choicesOf(table, rows[0] as number) >= 3 ? 1 : 0) * POINTS.BALLOT }
      : rank.some(alike, POINTS.BALLOT, cell => cell <= RANKS),
    lookAt(looked, 'device').some('DEV.UA_CONC', POINTS.DEV, any),
    age.some('ID.NEW_RATIO', POINTS.ID, cell => cell <= age.middle),
    lookAt(looked, 'referrer').some('NAV.NO_REF', POINTS.NO_REF, cell => NO_REFERRER.includes(cell)),
    // People of one home town come from one region; hired ones from everywhere.
    place.sign('GEO.SHIFT', POINTS.GEO * strengthOf(2 * (total(place.excess) - Math.max(...place.excess))), any),
    lookAt(looked, 'provider').some('NET.PREFIX_BURST', POINTS.NET, any),
    lookAt(looked, 'company').some('NET.SCATTERED', POINTS.SCATTERED, cell => cell <= SCATTERED),
  ]
}

/** Whether most of the additional ballots name one person only. */
function isPlump(table: Table, rows: Int32Array, sure: Float64Array): boolean {
  let [single, members] = [0, 0]
  rows.forEach((row, i) => {
    members += sure[i] as number
    if (choicesOf(table, row) === 1) single += sure[i] as number
  })
  return single * 2 > members
}
