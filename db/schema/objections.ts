import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CampaignId, NoticeId, ObjectionId, StaffId } from '../../worker/rules/ids.ts'
import type { ObjectionState } from '../../worker/rules/objection.ts'
import type { Day } from '../../worker/rules/time.ts'
import { at } from './instant.ts'

/** Nothing that anybody wrote: that lies sealed in db/private/objections.ts. */
export const objections = sqliteTable(
  'objections',
  {
    id: text('id').$type<ObjectionId>().primaryKey(),
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    campaignId: text('campaign_id').$type<CampaignId>(),
    trackingHash: text('tracking_hash').notNull().unique(),
    state: text('state').$type<ObjectionState>().notNull(),
    named: integer('named', { mode: 'boolean' }).notNull(),
    filed: text('filed_day').$type<Day>().notNull(),
    since: text('since_day').$type<Day>().notNull(),
    files: integer('files').notNull(),
    supplements: integer('supplements').notNull().default(0),
    revision: integer('revision').notNull().default(1),
    movedBy: text('moved_by').$type<StaffId>(),
    movedAt: at('moved_at'),
    purgedAt: at('purged_at'),
  },
  table => [index('objections_by_notice').on(table.noticeId, table.state)],
)
