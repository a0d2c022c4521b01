import { NOTICE_KINDS, type NoticeKind, type NoticeLine } from '../../worker/rules/notice.ts'
import { Crumbs, Empty, NoticeCells } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { NOTICE } from '../text/terms.ts'

export interface NoticesProps {
  readonly site: Site
  readonly kind: NoticeKind | null
  readonly lines: readonly NoticeLine[]
  readonly page: number
  readonly more: boolean
}

export function NoticesPage({ site, kind, lines, page, more }: NoticesProps) {
  const title = kind ? NOTICE[kind] : '全部公告'
  return (
    <Layout site={site} title={title} description="通知、公示、结果和更正">
      <Crumbs trail={[{ name: '首页', href: paths.home() }, { name: '公告' }]} />
      <h1 class="label">{title}</h1>
      <nav class="tabs" aria-label="公告类别">
        <A href={paths.notices()} aria-current={kind === null ? 'page' : undefined}>
          全部
        </A>
        {NOTICE_KINDS.map(one => (
          <A key={one} href={paths.notices({ kind: one })} aria-current={kind === one ? 'page' : undefined}>
            {NOTICE[one]}
          </A>
        ))}
      </nav>
      {lines.length > 0 ? (
        <NoticeCells lines={lines} />
      ) : (
        <Empty href={paths.notices()} go="看全部公告">
          {kind ? `还没有发布“${NOTICE[kind]}”类公告。` : '还没有发布公告。'}
        </Empty>
      )}
      {(page > 1 || more) && (
        <nav class="pages" aria-label="分页">
          {page > 1 ? (
            <A class="button" href={paths.notices({ kind: kind ?? undefined, page: page - 1 })}>
              上一页
            </A>
          ) : (
            <span />
          )}
          <span class="soft">第 {page} 页</span>
          {more ? (
            <A class="button" href={paths.notices({ kind: kind ?? undefined, page: page + 1 })}>
              下一页
            </A>
          ) : (
            <span />
          )}
        </nav>
      )}
    </Layout>
  )
}
