import type { AppealId, BatchId, CampaignId, CaseId, CommentId, NoticeId } from './ids.ts'
import type { RetentionRule } from './retention.ts'
import type { Instant } from './time.ts'

/**
 * What staff and operators did. A closed union: an event has one Chinese sentence (web/text/audit.ts) and one row in the
 * README, which a test compares with this list.
 */
export type AuditEvent =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'campaign-imported'; readonly campaign: CampaignId; readonly nominees: number; readonly hash: string }
  | { readonly kind: 'poll-opened'; readonly campaign: CampaignId; readonly spec: string }
  | { readonly kind: 'likes-opened'; readonly campaign: CampaignId; readonly nominees: number }
  | {
      readonly kind: 'codes-issued'
      readonly campaign: CampaignId
      readonly batch: BatchId
      readonly unit: string
      readonly count: number
    }
  | {
      readonly kind: 'codes-revoked'
      readonly campaign: CampaignId
      readonly batch: BatchId
      readonly unit: string
      readonly count: number
    }
  | {
      readonly kind: 'roster-imported'
      readonly campaign: CampaignId
      readonly added: number
      readonly changed: number
      readonly removed: number
    }
  | { readonly kind: 'roster-codes-reissued'; readonly campaign: CampaignId; readonly count: number }
  | { readonly kind: 'running-tally-read'; readonly campaign: CampaignId }
  | { readonly kind: 'running-access-changed'; readonly campaign: CampaignId; readonly allowed: boolean }
  | { readonly kind: 'tally-exported'; readonly campaign: CampaignId }
  | { readonly kind: 'staff-created'; readonly login: string; readonly role: string }
  | { readonly kind: 'staff-invited'; readonly login: string; readonly role: string }
  | { readonly kind: 'first-administrator-invited' }
  | { readonly kind: 'staff-link-used' }
  | { readonly kind: 'staff-enrolled' }
  | { readonly kind: 'staff-recovery-sent'; readonly login: string }
  | { readonly kind: 'staff-disabled'; readonly login: string }
  | { readonly kind: 'staff-restored'; readonly login: string }
  | { readonly kind: 'second-factor-set'; readonly factor: string }
  | { readonly kind: 'second-factor-removed'; readonly factor: string }
  | { readonly kind: 'password-changed' }
  | { readonly kind: 'recovery-code-used' }
  | { readonly kind: 'session-ended'; readonly login: string }
  | { readonly kind: 'campaign-created'; readonly campaign: CampaignId; readonly template: string }
  | { readonly kind: 'campaign-edited'; readonly campaign: CampaignId; readonly revision: number }
  | { readonly kind: 'campaign-published'; readonly campaign: CampaignId }
  | {
      readonly kind: 'nominees-edited'
      readonly campaign: CampaignId
      readonly added: number
      readonly changed: number
      readonly removed: number
    }
  | { readonly kind: 'nominee-withdrawn'; readonly campaign: CampaignId; readonly number: number; readonly reason: string }
  | { readonly kind: 'photos-added'; readonly campaign: CampaignId; readonly count: number }
  | { readonly kind: 'notice-drafted'; readonly notice: NoticeId; readonly title: string }
  | { readonly kind: 'notice-edited'; readonly notice: NoticeId; readonly title: string; readonly revision: number }
  | {
      readonly kind: 'notice-files-edited'
      readonly notice: NoticeId
      readonly title: string
      readonly change: 'added' | 'removed' | 'arranged'
    }
  | { readonly kind: 'notice-approved'; readonly notice: NoticeId; readonly title: string }
  | { readonly kind: 'notice-scheduled'; readonly notice: NoticeId; readonly title: string; readonly at: Instant }
  | { readonly kind: 'notice-published'; readonly notice: NoticeId; readonly title: string; readonly at: Instant }
  | { readonly kind: 'notice-unscheduled'; readonly notice: NoticeId; readonly title: string }
  | { readonly kind: 'notice-withdrawn'; readonly notice: NoticeId; readonly title: string; readonly reason: string }
  | { readonly kind: 'masking-overridden'; readonly notice: NoticeId; readonly found: number; readonly reason: string }
  | { readonly kind: 'publicity-listed'; readonly notice: NoticeId; readonly added: number; readonly removed: number }
  | {
      readonly kind: 'publicity-dated'
      readonly notice: NoticeId
      readonly posted: string
      readonly through: string
      readonly uncounted: string | null
    }
  | { readonly kind: 'publicity-extended'; readonly notice: NoticeId; readonly through: string; readonly reason: string }
  | { readonly kind: 'publicity-recorded'; readonly notice: NoticeId; readonly level: string }
  | { readonly kind: 'publicity-concluded'; readonly notice: NoticeId }
  | { readonly kind: 'objection-moved'; readonly objection: string; readonly to: string }
  | { readonly kind: 'objection-answered'; readonly objection: string }
  | { readonly kind: 'objection-noted'; readonly objection: string }
  | { readonly kind: 'objections-purged'; readonly count: number }
  | { readonly kind: 'private-revealed'; readonly subject: string; readonly reason: string }
  | { readonly kind: 'comments-judged'; readonly campaign: CampaignId; readonly shown: number; readonly refused: number }
  | { readonly kind: 'comments-chosen'; readonly campaign: CampaignId; readonly chosen: number; readonly dropped: number }
  | { readonly kind: 'comment-masked'; readonly campaign: CampaignId; readonly comment: CommentId }
  | { readonly kind: 'comments-exported'; readonly campaign: CampaignId; readonly count: number }
  | { readonly kind: 'cases-opened'; readonly campaign: CampaignId; readonly cases: number; readonly ballots: number }
  | { readonly kind: 'case-reopened'; readonly campaign: CampaignId; readonly case: CaseId; readonly ballots: number }
  | {
      readonly kind: 'case-proposed'
      readonly campaign: CampaignId
      readonly case: CaseId
      readonly verdict: string
      readonly reason: string
    }
  | { readonly kind: 'case-refused'; readonly campaign: CampaignId; readonly case: CaseId; readonly reason: string }
  | {
      readonly kind: 'case-decided'
      readonly campaign: CampaignId
      readonly case: CaseId
      readonly verdict: string
      readonly ballots: number
    }
  | { readonly kind: 'appeal-revealed'; readonly case: CaseId; readonly appeal: AppealId; readonly reason: string }
  | { readonly kind: 'appeals-purged'; readonly count: number }
  | { readonly kind: 'openings-taken'; readonly campaign: CampaignId; readonly shard: number }
  | { readonly kind: 'campaign-archived'; readonly campaign: CampaignId; readonly whole: boolean }
  | { readonly kind: 'retention-deleted'; readonly campaign: CampaignId | null; readonly rule: RetentionRule }
  | { readonly kind: 'campaign-restored'; readonly campaign: CampaignId; readonly slug: string; readonly rows: number }
  | { readonly kind: 'log-chained'; readonly lines: number }
  | { readonly kind: 'log-exported'; readonly lines: number; readonly form: string }
  | { readonly kind: 'decision-drafted'; readonly campaign: CampaignId }
  | { readonly kind: 'decision-submitted'; readonly campaign: CampaignId; readonly hash: string }
  | { readonly kind: 'decision-recalled'; readonly campaign: CampaignId; readonly hash: string }
  | { readonly kind: 'decision-returned'; readonly campaign: CampaignId; readonly hash: string; readonly reason: string }
  | { readonly kind: 'decision-released'; readonly campaign: CampaignId; readonly hash: string }
  | {
      readonly kind: 'amendment-proposed'
      readonly campaign: CampaignId
      readonly number: number
      readonly revoked: readonly number[]
      readonly reason: string
    }
  | { readonly kind: 'amendment-refused'; readonly campaign: CampaignId; readonly number: number; readonly reason: string }
  | { readonly kind: 'amendment-confirmed'; readonly campaign: CampaignId; readonly number: number; readonly hash: string }
  | { readonly kind: 'outcomes-set'; readonly notice: NoticeId; readonly title: string; readonly shown: boolean }
  | { readonly kind: 'decision-exported'; readonly campaign: CampaignId }
  | {
      readonly kind: 'panel-set'
      readonly campaign: CampaignId
      readonly revision: number
      readonly criteria: number
      readonly blind: boolean
    }
  | { readonly kind: 'reviewer-seated'; readonly campaign: CampaignId; readonly reviewer: string }
  | { readonly kind: 'reviewer-removed'; readonly campaign: CampaignId; readonly reviewer: string }
  | { readonly kind: 'sheet-saved'; readonly campaign: CampaignId; readonly number: number; readonly revision: number }
  | { readonly kind: 'reviewer-recused'; readonly campaign: CampaignId; readonly number: number }
  | { readonly kind: 'recusal-withdrawn'; readonly campaign: CampaignId; readonly number: number }
  | {
      readonly kind: 'sheets-submitted'
      readonly campaign: CampaignId
      readonly scored: number
      readonly recused: number
    }
  | {
      readonly kind: 'sheets-reopened'
      readonly campaign: CampaignId
      readonly reviewer: string
      readonly reason: string
    }

