import type { ReasonCode } from '../reason.ts'
import { BIRTH, SCATTERED } from './features.ts'
import type { CrowdSign } from './impurity.ts'
import { strengthOf, total } from './shape.ts'
import { choicesOf, type Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type Looked, lookAt, type Usual } from './trait-look.ts'
import { RANKS } from './vectors.ts'

const { crowd: POINTS, store: STORE } = THRESHOLDS
/** Cells of the referrers from which a link in a chat does not come: direct, other, none. */
const NO_REFERRER = [2, 4, 5]

/** What these ballots have in common: signs only where they are not of one place. */
export function companySigns({ table }: Usual, looked: Looked): CrowdSign[] {
  const { kind, rows, sure } = looked
  const [age, place, rank] = [lookAt(looked, 'age'), lookAt(looked, 'place'), lookAt(looked, 'rank')]
  const alike: ReasonCode = isPlump(table, rows, sure) ? 'BALLOT.PLUMP' : 'BALLOT.DUP_VECTOR'
  const any = () => true
  // People of one home town come from one region; hired ones from everywhere.
  const geo = place.sign('GEO.SHIFT', POINTS.GEO * strengthOf(2 * (total(place.excess) - Math.max(...place.excess))), any)
  return [
    { code: 'SURGE.CAND_HOUR', points: kind === 'surge' ? POINTS.SURGE : kind === 'rush' ? POINTS.SURGE / 2 : 0 },
    lookAt(looked, 'hour').some('SURGE.ODD_HOURS', POINTS.ODD_HOURS, any),
    kind === 'vector'
      ? { code: alike, points: (choicesOf(table, rows[0] as number) >= 3 ? 1 : 0) * POINTS.BALLOT }
      : rank.some(alike, POINTS.BALLOT, cell => cell <= RANKS),
    lookAt(looked, 'device').some('DEV.UA_CONC', POINTS.DEV, any),
    age.some('ID.NEW_RATIO', POINTS.ID, cell => cell <= age.middle),
    lookAt(looked, 'referrer').some('NAV.NO_REF', POINTS.NO_REF, cell => NO_REFERRER.includes(cell)),
    geo,
    lookAt(looked, 'provider').some('NET.PREFIX_BURST', POINTS.NET, any),
    scatteredSign(looked, 1 - geo.points / POINTS.GEO),
  ]
}

/**
 * Ballots each from a network of its own: some of them are people at home; nearly all of them are rented addresses, unless
 * they are from elsewhere, where nobody else of the poll is.
 */
function scatteredSign(looked: Looked, local: number): CrowdSign {
  const { excess, sign } = lookAt(looked, 'company')
  const shift = total(excess, 1, SCATTERED + 1)
  const rented = POINTS.ALL_SCATTERED * local * strengthOf(shift, THRESHOLDS.allScattered)
  return sign('NET.SCATTERED', POINTS.SCATTERED * strengthOf(shift) + rented, cell => cell <= SCATTERED)
}

/** Identities made in the same hours before the poll; or before this visit, where hardly anybody else's were. */
export function madeAheadSign(looked: Looked): CrowdSign {
  const { usual, some } = lookAt(looked, 'birth')
  const rare = (usual[BIRTH.during] as number) < STORE.rare
  return some('ID.MADE_AHEAD', POINTS.AHEAD, cell => cell > BIRTH.during || (cell === BIRTH.during && rare))
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
