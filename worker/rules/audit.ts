import type { BatchId, CampaignId } from './ids.ts'
import type { Instant } from './time.ts'

/**
 * What staff and operators did. A closed union: an event has one Chinese sentence (web/text.ts) and one row in the
 * README, which a test compares with this list.
 */
export type AuditEvent =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'campaign-imported'; readonly campaign: CampaignId; readonly nominees: number; readonly hash: string }
  | { readonly kind: 'poll-opened'; readonly campaign: CampaignId; readonly spec: string }
  | {
      readonly kind: 'codes-issued'
      readonly campaign: CampaignId
      readonly batch: BatchId
      readonly unit: string
      readonly count: number
    }
  | { readonly kind: 'running-tally-read'; readonly campaign: CampaignId }
  | { readonly kind: 'tally-exported'; readonly campaign: CampaignId }
  | { readonly kind: 'staff-created'; readonly login: string; readonly role: string }

export const AUDIT_KINDS = [
  'signed-in',
  'signed-out',
  'campaign-imported',
  'poll-opened',
  'codes-issued',
  'running-tally-read',
  'tally-exported',
  'staff-created',
] as const satisfies readonly AuditEvent['kind'][]

/** A line of the log as staff read it. */
export interface AuditLine {
  readonly seq: number
  readonly at: Instant
  readonly who: string
  readonly role: string
  readonly event: AuditEvent
}
