import type { IdentityLevel } from '../campaign.ts'
import type { ReasonCode } from '../reason.ts'
import { type Signals, wasNoticed } from '../signals.ts'
import { FULL_WORTH, ownSigns } from './own.ts'
import { isGrave, sumOf } from './signs.ts'

/** What is known of one ballot at the moment it is received. */
export interface AtCast {
  readonly level: IdentityLevel
  readonly verified: boolean
  readonly choices: number
  readonly signals: Signals
}

/**
 * Why a ballot is held on receipt; empty when it counts. It needs two families of signs, by the same figures as later
 * beside the others, and one of them that no person gives: less time than the ticking takes. A ballot whose human check
 * could not be asked waits in any case, until the scorer has seen it. What was not noticed is never a sign.
 */
export function reasonsAtCast({ verified, choices, signals }: AtCast): readonly ReasonCode[] {
  const { dwellMs, views, hosting, challengeMs, identityAgeMs } = signals
  if (verified && dwellMs === null) return []
  const seen = wasNoticed(signals) ? views : null
  const shown = { choices, dwellMs, views: seen, hosting, challengeMs, identityAgeMs, unverified: !verified }
  const signs = ownSigns(shown, FULL_WORTH)
  const { codes, holds } = sumOf(signs)
  if (holds && signs.some(isGrave)) return codes
  return verified ? [] : ['CHAL.UNVERIFIED']
}
