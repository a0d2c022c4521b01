import type { Deps } from '../deps.ts'
import type { HumanCheckName } from '../rules/campaign.ts'
import type { Friction } from '../rules/friction.ts'
import type { CampaignId, NoticeId } from '../rules/ids.ts'
import type { Refusal } from '../rules/refusal.ts'

/** What a check is asked for; a proof for one thing is none for another. */
export type CheckPurpose = 'vote' | 'like' | 'objection' | 'comment'

/** For what and for whom: every proof is bound to all three. */
export interface CheckScope {
  /** A notice outside a campaign stands for itself. */
  readonly campaign: CampaignId | NoticeId
  readonly purpose: CheckPurpose
  /** The device that asked; for an objection the key of its form. */
  readonly holder: string
}

/**
 * 'unknown' means that the check could not be asked: its service is absent or late. Whoever asked decides what that
 * means for a ballot; it never means that the ballot is lost (law 8).
 */
export type CheckOutcome = 'passed' | 'failed' | 'expired' | 'unknown'

/** One way of telling people from programs. `Proof` is what the client sends along with its ballot or like. */
export interface HumanCheck<Challenge, Proof> {
  /** `work`: how many times the usual, where friction asks for it; a check that has no work to give ignores it. */
  issue(deps: Deps, scope: CheckScope, work?: Friction['work']): Promise<Challenge>
  verify(deps: Deps, scope: CheckScope, proof: Proof): Promise<CheckOutcome>
}

/** The refusal behind an outcome that is neither passed nor unknown. */
export const refusalOf = (outcome: 'failed' | 'expired'): Refusal => ({
  code: outcome === 'failed' ? 'human-check-failed' : 'human-check-expired',
})

/**
 * The check a phone is to try first, by the order the campaign wants. Turnstile is passed over while it is not set up or
 * does not answer; proof of work goes with every challenge and needs nobody else, so there always is one.
 */
export const firstCheck = (order: readonly HumanCheckName[], turnstileServes: boolean): HumanCheckName =>
  order.find(name => name !== 'turnstile' || turnstileServes) ?? 'pow'

/** How long a challenge is good, in milliseconds: longer than reading 150 names takes, shorter than hoarding pays. */
export const CHALLENGE_LIFE = 20 * 60_000
/** An objection is written in the form that asks: who writes for an hour must not lose it. */
const WRITING_LIFE = 3 * 60 * 60_000

export const lifeOf = ({ purpose }: CheckScope): number => (purpose === 'objection' ? WRITING_LIFE : CHALLENGE_LIFE)

/** What a proof is bound to, in one string. */
export const scopeText = ({ campaign, purpose, holder }: CheckScope): string => `${campaign}/${purpose}/${holder}`
