import type { NoticeId } from './ids.ts'
import type { Attachment, NoticeFormat, NoticeKind, PublicityPeriod } from './notice.ts'
import type { Instant } from './time.ts'

/** A notice as feeds tell of it: published, or withdrawn after it was. */
export interface FeedNotice {
  readonly id: NoticeId
  readonly kind: NoticeKind
  readonly title: string
  readonly source: string
  readonly author: string
  readonly body: string
  readonly format: NoticeFormat
  readonly published: Instant
  readonly updated: Instant
  readonly withdrawn: { readonly at: Instant; readonly reason: string } | null
  readonly period: PublicityPeriod | null
  readonly conclusion: string | null
  readonly correctedBy: { readonly id: NoticeId; readonly title: string } | null
  readonly attachments: readonly Attachment[]
}
