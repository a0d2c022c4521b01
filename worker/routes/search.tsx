import { Hono } from 'hono'
import { noticeCounts } from '../../db/notices.ts'
import {
  type Found,
  type FoundNominee,
  type FoundNotice,
  foundNominees,
  foundNotices,
  type SearchFilter,
} from '../../db/search.ts'
import { type Hits, type NomineeHit, type NoticeHit, SearchPage } from '../../web/pages/search.tsx'
import type { SearchQuery } from '../../web/paths.ts'
import type { Deps } from '../deps.ts'
import type { AppTypes } from '../http.ts'
import { remembered } from '../memo.ts'
import { publicPage, siteOf } from '../page.tsx'
import { campaignList } from '../reads.ts'
import { LONGEST_QUESTION, matchOf, questionOf, type Term } from '../rules/bigrams.ts'
import { excerpt, holdsAny, marked } from '../rules/excerpt.ts'
import { slug } from '../rules/ids.ts'
import { NOTICE_KINDS } from '../rules/notice.ts'
import { yearWindow } from '../rules/time.ts'
import { indexDue, textOfNotice } from '../search-index.ts'

/** Search over notices and nominees (N6). */
export const searchRoutes = new Hono<AppTypes>()

const A_PAGE = 20
/** Shown of each list when both are. */
const FIRST = 5
const EXCERPT = 72

searchRoutes.get('/search', async c => {
  const { deps } = c.var
  const query = queryOf(c.req.query())
  const question = questionOf(query.q ?? '')
  const terms = question.asks === 'something' ? question.terms : []
  // What was written a moment ago by another isolate; what staff write here is read at once (worker/app.ts).
  if (terms.length > 0) await indexDue(deps)
  const [{ notices, nominees }, campaigns, { years }] = await Promise.all([
    answer(deps, query, terms),
    campaignList(deps),
    remembered('notice-counts', deps.config.memoMs, () => noticeCounts(deps.db, deps.now(), {})),
  ])
  return publicPage(
    c,
    <SearchPage
      site={siteOf(c)}
      query={query}
      asks={question.asks}
      notices={notices}
      nominees={nominees}
      years={[...years.keys()]}
      campaigns={campaigns.map(one => ({ value: one.slug, text: one.shortTitle }))}
      size={A_PAGE}
    />,
  )
})

/** The query as far as it makes sense; whatever else is asked is as if it were not there. */
function queryOf({ q, in: within, kind, year, campaign, page }: Readonly<Record<string, string>>): SearchQuery {
  const only = within === 'notices' || within === 'nominees' ? within : undefined
  const number = Math.min(500, Math.trunc(Number(page)) || 1)
  return {
    q: [...(q ?? '').trim()].slice(0, LONGEST_QUESTION).join('') || undefined,
    in: only,
    kind: only === 'nominees' ? undefined : NOTICE_KINDS.find(one => one === kind),
    year: year && yearWindow(year) ? year : undefined,
    campaign: slug(campaign ?? '') ?? undefined,
    page: only && number > 1 ? number : undefined,
  }
}

const NONE = { items: [], total: 0 }

async function answer(
  deps: Deps,
  query: SearchQuery,
  terms: readonly Term[],
): Promise<{ notices: Hits<NoticeHit>; nominees: Hits<NomineeHit> }> {
  if (terms.length === 0) return { notices: NONE, nominees: NONE }
  const filter = filterOf(query, terms)
  const few = { ...filter, limit: FIRST, offset: 0 }
  const [notices, nominees] = await Promise.all([
    foundNotices(deps.db, deps.now(), query.in === 'notices' ? filter : few),
    // A kind of notice leaves no nominee.
    query.kind ? NONE : foundNominees(deps.db, query.in === 'nominees' ? filter : few),
  ])
  return { notices: hits(notices, one => noticeHit(one, terms)), nominees: hits(nominees, one => nomineeHit(one, terms)) }
}

function filterOf({ kind, year, campaign, page }: SearchQuery, terms: readonly Term[]): SearchFilter {
  return {
    match: matchOf(terms),
    kind: NOTICE_KINDS.find(one => one === kind) ?? null,
    year: yearWindow(year ?? ''),
    campaign: slug(campaign ?? ''),
    limit: A_PAGE,
    offset: ((page ?? 1) - 1) * A_PAGE,
  }
}

const hits = <T, H>({ items, total }: Found<T>, hit: (one: T) => H): Hits<H> => ({ items: items.map(hit), total })

function noticeHit(
  { id, kind, title, source, publishAt, body, format, campaign }: FoundNotice,
  terms: readonly Term[],
): NoticeHit {
  const text = excerpt(textOfNotice({ title, source, body, format }), terms, EXCERPT)
  return { id, kind, source, publishAt, campaign, title: marked(title, terms), text }
}

function nomineeHit(
  { slug, number, name, unit, post, brief, deeds, shortTitle }: FoundNominee,
  terms: readonly Term[],
): NomineeHit {
  const text = [brief, deeds].find(one => holdsAny(one, terms)) ?? brief
  return {
    ...{ slug, number, campaign: shortTitle },
    name: marked(name, terms),
    unit: marked([unit, post].filter(Boolean).join(' '), terms),
    text: excerpt(text, terms, EXCERPT),
  }
}
