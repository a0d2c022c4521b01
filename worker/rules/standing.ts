import type { BallotStatus } from './ballot.ts'
import type { ReasonCode } from './reason.ts'

/** The ways in which the standing of a recorded ballot may change; there is no other (trust 3.4). */
export type ChangeKind = 'hold' | 'release' | 'void' | 'restore'

const MOVES: Readonly<Record<ChangeKind, { readonly from: BallotStatus; readonly to: BallotStatus }>> = {
  hold: { from: 'counted', to: 'held' },
  release: { from: 'held', to: 'counted' },
  void: { from: 'held', to: 'void' },
  restore: { from: 'void', to: 'counted' },
}

/**
 * One order to change the standing of ballots of one box. `by` are the people who decided, two of them, or the
 * scorer's version where a rule did; the scorer may only hold, and release what it alone had held.
 */
export interface StatusChange {
  /** Names the change; the same one again changes nothing. */
  readonly id: string
  readonly kind: ChangeKind
  readonly ballots: readonly { readonly seq: number; readonly reasons: readonly ReasonCode[] }[]
  readonly by: readonly string[]
  /** What the log says of who decided: two roles, or the scorer's version. */
  readonly roles: readonly string[]
  /** True when people decided: from then on no rule touches the ballot again. */
  readonly settles: boolean
}

/** The standing to which a change leads. */
export const standingTo = (kind: ChangeKind): BallotStatus => MOVES[kind].to

/** Where a ballot stands after such a change; null when the change does not apply to it. */
export function standingAfter(
  kind: ChangeKind,
  ballot: { readonly status: BallotStatus; readonly settled: boolean },
  settles: boolean,
): BallotStatus | null {
  const { from, to } = MOVES[kind]
  if (ballot.status !== from || (ballot.settled && !settles)) return null
  return to
}
