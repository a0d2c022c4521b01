import type { ObjectionId } from '../../worker/rules/ids.ts'
import type { Day } from '../../worker/rules/time.ts'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { PAPER } from '../text/objections.ts'
import { readableSize } from '../text/sizes.ts'

/** One writing of an objection as it is read. */
export interface OpenedPaper {
  readonly kind: keyof typeof PAPER
  readonly written: Day
  /** Null when the objector wrote it. */
  readonly by: string | null
  readonly text: string
  /** Whom the statement is about, in words; null for the whole notice. */
  readonly about?: string | null
  readonly name?: string
  readonly contact?: string
  readonly files: readonly { readonly object: string; readonly name: string; readonly size: number }[]
}

/** Everything written, oldest first. Each file is another look, with the same reason and a line of its own. */
export function Papers({
  id,
  papers,
  reason,
}: {
  readonly id: ObjectionId
  readonly papers: readonly OpenedPaper[]
  readonly reason: string
}) {
  return (
    <>
      {papers.map(({ kind, written, by, text, about, name, contact, files }, i) => (
        <article key={i} class="paper">
          <h3>
            {PAPER[kind]}{' '}
            <span class="soft small">
              {longDay(written)}
              {by && ` · ${by}`}
            </span>
          </h3>
          {kind === 'statement' && (
            <dl class="facts">
              <dt>对象</dt>
              <dd>{about ?? '整个公示'}</dd>
              {name && (
                <>
                  <dt>姓名</dt>
                  <dd>{name}</dd>
                  <dt>联系方式</dt>
                  <dd>{contact}</dd>
                </>
              )}
            </dl>
          )}
          {text.split('\n').map((line, at) => (
            <p key={at}>{line}</p>
          ))}
          {files.map(({ object, name, size }) => (
            <form key={object} method="post" action={staffPaths.objectionFile(id)}>
              <input type="hidden" name="reason" value={reason} />
              <input type="hidden" name="object" value={object} />
              <button>
                下载“{name}”（{readableSize(size)}）
              </button>
            </form>
          ))}
        </article>
      ))}
    </>
  )
}
