import type { Crowd } from './crowds.ts'
import type { Cells, Feature } from './features.ts'
import { type Mixture, type Trait, takeApart } from './mixture.ts'
import { isOnePlace, type Places } from './places.ts'
import type { Profile } from './reference.ts'
import { evenness, oneAtATime } from './rhythm.ts'
import { excessOf, middleCell, narrowness, shapeOf, strengthOf, total } from './shape.ts'
import type { Sign } from './signs.ts'
import { choicesOf, type Table } from './table.ts'
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

/** A crowd taken apart, with what speaks against its additional population. */
export interface JudgedCrowd extends Mixture {
  readonly signs: readonly Sign[]
}

type Looked = Pick<Crowd, 'kind' | 'rows'> & {
  readonly sure: Float64Array
  readonly traits: ReadonlyMap<Feature | 'rank', Trait>
}

const { crowd: POINTS } = THRESHOLDS
const ALWAYS: readonly Feature[] = ['dwell', 'challenge', 'age', 'device', 'referrer', 'views', 'place', 'provider', 'company']
/** Cells of networks that hardly anybody else used on that day: up to three ballots. */
const SCATTERED = 2
/** Cells of the referrers from which a link in a chat does not come: direct, other, none. */
const NO_REFERRER = [2, 4, 5]

/** Null where the crowd is like all others. */
export function judgeCrowd(usual: Usual, { kind, rows, begin }: Crowd): JudgedCrowd | null {
  const traits = traitsOf(usual, kind, rows)
  const mixture = takeApart([...traits.values()], rows.length, begin)
  const looked: Looked = { kind, rows, traits, sure: mixture.sure }
  if (mixture.share * rows.length < 8) return null
  const conduct = conductSigns(usual, looked).filter(({ points }) => points > 0)
  const strong = conduct.filter(({ points }) => points >= 0.6).length
  // Colleagues come together, from one place, for one person; only where their conduct is no people's does that count.
  const colleagues = strong < 2 && isOnePlace(usual.table, usual.places, rows, mixture.sure)
  const company = colleagues ? [] : companySigns(usual, looked).filter(({ points }) => points > 0)
  const signs = [...conduct, ...company]
  return signs.length === 0 ? null : { ...mixture, signs }
}

function traitsOf({ table, cells, profile, ranks }: Usual, kind: Crowd['kind'], rows: Int32Array): Looked['traits'] {
  const traits = new Map<Feature | 'rank', Trait>()
  const take = (feature: Feature) => traits.set(feature, { cells: picked(cells[feature], rows), usual: profile[feature] })
  for (const feature of ALWAYS) take(feature)
  if (kind === 'candidate' || kind === 'vector' || kind === 'unit') take('hour')
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
  const result = new Float64Array(256)
  result.set(shares)
  return result
}

/** What the way in which these ballots were cast says. */
function conductSigns({ table, hosting }: Usual, { kind, rows, sure, traits }: Looked): Sign[] {
  const look = (feature: Feature) => {
    const { cells, usual } = traits.get(feature) as Trait
    const shape = shapeOf(cells, sure)
    return { shape, usual, excess: excessOf(shape, usual), middle: middleCell(usual) }
  }
  const [dwell, challenge, views, provider] = [look('dwell'), look('challenge'), look('views'), look('provider')]
  const surest = rows.filter((_, i) => (sure[i] as number) >= 0.9)
  const hosted = provider.excess.reduce((sum, n, cell) => sum + (hosting[cell] === 1 ? n : 0), 0)
  const churn = kind === 'host' ? oneAtATime(table, surest, THRESHOLDS.churn.overlaps) : 0
  return [
    { code: 'TIME.FAST', points: POINTS.FAST * strengthOf(total(dwell.excess, 1, dwell.middle - 1)) },
    { code: 'TIME.NARROW', points: POINTS.NARROW * narrowness(dwell.shape, dwell.usual) },
    { code: 'TIME.UNIFORM', points: POINTS.UNIFORM * evenness(table, surest) },
    { code: 'CHAL.FAST', points: POINTS.CHAL * strengthOf(total(challenge.excess, 1, challenge.middle - 1)) },
    { code: 'CHAL.NARROW', points: POINTS.CHAL * narrowness(challenge.shape, challenge.usual) },
    { code: 'NAV.NO_VIEW', points: POINTS.NO_VIEW * strengthOf(views.excess[1] as number) },
    { code: 'NET.DC', points: POINTS.DC * strengthOf(hosted) },
    { code: 'DEV.COOKIE_CHURN', points: POINTS.CHURN * churn },
  ]
}

/** What these ballots have in common: signs only where they are not of one place. */
function companySigns({ table }: Usual, { kind, rows, sure, traits }: Looked): Sign[] {
  const excess = (feature: Feature | 'rank') => {
    const trait = traits.get(feature)
    return trait ? excessOf(shapeOf(trait.cells, sure), trait.usual) : new Float64Array(1)
  }
  const age = traits.get('age') as Trait
  const place = excess('place')
  const referrer = excess('referrer')
  const alike = excess('rank')
  // Ranks end with those that nobody shares.
  const repeated = kind === 'vector' ? vectorShift(table, rows) : total(alike, 1, Math.min(alike.length, RANKS + 1))
  return [
    { code: 'SURGE.CAND_HOUR', points: kind === 'surge' ? POINTS.SURGE : kind === 'rush' ? POINTS.SURGE / 2 : 0 },
    { code: 'SURGE.ODD_HOURS', points: POINTS.ODD_HOURS * strengthOf(total(excess('hour'))) },
    { code: isPlump(table, rows, sure) ? 'BALLOT.PLUMP' : 'BALLOT.DUP_VECTOR', points: POINTS.BALLOT * strengthOf(repeated) },
    { code: 'DEV.UA_CONC', points: POINTS.DEV * strengthOf(total(excess('device'))) },
    { code: 'ID.NEW_RATIO', points: POINTS.ID * strengthOf(total(excess('age'), 1, middleCell(age.usual))) },
    {
      code: 'NAV.NO_REF',
      points: POINTS.NO_REF * strengthOf(NO_REFERRER.reduce((sum, cell) => sum + (referrer[cell] as number), 0)),
    },
    // People of one home town come from one region; hired ones from everywhere.
    { code: 'GEO.SHIFT', points: POINTS.GEO * strengthOf(2 * (total(place) - Math.max(...place))) },
    { code: 'NET.PREFIX_BURST', points: POINTS.NET * strengthOf(total(excess('provider'))) },
    { code: 'NET.SCATTERED', points: POINTS.SCATTERED * strengthOf(total(excess('company'), 1, SCATTERED)) },
  ]
}

/** The same three choices or more on so many ballots are never chance. */
const vectorShift = (table: Table, rows: Int32Array): number => (choicesOf(table, rows[0] as number) >= 3 ? 1 : 0)

/** Whether most of the additional ballots name one person only. */
function isPlump(table: Table, rows: Int32Array, sure: Float64Array): boolean {
  let [single, members] = [0, 0]
  rows.forEach((row, i) => {
    members += sure[i] as number
    if (choicesOf(table, row) === 1) single += sure[i] as number
  })
  return single * 2 > members
}
