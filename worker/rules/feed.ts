import type { NoticeId } from './ids.ts'
import type { NoticeFile } from './notice.ts'
import type { Instant } from './time.ts'

/** A notice as feeds tell of it: published, or withdrawn after it was. */
export interface FeedNotice
  extends Pick<
    NoticeFile,
    'id' | 'kind' | 'title' | 'source' | 'author' | 'body' | 'format' | 'period' | 'conclusion' | 'attachments'
  > {
  readonly published: Instant
  readonly updated: Instant
  readonly withdrawn: { readonly at: Instant; readonly reason: string } | null
  readonly correctedBy: { readonly id: NoticeId; readonly title: string } | null
}
