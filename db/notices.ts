import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { CampaignId, NoticeId } from '../worker/rules/ids.ts'
import type { NoticeCampaign, NoticeFile, NoticeKind, NoticeLine, PublicityPeriod } from '../worker/rules/notice.ts'
import type { DeskNotice } from '../worker/rules/notice-desk.ts'
import type { Instant, Window } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { campaigns } from './schema/campaigns.ts'
import { attachments, notices, noticeViews } from './schema/notices.ts'

const LINE = {
  id: notices.id,
  kind: notices.kind,
  title: notices.title,
  source: notices.source,
  publishAt: notices.publishAt,
  withdrawn: sql<number>`${notices.withdrawnAt} is not null`,
}

export interface NoticeFilter {
  readonly kind?: NoticeKind | undefined
  readonly campaign?: CampaignId | undefined
  readonly year?: Window | undefined
}

/** What the public may know of: its moment has come, and it belongs to no campaign that is still a draft. */
export const isPublic = (db: Db, now: Instant) =>
  and(
    lte(notices.publishAt, now),
    or(
      isNull(notices.campaignId),
      inArray(notices.campaignId, db.select({ id: campaigns.id }).from(campaigns).where(isNotNull(campaigns.publishedAt))),
    ),
  )

const within = ({ kind, campaign, year }: NoticeFilter) =>
  and(
    kind ? eq(notices.kind, kind) : undefined,
    campaign ? eq(notices.campaignId, campaign) : undefined,
    year ? and(gte(notices.publishAt, year.from), lt(notices.publishAt, year.until)) : undefined,
  )

/** Published notices, newest first; one more than `limit` is never read, so ask for `limit + 1` to know of a next page. */
export async function publishedNotices(
  db: Db,
  now: Instant,
  filter: NoticeFilter & { readonly limit: number; readonly offset?: number },
): Promise<readonly NoticeLine[]> {
  const rows = await db
    .select(LINE)
    .from(notices)
    .where(and(isPublic(db, now), within(filter)))
    .orderBy(desc(notices.publishAt), asc(notices.id))
    .limit(filter.limit)
    .offset(filter.offset ?? 0)
  return rows.map(row => ({ ...row, publishAt: row.publishAt as Instant, withdrawn: Boolean(row.withdrawn) }))
}

/** The periods of a campaign's public notices that are out and were not withdrawn. */
export async function publicityPeriods(db: Db, campaign: CampaignId, now: Instant): Promise<readonly PublicityPeriod[]> {
  const rows = await db
    .select({ posted: notices.posted, through: notices.through })
    .from(notices)
    .where(and(eq(notices.campaignId, campaign), lte(notices.publishAt, now), isNull(notices.withdrawnAt)))
  return rows.flatMap(({ posted, through }) => periodOf(posted, through) ?? [])
}

const CAMPAIGN = {
  slug: campaigns.slug,
  shortTitle: campaigns.shortTitle,
  theme: campaigns.theme,
  contact: campaigns.contact,
  publishedAt: campaigns.publishedAt,
}

const campaignOf = ({
  publishedAt,
  ...campaign
}: Omit<NoticeCampaign, 'published'> & { readonly publishedAt: Instant | null }): NoticeCampaign => ({
  ...campaign,
  published: publishedAt !== null,
})

/** How many published notices each choice of a filter would leave, the other choices standing as they are. */
export interface NoticeCounts {
  readonly kinds: ReadonlyMap<NoticeKind, number>
  readonly years: ReadonlyMap<string, number>
  /** Those of no campaign are under null. */
  readonly campaigns: ReadonlyMap<CampaignId | null, number>
}

/** Eight hours in seconds: the year is that of a calendar in China. */
const YEAR = sql<string>`strftime('%Y', ${notices.publishAt} / 1000 + 28800, 'unixepoch')`

