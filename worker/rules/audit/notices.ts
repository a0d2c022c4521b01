import type { CampaignId, CommentId, NoticeId } from '../ids.ts'
import type { Instant } from '../time.ts'

/** Events about notices, what is said against them, and what readers write, with what is kept of each. */
export interface NoticesEvents {
  // notices
  'notice-drafted': { readonly notice: NoticeId; readonly title: string }
  'notice-edited': { readonly notice: NoticeId; readonly title: string; readonly revision: number }
  'notice-files-edited': { readonly notice: NoticeId; readonly title: string; readonly change: 'added' | 'removed' | 'arranged' }
  'notice-approved': { readonly notice: NoticeId; readonly title: string }
  'notice-scheduled': { readonly notice: NoticeId; readonly title: string; readonly at: Instant }
  'notice-published': { readonly notice: NoticeId; readonly title: string; readonly at: Instant }
  'notice-unscheduled': { readonly notice: NoticeId; readonly title: string }
  'notice-withdrawn': { readonly notice: NoticeId; readonly title: string; readonly reason: string }
  'correction-entered': {
    readonly campaign: CampaignId
    readonly notice: NoticeId
    readonly title: string
    readonly entry: number
    readonly hash: string
  }
  'masking-overridden': { readonly notice: NoticeId; readonly found: number; readonly reason: string }
  'publicity-listed': { readonly notice: NoticeId; readonly added: number; readonly removed: number }
  'publicity-dated': {
    readonly notice: NoticeId
    readonly posted: string
    readonly through: string
    readonly uncounted: string | null
  }
  'publicity-extended': { readonly notice: NoticeId; readonly through: string; readonly reason: string }
  'publicity-recorded': { readonly notice: NoticeId; readonly level: string }
  'publicity-concluded': { readonly notice: NoticeId }
  // objections
  'objection-moved': { readonly objection: string; readonly to: string }
  'objection-answered': { readonly objection: string }
  'objection-noted': { readonly objection: string }
  'objections-purged': { readonly count: number }
  'private-revealed': { readonly subject: string; readonly reason: string }
  // comments
  'comments-judged': { readonly campaign: CampaignId; readonly shown: number; readonly refused: number }
  'comments-chosen': { readonly campaign: CampaignId; readonly chosen: number; readonly dropped: number }
  'comment-masked': { readonly campaign: CampaignId; readonly comment: CommentId }
  'comments-exported': { readonly campaign: CampaignId; readonly count: number }
}

/** What each of them is about. */
export const NOTICES_KINDS = {
  notices: [
    'notice-drafted',
    'notice-edited',
    'notice-files-edited',
    'notice-approved',
    'notice-scheduled',
    'notice-published',
    'notice-unscheduled',
    'notice-withdrawn',
    'correction-entered',
    'masking-overridden',
    'publicity-listed',
    'publicity-dated',
    'publicity-extended',
    'publicity-recorded',
    'publicity-concluded',
  ],
  objections: ['objection-moved', 'objection-answered', 'objection-noted', 'objections-purged', 'private-revealed'],
  comments: ['comments-judged', 'comments-chosen', 'comment-masked', 'comments-exported'],
} as const satisfies Record<string, readonly (keyof NoticesEvents)[]>
