import { type SQL, sql } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Slug } from '../worker/rules/ids.ts'
import type { NomineeCard } from '../worker/rules/nominee.ts'
import type { NoticeFormat, NoticeKind, NoticeLine } from '../worker/rules/notice.ts'
import type { Instant, Window } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { searchRows } from './schema/search.ts'

// The only file that names the virtual table. What the index proposes is always joined with the rows themselves, and these
// decide: a notice is found from its moment on and no longer once it is withdrawn, without a word to the index.

const searchIndex = sqliteTable('search_index', {
  rowid: integer('rowid'),
  title: text('title'),
  side: text('side'),
  body: text('body'),
})

interface NoticeTexts {
  readonly title: string
  readonly source: string
  readonly body: string
  readonly format: NoticeFormat
}

interface NomineeTexts {
  readonly number: number
  readonly name: string
  readonly initials: string
  readonly unit: string
  readonly post: string
  /** Brief, deeds and honours. */
  readonly texts: string
}

/** What the index has yet to read; `notice` and `nominee` are both null when the row is gone. */
export interface DueRow {
  readonly id: number
  readonly wanted: number
  readonly notice: NoticeTexts | null
  readonly nominee: NomineeTexts | null
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null }

export async function dueRows(db: Db, limit: number): Promise<readonly DueRow[]> {
  const rows = await db.all<Pick<DueRow, 'id' | 'wanted'> & Nullable<NoticeTexts & NomineeTexts>>(sql`
    select s.id, s.wanted, n.title, n.source, n.body, n.format, p.number, p.name, p.initials, p.unit, p.post,
      p.brief || char(10) || p.deeds || char(10) || p.honours as texts
    from search_rows s
    left join notices n on n.id = s.notice_id
    left join nominees p on p.campaign_id = s.campaign_id and p.number = s.number
    where s.indexed < s.wanted order by s.id limit ${limit}`)
  // The columns of a joined row are all there or all null.
  return rows.map(({ id, wanted, title, source, body, format, ...nominee }) => ({
    id,
    wanted,
    notice: title === null ? null : ({ title, source, body, format } as NoticeTexts),
    nominee: nominee.name === null ? null : (nominee as NomineeTexts),
  }))
}

/** The tokens of one row; `title` is null for a row that is gone. */
export interface Indexed {
  readonly id: number
  readonly wanted: number
  readonly title: string | null
  readonly side: string
  readonly body: string
}

/**
 * Puts tokens into the index, all or none. A row that changed while its tokens were made is left alone: it is due still. Two
 * that do this at once do it once, and doing it again changes nothing.
 */
export async function storeIndexed(db: Db, entries: readonly Indexed[]): Promise<void> {
  const list = JSON.stringify(entries)
  const standing = sql`from json_each(${list}) j join search_rows s on s.id = j.value ->> 'id'
    where s.wanted = j.value ->> 'wanted' and s.indexed < s.wanted`
  await db.batch([
    db.delete(searchIndex).where(sql`rowid in (select s.id ${standing})`),
    db.insert(searchIndex).select(sql`select s.id, j.value ->> 'title', j.value ->> 'side', j.value ->> 'body' ${standing}
      and j.value ->> 'title' is not null`),
    db.update(searchRows).set({ indexed: sql`wanted` }).where(sql`${searchRows.id} in (select s.id ${standing})`),
  ])
}

/** What is asked of the index, and within what. */
export interface SearchFilter {
  /** In the language of FTS5, from `matchOf`. */
  readonly match: string
  readonly kind: NoticeKind | null
  readonly year: Window | null
  readonly campaign: Slug | null
  readonly limit: number
  readonly offset: number
}

export interface FoundNotice extends NoticeLine {
  readonly body: string
  readonly format: NoticeFormat
  readonly campaign: string | null
}

