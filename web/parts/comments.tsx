import type { ShownComment } from '../../worker/rules/comment.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import { dayOf } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { sayWriter, UNDER_REVIEW } from '../text/comments.ts'
import { longDay } from '../text/dates.ts'
import { A } from './view.tsx'

/** What people say, newest first; each can be reported. */
export function Comments({ slug, comments }: { readonly slug: Slug; readonly comments: readonly ShownComment[] }) {
  return (
    <ul class="comments">
      {comments.map(({ id, text, signature, masked, writtenAt, underReview }) => (
        <li key={id} id={id}>
          {underReview ? <p class="soft">{UNDER_REVIEW}</p> : <p>{text}</p>}
          <p class="small soft">
            {!underReview && `${sayWriter(signature)} · `}
            {longDay(dayOf(writtenAt))}
            {masked && ' · 部分内容已遮盖'}
            {!underReview && (
              <A class="report" href={paths.reportComment(slug, id)} aria-label={`举报${sayWriter(signature)}的评语`}>
                举报
              </A>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}