export async function noticeCounts(db: Db, now: Instant, { kind, campaign, year }: NoticeFilter): Promise<NoticeCounts> {
  const among = (filter: NoticeFilter) => and(isPublic(db, now), within(filter))
  const [kinds, years, lists] = await db.batch([
    db.select({ key: notices.kind, count: count() }).from(notices).where(among({ campaign, year })).groupBy(notices.kind),
    db.select({ key: YEAR, count: count() }).from(notices).where(among({ kind, campaign })).groupBy(YEAR).orderBy(desc(YEAR)),
    db.select({ key: notices.campaignId, count: count() }).from(notices).where(among({ kind, year })).groupBy(notices.campaignId),
  ])
  const mapOf = <K>(rows: readonly { readonly key: K; readonly count: number }[]) =>
    new Map(rows.map(row => [row.key, row.count]))
  return { kinds: mapOf(kinds), years: mapOf(years), campaigns: mapOf(lists) }
}

/** One notice with all that stands on its page, whatever its state; null when the id is unknown. */
export async function noticeById(db: Db, id: NoticeId): Promise<(NoticeFile & Pick<DeskNotice, 'attachments'>) | null> {
  const [rows, files, views] = await db.batch([
    db
      .select({ notice: notices, campaign: CAMPAIGN })
      .from(notices)
      .leftJoin(campaigns, eq(campaigns.id, notices.campaignId))
      .where(eq(notices.id, id)),
    db.select().from(attachments).where(eq(attachments.noticeId, id)).orderBy(asc(attachments.position)),
    db.select().from(noticeViews).where(eq(noticeViews.noticeId, id)),
  ])
  const row = rows[0]
  if (!row) return null
  const { id: _id, kind, title, source, author, body, format, publishAt, withdrawnAt, withdrawnReason } = row.notice
  const { corrects, settles, posted, through, conclusion } = row.notice
  return {
    ...{ id, kind, title, source, author, body, format, publishAt, withdrawnAt, withdrawnReason, corrects, settles, conclusion },
    period: periodOf(posted, through),
    attachments: files.map(({ name, mediaType, size, object }) => ({ name, mediaType, size, object })),
    views: views[0]?.views ?? 0,
    campaign: row.campaign && campaignOf(row.campaign),
  }
}

const periodOf = (
  posted: PublicityPeriod['posted'] | null,
  through: PublicityPeriod['through'] | null,
): PublicityPeriod | null => (posted && through ? { posted, through } : null)

export type ChainLine = NoticeLine & { readonly corrects: NoticeId | null }

/** Every published notice that corrects or is corrected; `correctionChain` picks the chain of one. */
export async function correctionsAround(db: Db, notice: NoticeFile, now: Instant): Promise<readonly ChainLine[]> {
  const linked = or(eq(notices.id, notice.id), isNotNull(notices.corrects), sql`${notices.id} in (select corrects from notices)`)
  const rows = await db
    .select({ ...LINE, corrects: notices.corrects })
    .from(notices)
    .where(and(linked, isPublic(db, now)))
    .orderBy(asc(notices.publishAt))
    .limit(500)
  return rows.map(row => ({ ...row, publishAt: row.publishAt as Instant, withdrawn: Boolean(row.withdrawn) }))
}

/** The published results that settle this public notice, or the public notice that this result settles. */
export async function settlementsOf(db: Db, { id, settles }: NoticeFile, now: Instant): Promise<readonly NoticeLine[]> {
  const linked = settles === null ? eq(notices.settles, id) : or(eq(notices.settles, id), eq(notices.id, settles))
  const rows = await db
    .select(LINE)
    .from(notices)
    .where(and(linked, lte(notices.publishAt, now)))
    .orderBy(asc(notices.publishAt))
  return rows.map(row => ({ ...row, publishAt: row.publishAt as Instant, withdrawn: Boolean(row.withdrawn) }))
}

/** Where one attachment of a notice is stored, by its file name; null when there is none. */
export async function attachmentByName(db: Db, notice: NoticeId, name: string): Promise<typeof attachments.$inferSelect | null> {
  return (
    (await db
      .select()
      .from(attachments)
      .where(and(eq(attachments.noticeId, notice), eq(attachments.name, name)))
      .get()) ?? null
  )
}
