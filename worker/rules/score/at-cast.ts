import type { IdentityLevel } from '../campaign.ts'
import { familiesOf, type ReasonCode } from '../reason.ts'
import type { Signals } from '../signals.ts'

/** What is known of one ballot at the moment it is received. */
export interface AtCast {
  readonly level: IdentityLevel
  readonly verified: boolean
  readonly signals: Signals
}

/**
 * Why a ballot is held on receipt; empty when it counts. Two families are needed (trust 3.4), but for a human check that
 * could not be asked: such a ballot waits until the scorer has seen it beside the others.
 */
export function reasonsAtCast({ verified }: AtCast): readonly ReasonCode[] {
  const reasons: ReasonCode[] = verified ? [] : ['CHAL.UNVERIFIED']
  return familiesOf(reasons).length >= 2 || !verified ? reasons : []
}
