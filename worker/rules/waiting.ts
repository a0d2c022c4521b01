import type { CampaignId } from './ids.ts'
import type { Verb } from './roles.ts'

/** What may wait for somebody of the staff, and the verb of whoever can do it. */
export const WAITING = {
  'cases-to-confirm': 'judge-cases',
  'cases-to-propose': 'judge-cases',
  'decision-to-release': 'release-decisions',
  'amendments-to-confirm': 'release-decisions',
  'comments-to-read': 'moderate-comments',
  'objections-to-answer': 'answer-objections',
} as const satisfies Readonly<Record<string, Verb>>
export type WaitingKind = keyof typeof WAITING

/** So many of one kind wait; objections are of no campaign, since they are answered in one inbox. */
export interface Waiting {
  readonly kind: WaitingKind
  readonly campaign: CampaignId | null
  readonly count: number
}

export const WAITING_KINDS = Object.keys(WAITING) as readonly WaitingKind[]
