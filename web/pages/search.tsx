import type { Question } from '../../worker/rules/bigrams.ts'
import type { Piece } from '../../worker/rules/excerpt.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import { NOTICE_KINDS, type NoticeLine } from '../../worker/rules/notice.ts'
import { dayOf } from '../../worker/rules/time.ts'
import { Crumbs, Empty, LinkCell } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { Marked } from '../parts/marked.tsx'
import { Pager } from '../parts/pager.tsx'
import { type Choice, Narrow, SearchBox } from '../parts/search-box.tsx'
import { A } from '../parts/view.tsx'
import { paths, type SearchQuery } from '../paths.ts'
import { longDay } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'
import { NOTICE } from '../text/terms.ts'

export interface NoticeHit extends Pick<NoticeLine, 'id' | 'kind' | 'source' | 'publishAt'> {
  readonly title: readonly Piece[]
  readonly text: readonly Piece[]
  readonly campaign: string | null
}

export interface NomineeHit {
  readonly slug: Slug
  readonly number: number
  readonly name: readonly Piece[]
  readonly unit: readonly Piece[]
  readonly text: readonly Piece[]
  readonly campaign: string
}

/** The hits that are shown, of how many. */
export interface Hits<T> {
  readonly items: readonly T[]
  readonly total: number
}

export interface SearchProps {
  readonly site: Site
  readonly query: SearchQuery
  readonly asks: Question['asks']
  readonly notices: Hits<NoticeHit>
  readonly nominees: Hits<NomineeHit>
  readonly years: readonly string[]
  readonly campaigns: readonly Choice[]
  /** Hits on a page when only one list is shown. */
  readonly size: number
}

export function SearchPage(props: SearchProps) {
  const { site, query, years, campaigns } = props
  return (
    <Layout site={site} title={query.q ? `“${query.q}”的搜索结果` : '搜索'} description="搜索公告和候选对象" indexed={false}>
      <Crumbs trail={[{ name: '首页', href: paths.home() }, { name: '搜索' }]} />
      <div class="head">
        <h1>搜索公告和候选对象</h1>
      </div>
      <SearchBox q={query.q ?? ''}>
        {query.in && <input type="hidden" name="in" value={query.in} />}
        <Narrow name="campaign" all="全部活动" choices={campaigns} chosen={query.campaign} />
        <Narrow
          name="year"
          all="全部年份"
          choices={years.map(year => ({ value: year, text: `${year}年` }))}
          chosen={query.year}
        />
        {query.in !== 'nominees' && (
          <Narrow
            name="kind"
            all="全部公告类别"
            choices={NOTICE_KINDS.map(kind => ({ value: kind, text: NOTICE[kind] }))}
            chosen={query.kind}
          />
        )}
      </SearchBox>
      <Answer {...props} />
    </Layout>
  )
}

function Answer(props: SearchProps) {
  const { query, asks, notices, nominees } = props
  if (asks === 'nothing')
    return <Empty>请输入要找的内容：公告标题里的词、候选对象的姓名、编号、单位或拼音首字母，例如“公示”“张明”“zm”。</Empty>
  if (asks === 'too-little') return <Empty>这个词太短，无法搜索。请输入一个汉字、一个数字或两个以上字母。</Empty>
  const narrowed = query.kind || query.year || query.campaign
  const nothing = (
    <Empty {...(narrowed ? { href: paths.search({ q: query.q, in: query.in }), go: '去掉筛选再搜' } : {})}>
      没有找到{narrowed ? '符合筛选条件的' : ''}内容。可以换个说法，或者少输入几个字。
    </Empty>
  )
  return (
    <>
      {(notices.total + nominees.total > 0 || query.in !== undefined) && <Tabs {...props} />}
      {query.in === undefined && notices.total + nominees.total === 0 && nothing}
      {query.in !== 'notices' && <Nominees {...props} />}
      {query.in !== 'nominees' && <Notices {...props} />}
      {query.in !== undefined && (query.in === 'notices' ? notices : nominees).total === 0 && nothing}
      <Pages {...props} />
    </>
  )
}

function Tabs({ query, notices, nominees }: SearchProps) {
  const tab = (to: SearchQuery['in'], text: string, count: number) => (
    <A
      href={paths.search({ ...query, in: to, page: undefined, ...(to === 'nominees' ? { kind: undefined } : {}) })}
      aria-current={query.in === to ? 'page' : undefined}
    >
      {text} {grouped(count)}
    </A>
  )
  return (
    <nav class="tabs" aria-label="搜索范围">
      {tab(undefined, '全部', notices.total + nominees.total)}
      {tab('nominees', '候选对象', nominees.total)}
      {tab('notices', '公告', notices.total)}
    </nav>
  )
}

function Nominees({ query, nominees: { items, total } }: SearchProps) {
  if (items.length === 0) return null
  return (
    <section>
      <h2 class="label">候选对象</h2>
      <ul class="cells">
        {items.map(({ slug, number, name, unit, text, campaign }) => (
          <LinkCell key={`${slug}/${number}`} href={paths.nominee(slug, number)}>
            <b>
              {number}号 <Marked pieces={name} />
            </b>{' '}
            <span class="soft small">
              <Marked pieces={unit} />
            </span>
            <br />
            <span class="small">
              <Marked pieces={text} />
            </span>
            <br />
            <span class="soft small">{campaign}</span>
          </LinkCell>
        ))}
        <All shown={items.length} total={total} query={{ ...query, in: 'nominees', kind: undefined }} text="名候选对象" />
      </ul>
    </section>
  )
}

function Notices({ query, notices: { items, total } }: SearchProps) {
  if (items.length === 0) return null
  return (
    <section>
      <h2 class="label">公告</h2>
      <ul class="cells">
        {items.map(({ id, kind, title, text, source, publishAt, campaign }) => (
          <LinkCell key={id} href={paths.notice(id)}>
            <span class={kind === 'news' ? 'tag plain' : 'tag'}>{NOTICE[kind]}</span>{' '}
            <b>
              <Marked pieces={title} />
            </b>
            <br />
            <span class="small">
              <Marked pieces={text} />
            </span>
            <br />
            <span class="soft small">{[longDay(dayOf(publishAt)), source, campaign].filter(Boolean).join(' · ')}</span>
          </LinkCell>
        ))}
        <All shown={items.length} total={total} query={{ ...query, in: 'notices' }} text="条公告" />
      </ul>
    </section>
  )
}

/** Leads from the first few to all of them. */
function All({
  shown,
  total,
  query,
  text,
}: {
  readonly shown: number
  readonly total: number
  readonly query: SearchQuery
  readonly text: string
}) {
  if (query.page !== undefined || shown >= total || shown > 5) return null
  return (
    <LinkCell href={paths.search(query)}>
      看全部 {grouped(total)} {text}
    </LinkCell>
  )
}

function Pages({ query, notices, nominees, size }: SearchProps) {
  if (query.in === undefined) return null
  const { total } = query.in === 'notices' ? notices : nominees
  const [page, pages] = [query.page ?? 1, Math.max(1, Math.ceil(total / size))]
  return (
    <Pager
      page={page}
      more={page < pages}
      says={`第 ${page} / ${pages} 页，共 ${grouped(total)} 条`}
      href={to => paths.search({ ...query, page: to })}
    />
  )
}
