import { A } from './view.tsx'

/** Back and forth in a list; nothing when it is all on one page. */
export function Pager({
  page,
  more,
  says,
  href,
}: {
  readonly page: number
  readonly more: boolean
  readonly says: string
  readonly href: (page: number) => string
}) {
  if (page === 1 && !more) return null
  const link = (to: number, text: string) => (
    <A class="button" href={href(to)}>
      {text}
    </A>
  )
  return (
    <nav class="pages" aria-label="分页">
      {page > 1 ? link(page - 1, '上一页') : <span />}
      <span class="soft">{says}</span>
      {more ? link(page + 1, '下一页') : <span />}
    </nav>
  )
}
