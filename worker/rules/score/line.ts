import type { BallotStatus } from '../ballot.ts'
import type { Family, ReasonCode } from '../reason.ts'
import type { Signals } from '../signals.ts'

/** What a ballot says of itself to the scorer; one line of the file that `npm run score` reads. */
export interface ScoreLine extends Omit<Signals, 'views'> {
  /** Null where nobody counts them. */
  readonly views: number | null
  readonly id: string
  /** Arrival, milliseconds UTC. */
  readonly at: number
  readonly poll: string
  /** Pseudonyms of nominees: the scorer never learns names. */
  readonly choices: readonly (number | string)[]
  readonly level: 'device' | 'openid' | 'code' | 'roster'
  /** Pseudonym of the voter, the same on every day of one campaign. */
  readonly voter: string
  readonly challenge: 'passed' | 'unverified' | 'none'
  readonly unit: string | null
}

/** One line of the file that it writes, in the order of the input. */
export interface ScoreVerdict {
  readonly id: string
  readonly status: Exclude<BallotStatus, 'void'>
  readonly families: readonly Family[]
  readonly reasons: readonly ReasonCode[]
  readonly score: number
}
