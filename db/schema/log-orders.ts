import { sql } from 'drizzle-orm'
import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { CampaignId, NoticeId } from '../../worker/rules/ids.ts'
import { at } from './instant.ts'

export const logKeys = sqliteTable(
  'log_keys',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    number: integer('number').notNull(),
    orderedAt: at('ordered_at').notNull(),
    triedAt: at('tried_at'),
    enteredAt: at('entered_at'),
  },
  table => [
    primaryKey({ columns: [table.campaignId, table.number] }),
    uniqueIndex('log_keys_waiting').on(table.campaignId).where(sql`entered_at is null`),
  ],
)

export const logCorrections = sqliteTable('log_corrections', {
  noticeId: text('notice_id').$type<NoticeId>().primaryKey(),
  campaignId: text('campaign_id').$type<CampaignId>().notNull(),
  triedAt: at('tried_at').notNull(),
  enteredAt: at('entered_at'),
  hash: text('hash'),
  entry: integer('entry'),
})
