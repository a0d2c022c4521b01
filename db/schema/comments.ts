import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { CommentState, ReportReason } from '../../worker/rules/comment.ts'
import type { CampaignId, CommentId, StaffId } from '../../worker/rules/ids.ts'
import type { Day } from '../../worker/rules/time.ts'
import { at } from './instant.ts'

export const comments = sqliteTable(
  'comments',
  {
    id: text('id').$type<CommentId>().primaryKey(),
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    number: integer('number').notNull(),
    text: text('text').notNull(),
    signature: text('signature').notNull(),
    state: text('state').$type<CommentState>().notNull().default('waiting'),
    reason: text('reason'),
    chosen: integer('chosen', { mode: 'boolean' }).notNull().default(false),
    masked: integer('masked', { mode: 'boolean' }).notNull().default(false),
    reports: integer('reports').notNull().default(0),
    writtenAt: at('written_at').notNull(),
    day: text('day').$type<Day>().notNull(),
    writer: text('writer'),
    seat: integer('seat').notNull(),
    revision: integer('revision').notNull().default(1),
    judgedBy: text('judged_by').$type<StaffId>(),
    judgedAt: at('judged_at'),
  },
  table => [
    unique().on(table.writer, table.number, table.day),
    unique().on(table.writer, table.day, table.seat),
    index('comments_by_nominee').on(table.campaignId, table.number, table.state, table.writtenAt),
    index('comments_by_state').on(table.campaignId, table.state, table.writtenAt),
    index('comments_to_forget').on(table.writtenAt),
  ],
)

export const commentReports = sqliteTable(
  'comment_reports',
  {
    commentId: text('comment_id').$type<CommentId>().notNull(),
    reporter: text('reporter').notNull(),
    reason: text('reason').$type<ReportReason>().notNull(),
    at: at('at').notNull(),
  },
  table => [primaryKey({ columns: [table.commentId, table.reporter] }), index('comment_reports_to_forget').on(table.at)],
)
