import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CampaignId, RestoreId, Slug } from '../../worker/rules/ids.ts'
import { at } from './instant.ts'

export const restores = sqliteTable('restores', {
  id: text('id').$type<RestoreId>().primaryKey(),
  campaignId: text('campaign_id').$type<CampaignId>().notNull().unique(),
  slug: text('slug').$type<Slug>().notNull(),
  startedAt: at('started_at').notNull(),
  sound: integer('sound').notNull().default(1),
})

export const restoreRows = sqliteTable(
  'restore_rows',
  {
    restoreId: text('restore_id').$type<RestoreId>().notNull(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    row: text('row').notNull(),
  },
  table => [primaryKey({ columns: [table.restoreId, table.name, table.position] })],
)

export const auditEarlier = sqliteTable(
  'audit_earlier',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    position: integer('position').notNull(),
    seq: integer('seq').notNull(),
    at: at('at').notNull(),
    actor: text('actor').notNull(),
    role: text('role').notNull(),
    kind: text('kind').notNull(),
    detail: text('detail', { mode: 'json' }).notNull(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.position] })],
)

export const deletions = sqliteTable(
  'deletions',
  {
    rule: text('rule').notNull(),
    subject: text('subject').notNull(),
    at: at('at').notNull(),
    dueAt: at('due_at').notNull(),
    items: integer('items').notNull(),
  },
  table => [primaryKey({ columns: [table.rule, table.subject, table.at] }), index('deletions_by_time').on(table.at)],
)
