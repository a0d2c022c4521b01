import type { BatchId, CampaignId, NoticeId } from './ids.ts'

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
  | { readonly kind: 'notice-published'; readonly notice: NoticeId }
  | { readonly kind: 'running-tally-read'; readonly campaign: CampaignId }
  | { readonly kind: 'tally-exported'; readonly campaign: CampaignId }
  | { readonly kind: 'staff-created'; readonly login: string; readonly role: string }

export const AUDIT_KINDS = [
  'signed-in',
  'signed-out',
  'campaign-imported',
  'poll-opened',
  'codes-issued',
  'notice-published',
  'running-tally-read',
  'tally-exported',
  'staff-created',
] as const satisfies readonly AuditEvent['kind'][]
