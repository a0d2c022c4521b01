import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CampaignId, StaffId } from '../../worker/rules/ids.ts'
import type { Criterion, Marks } from '../../worker/rules/panel.ts'
import { at } from './instant.ts'

export const panels = sqliteTable('panels', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  criteria: text('criteria', { mode: 'json' }).$type<readonly Criterion[]>().notNull(),
  blind: integer('blind', { mode: 'boolean' }).notNull(),
  categories: text('categories', { mode: 'json' }).$type<readonly string[]>().notNull(),
  revision: integer('revision').notNull().default(1),
  editedBy: text('edited_by').$type<StaffId>().notNull(),
  editedAt: at('edited_at').notNull(),
})

export const panelMembers = sqliteTable(
  'panel_members',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    staffId: text('staff_id').$type<StaffId>().notNull(),
    addedBy: text('added_by').$type<StaffId>().notNull(),
    addedAt: at('added_at').notNull(),
    removedAt: at('removed_at'),
    submittedAt: at('submitted_at'),
    revision: integer('revision').notNull().default(1),
  },
  table => [primaryKey({ columns: [table.campaignId, table.staffId] })],
)

export const panelSheets = sqliteTable(
  'panel_sheets',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    staffId: text('staff_id').$type<StaffId>().notNull(),
    number: integer('number').notNull(),
    marks: text('marks', { mode: 'json' }).$type<Marks>().notNull(),
    note: text('note').notNull(),
    complete: integer('complete', { mode: 'boolean' }).notNull(),
    recusal: text('recusal'),
    revision: integer('revision').notNull().default(1),
    editedAt: at('edited_at').notNull(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.staffId, table.number] })],
)