export interface FoundNominee extends Omit<NomineeCard, 'hasPhoto' | 'category' | 'initials' | 'outcome'> {
  readonly brief: string
  readonly deeds: string
  readonly slug: Slug
  readonly shortTitle: string
}

export interface Found<T> {
  readonly items: readonly T[]
  readonly total: number
}

/** A word in the title weighs more than one in the unit or the source, and that more than one in the text. */
const RANK = sql`bm25(search_index, 10.0, 4.0, 1.0)`

/**
 * Notices that are public now, the best answer first, then the newest. Which they are is told by the index
 * `notices_shown` alone, so that a word in thousands of them does not read thousands of texts; texts are read of those shown.
 */
export function foundNotices(db: Db, now: Instant, filter: SearchFilter): Promise<Found<FoundNotice>> {
  const { match, kind, year, campaign } = filter
  const from = sql`from search_index join search_rows s on s.id = search_index.rowid
    join notices n indexed by notices_shown on n.id = s.notice_id left join campaigns c on c.id = n.campaign_id
    where search_index match ${match} and n.publish_at <= ${now} and (n.withdrawn_at is null or n.withdrawn_at > ${now})
      and (n.campaign_id is null or c.published_at is not null)
      ${kind ? sql`and n.kind = ${kind}` : sql``}
      ${year ? sql`and n.publish_at >= ${year.from} and n.publish_at < ${year.until}` : sql``}
      ${campaign ? sql`and c.slug = ${campaign}` : sql``}`
  const hits = sql`select n.id, n.publish_at, ${RANK} as score ${from} order by score, n.publish_at desc, n.id`
  const shown = sql`select n.id, n.kind, n.title, n.source, n.publish_at as publishAt, 0 as withdrawn, n.body, n.format, c.short_title as campaign
    from hit join notices n on n.id = hit.id left join campaigns c on c.id = n.campaign_id
    order by hit.score, hit.publish_at desc, hit.id`
  return found<FoundNotice>(db, { from, hits, shown }, filter)
}

/** Nominees of published campaigns who were not taken out; a campaign belongs to the year in which it ends. */
export function foundNominees(db: Db, filter: SearchFilter): Promise<Found<FoundNominee>> {
  const { match, year, campaign } = filter
  const end = sql`(select max(until_at) - 1 from milestones m where m.campaign_id = c.id)`
  const from = sql`from search_index join search_rows s on s.id = search_index.rowid
    join nominees p indexed by nominees_shown on p.campaign_id = s.campaign_id and p.number = s.number
    join campaigns c on c.id = p.campaign_id
    where search_index match ${match} and c.published_at is not null and p.withdrawn_at is null
      ${year ? sql`and ${end} >= ${year.from} and ${end} < ${year.until}` : sql``}
      ${campaign ? sql`and c.slug = ${campaign}` : sql``}`
  const hits = sql`select p.campaign_id, p.number, c.published_at, ${RANK} as score ${from}
    order by score, c.published_at desc, p.campaign_id, p.number`
  const shown = sql`select p.number, p.name, p.unit, p.post, p.brief, p.deeds, c.slug, c.short_title as shortTitle
    from hit join nominees p on p.campaign_id = hit.campaign_id and p.number = hit.number join campaigns c on c.id = p.campaign_id
    order by hit.score, hit.published_at desc, hit.campaign_id, hit.number`
  return found<FoundNominee>(db, { from, hits, shown }, filter)
}

async function found<T>(
  db: Db,
  { from, hits, shown }: Readonly<Record<'from' | 'hits' | 'shown', SQL>>,
  { limit, offset }: Pick<SearchFilter, 'limit' | 'offset'>,
): Promise<Found<T>> {
  const [items, total] = await Promise.all([
    db.all<T>(sql`with hit as (${hits} limit ${limit} offset ${offset}) ${shown}`),
    db.get<{ total: number }>(sql`select count(*) as total ${from}`),
  ])
  return { items, total: total?.total ?? 0 }
}