export const AUDIT_KINDS = [
  'signed-in',
  'signed-out',
  'campaign-imported',
  'poll-opened',
  'likes-opened',
  'codes-issued',
  'codes-revoked',
  'roster-imported',
  'roster-codes-reissued',
  'running-tally-read',
  'running-access-changed',
  'tally-exported',
  'staff-created',
  'staff-invited',
  'first-administrator-invited',
  'staff-link-used',
  'staff-enrolled',
  'staff-recovery-sent',
  'staff-disabled',
  'staff-restored',
  'second-factor-set',
  'second-factor-removed',
  'password-changed',
  'recovery-code-used',
  'session-ended',
  'campaign-created',
  'campaign-edited',
  'campaign-published',
  'nominees-edited',
  'nominee-withdrawn',
  'photos-added',
  'notice-drafted',
  'notice-edited',
  'notice-files-edited',
  'notice-approved',
  'notice-scheduled',
  'notice-published',
  'notice-unscheduled',
  'notice-withdrawn',
  'masking-overridden',
  'publicity-listed',
  'publicity-dated',
  'publicity-extended',
  'publicity-recorded',
  'publicity-concluded',
  'objection-moved',
  'objection-answered',
  'objection-noted',
  'objections-purged',
  'private-revealed',
  'comments-judged',
  'comments-chosen',
  'comment-masked',
  'comments-exported',
  'cases-opened',
  'case-reopened',
  'case-proposed',
  'case-refused',
  'case-decided',
  'appeal-revealed',
  'appeals-purged',
  'openings-taken',
  'campaign-archived',
  'retention-deleted',
  'campaign-restored',
  'log-chained',
  'log-exported',
  'decision-drafted',
  'decision-submitted',
  'decision-recalled',
  'decision-returned',
  'decision-released',
  'amendment-proposed',
  'amendment-refused',
  'amendment-confirmed',
  'outcomes-set',
  'decision-exported',
  'panel-set',
  'reviewer-seated',
  'reviewer-removed',
  'sheet-saved',
  'reviewer-recused',
  'recusal-withdrawn',
  'sheets-submitted',
  'sheets-reopened',
] as const satisfies readonly AuditEvent['kind'][]

/** A line of the log as staff read it. */
export interface AuditLine {
  readonly seq: number
  readonly at: Instant
  readonly who: string
  readonly role: string
  /** The short title of the campaign it belongs to; null for what belongs to the whole site. */
  readonly campaign: string | null
  readonly hash: string
  readonly event: AuditEvent
}
