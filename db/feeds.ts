import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { FeedNotice } from '../worker/rules/feed.ts'
import type { CampaignId, NoticeId, Slug } from '../worker/rules/ids.ts'
import { lastChange } from '../worker/rules/notice.ts'
import type { Instant } from '../worker/rules/time.ts'
import { isPublic } from './notices.ts'
import type { Db } from './open.ts'
import { campaigns } from './schema/campaigns.ts'
import { attachments, notices } from './schema/notices.ts'

/** The latest notices of the site or of one campaign, by the last thing that happened to them. */
export async function feedNotices(
  db: Db,
  now: Instant,
  { campaign, limit }: { readonly campaign?: CampaignId; readonly limit: number },
): Promise<readonly FeedNotice[]> {
  const correction = alias(notices, 'correction')
  const changed = sql`max(${notices.publishAt}, coalesce(${notices.editedAt}, 0), coalesce(${notices.withdrawnAt}, 0), coalesce(${correction.publishAt}, 0))`
  const rows = await db
    .select({
      notice: notices,
      correctionId: correction.id,
      correctionTitle: correction.title,
      correctedAt: correction.publishAt,
    })
    .from(notices)
    .leftJoin(correction, and(eq(correction.corrects, notices.id), sql`${correction.publishAt} <= ${now}`))
    .where(and(isPublic(db, now), campaign ? eq(notices.campaignId, campaign) : undefined))
    .orderBy(desc(changed), asc(notices.id), desc(correction.publishAt))
    .limit(limit)
  const files = await filesOf(
    db,
    rows.map(({ notice }) => notice.id),
  )
  const once = rows.filter((row, i) => rows.findIndex(({ notice }) => notice.id === row.notice.id) === i)
  return once.map(({ notice, correctionId, correctionTitle, correctedAt }) => {
    const { id, kind, title, source, author, body, format, conclusion, posted, through } = notice
    const { publishAt, withdrawnAt, withdrawnReason, editedAt } = notice
    const published = publishAt as Instant
    const gone = withdrawnAt !== null && withdrawnAt <= now
    return {
      ...{ id, kind, title, source, author, body, format, published, conclusion },
      updated: lastChange(published, [editedAt, withdrawnAt, correctedAt], now),
      withdrawn: gone ? { at: withdrawnAt, reason: withdrawnReason ?? '' } : null,
      period: posted && through ? { posted, through } : null,
      correctedBy: correctionId && correctionTitle ? { id: correctionId, title: correctionTitle } : null,
      attachments: files.filter(({ noticeId }) => noticeId === id),
    }
  })
}

/** D1 takes 100 parameters a statement, so ids travel as one. */
const filesOf = (db: Db, ids: readonly NoticeId[]) =>
  db
    .select()
    .from(attachments)
    .where(sql`${attachments.noticeId} in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy(asc(attachments.noticeId), asc(attachments.position))

/** When anything a campaign shows of itself last changed; null when there is no such campaign. */
export async function campaignChanged(db: Db, id: CampaignId): Promise<Instant | null> {
  const row = await db.select({ at: CHANGED }).from(campaigns).where(eq(campaigns.id, id)).get()
  return row?.at ?? null
}

const CHANGED = sql<Instant>`max(${campaigns.importedAt}, coalesce(${campaigns.publishedAt}, 0), coalesce(${campaigns.editedAt}, 0))`

/** A page for the sitemap: what it is, and when it last changed. */
export type SitePage =
  | { readonly page: 'notice'; readonly id: NoticeId; readonly at: Instant }
  | { readonly page: 'campaign' | 'nominees' | 'results'; readonly slug: Slug; readonly at: Instant }
  | { readonly page: 'nominee'; readonly slug: Slug; readonly number: number; readonly at: Instant }

/** Every page that search engines may know. What was withdrawn keeps its address but is not offered. */
function listed(now: Instant) {
  const changed = sql`max(c.imported_at, coalesce(c.published_at, 0), coalesce(c.edited_at, 0))`
  return sql`
    select 'campaign' as page, null as id, c.slug, null as number, ${changed} as at, 1 as part from campaigns c where c.published_at is not null
    union all
    select 'nominees', null, c.slug, null, ${changed}, 2 from campaigns c
      where c.published_at is not null and exists (select 1 from nominees p where p.campaign_id = c.id)
    union all
    select 'results', null, c.slug, null, m.until_at, 3 from campaigns c join milestones m on m.campaign_id = c.id and m.step = 'vote'
      where c.published_at is not null and m.until_at <= ${now}
    union all
    select 'notice', n.id, null, null, max(n.publish_at, min(${now}, coalesce(n.edited_at, 0))), 4 from notices n
      left join campaigns c on c.id = n.campaign_id
      where n.publish_at <= ${now} and (n.withdrawn_at is null or n.withdrawn_at > ${now}) and (n.campaign_id is null or c.published_at is not null)
    union all
    select 'nominee', null, c.slug, p.number, max(${changed}, coalesce(p.edited_at, 0)), 5 from nominees p join campaigns c on c.id = p.campaign_id
      where c.published_at is not null and p.withdrawn_at is null`
}

/** Some of the pages, always in the same order: campaigns with their lists, notices, nominees. */
export const sitePages = (
  db: Db,
  now: Instant,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly SitePage[]> =>
  db.all<SitePage>(sql`${listed(now)} order by part, slug, id, number limit ${limit} offset ${offset}`)

export async function sitePageCount(db: Db, now: Instant): Promise<number> {
  return (await db.get<{ total: number }>(sql`select count(*) as total from (${listed(now)})`))?.total ?? 0
}
