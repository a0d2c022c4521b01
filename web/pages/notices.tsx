import { NOTICE_KINDS, type NoticeKind, type NoticeLine } from '../../worker/rules/notice.ts'
import { Crumbs, Empty, NoticeCells } from '../parts/cells.tsx'
import { Layout, SITE_FEED, type Site } from '../parts/layout.tsx'
import { Pager } from '../parts/pager.tsx'
import { type Choice, KeepView, Narrow, SearchBox } from '../parts/search-box.tsx'
import { A } from '../parts/view.tsx'
import { type NoticeQuery, paths } from '../paths.ts'
import { grouped } from '../text/figures.ts'
import { NOTICE } from '../text/terms.ts'

export interface NoticesProps {
  readonly site: Site
  /** As it was understood: what names nothing is not in it. */
  readonly query: NoticeQuery & { readonly kind?: NoticeKind | undefined }
  readonly lines: readonly NoticeLine[]
  /** How many notices this year and this campaign have, by kind. */
  readonly kinds: ReadonlyMap<NoticeKind, number>
  /** With the number of notices behind each. */
  readonly years: readonly Choice[]
  readonly campaigns: readonly Choice[]
}

/** Every notice there ever was, by kind, year and campaign: the archive of notices is this list. */
export function NoticesPage({ site, query, lines, kinds, years, campaigns }: NoticesProps) {
  const { kind, year, campaign, page = 1 } = query
  const title = [year && `${year}年`, kind ? NOTICE[kind] : '全部公告'].filter(Boolean).join('')
  const all = [...kinds.values()].reduce((sum, count) => sum + count, 0)
  const total = kind ? (kinds.get(kind) ?? 0) : all
  const tab = (to: NoticeKind | undefined, text: string, count: number) => (
    <A key={text} href={paths.notices({ ...query, kind: to, page: undefined })} aria-current={kind === to ? 'page' : undefined}>
      {text} {grouped(count)}
    </A>
  )
  return (
    <Layout
      site={site}
      title={page > 1 ? `${title}（第 ${page} 页）` : title}
      description="通知、公示、结果和更正"
      canonical={paths.notices({ ...query, page: page > 1 ? page : undefined })}
      feeds={[SITE_FEED]}
    >
      <Crumbs
        trail={[
          { name: '首页', href: paths.home() },
          ...(kind || year || campaign ? [{ name: '公告', href: paths.notices() }, { name: title }] : [{ name: '公告' }]),
        ]}
      />
      <div class="head">
        <h1>{title}</h1>
      </div>
      <SearchBox />
      <nav class="tabs" aria-label="公告类别">
        {tab(undefined, '全部', all)}
        {NOTICE_KINDS.map(one => tab(one, NOTICE[one], kinds.get(one) ?? 0))}
      </nav>
      <Filter query={query} years={years} campaigns={campaigns} />
      {lines.length > 0 ? (
        <NoticeCells lines={lines} />
      ) : (
        <Empty href={paths.notices()} go="看全部公告">
          {year || campaign || page > 1
            ? '没有符合条件的公告。'
            : kind
              ? `还没有发布“${NOTICE[kind]}”类公告。`
              : '还没有发布公告。'}
        </Empty>
      )}
      <Pager
        page={page}
        more={page * NOTICES_A_PAGE < total}
        says={`第 ${page} / ${Math.max(page, Math.ceil(total / NOTICES_A_PAGE))} 页，共 ${grouped(total)} 条`}
        href={to => paths.notices({ ...query, page: to === 1 ? undefined : to })}
      />
      <p class="pages">
        <A class="button" href={paths.archive()}>
          往期活动
        </A>
        <a class="button" href={paths.feed('atom')}>
          订阅公告
        </a>
      </p>
    </Layout>
  )
}

export const NOTICES_A_PAGE = 20

function Filter({ query, years, campaigns }: Pick<NoticesProps, 'query' | 'years' | 'campaigns'>) {
  if (years.length < 2 && campaigns.length < 2 && !query.year && !query.campaign) return null
  return (
    <form class="search" method="get" action={paths.notices()}>
      <KeepView />
      {query.kind && <input type="hidden" name="kind" value={query.kind} />}
      <Narrow name="year" all="全部年份" choices={years} chosen={query.year} />
      <Narrow name="campaign" all="全部活动" choices={campaigns} chosen={query.campaign} />
      <button>筛选</button>
    </form>
  )
}
