import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CampaignId, StaffId } from '../../worker/rules/ids.ts'
import type { Outcome } from '../../worker/rules/nominee.ts'
import { at } from './instant.ts'

export const nominees = sqliteTable(
  'nominees',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    number: integer('number').notNull(),
    category: text('category_key').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    unit: text('unit').notNull(),
    post: text('post').notNull(),
    brief: text('brief').notNull(),
    deeds: text('deeds').notNull(),
    honours: text('honours').notNull(),
    initials: text('initials').notNull(),
    photo: text('photo'),
    outcome: text('outcome').$type<Outcome>(),
    revision: integer('revision').notNull().default(1),
    editedBy: text('edited_by').$type<StaffId>(),
    editedAt: at('edited_at'),
    withdrawnAt: at('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
  },
  table => [primaryKey({ columns: [table.campaignId, table.number] })],
)
