import type { ReasonCode } from '../reason.ts'
import type { CrowdSign } from './impurity.ts'
import { evenness, oneAtATime } from './rhythm.ts'
import { densestFrom, narrowness } from './shape.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type Looked, lookAt, type Usual } from './trait-look.ts'

const { crowd: POINTS } = THRESHOLDS

/** What the way in which these ballots were cast says. */
export function conductSigns({ table, hosting }: Usual, looked: Looked): CrowdSign[] {
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
