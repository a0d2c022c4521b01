import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { CampaignId, NoticeId, StaffId } from '../../worker/rules/ids.ts'
import type { NoticeFormat, NoticeKind } from '../../worker/rules/notice.ts'
import type { Day } from '../../worker/rules/time.ts'
import { at } from './instant.ts'

export const notices = sqliteTable(
  'notices',
  {
    id: text('id').$type<NoticeId>().primaryKey(),
    campaignId: text('campaign_id').$type<CampaignId>(),
    key: text('key'),
    kind: text('kind').$type<NoticeKind>().notNull(),
    title: text('title').notNull(),
    source: text('source').notNull(),
    author: text('author').notNull(),
    body: text('body').notNull(),
    publishAt: at('publish_at'),
    withdrawnAt: at('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
    corrects: text('corrects').$type<NoticeId>(),
    posted: text('posted_day').$type<Day>(),
    through: text('through_day').$type<Day>(),
    conclusion: text('conclusion'),
    format: text('format').$type<NoticeFormat>().notNull().default('markdown'),
    settles: text('settles').$type<NoticeId>(),
    revision: integer('revision').notNull().default(1),
    createdBy: text('created_by').$type<StaffId>(),
    editedBy: text('edited_by').$type<StaffId>(),
    editedAt: at('edited_at'),
    approvedBy: text('approved_by').$type<StaffId>(),
    approvedAt: at('approved_at'),
    announcedAt: at('announced_at'),
  },
  table => [
    index('notices_by_time').on(table.publishAt),
    index('notices_by_campaign').on(table.campaignId),
    unique().on(table.campaignId, table.key),
    index('notices_due').on(table.publishAt).where(sql`announced_at is null and created_by is not null`),
  ],
)

export const attachments = sqliteTable(
  'attachments',
  {
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    object: text('object').notNull(),
  },
  table => [primaryKey({ columns: [table.noticeId, table.position] }), unique().on(table.noticeId, table.name)],
)

export const noticeViews = sqliteTable('notice_views', {
  noticeId: text('notice_id').$type<NoticeId>().primaryKey(),
  views: integer('views').notNull(),
})

export const noticeVersions = sqliteTable(
  'notice_versions',
  {
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    revision: integer('revision').notNull(),
    at: at('at').notNull(),
    by: text('by').$type<StaffId>().notNull(),
    auto: integer('auto', { mode: 'boolean' }).notNull(),
    title: text('title').notNull(),
    source: text('source').notNull(),
    author: text('author').notNull(),
    body: text('body').notNull(),
    format: text('format').$type<NoticeFormat>().notNull(),
  },
  table => [primaryKey({ columns: [table.noticeId, table.revision] })],
)
