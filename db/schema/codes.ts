import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { BatchId, CampaignId } from '../../worker/rules/ids.ts'
import { at } from './instant.ts'

export const codeBatches = sqliteTable(
  'code_batches',
  {
    id: text('id').$type<BatchId>().primaryKey(),
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    unit: text('unit').notNull(),
    issued: integer('issued').notNull(),
    createdAt: at('created_at').notNull(),
  },
  table => [index('code_batches_by_campaign').on(table.campaignId)],
)

export const votingCodes = sqliteTable(
  'voting_codes',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    selector: text('selector').notNull(),
    batchId: text('batch_id').$type<BatchId>().notNull(),
    unit: text('unit').notNull(),
    verifierHash: text('verifier_hash').notNull(),
    failures: integer('failures').notNull().default(0),
  },
  table => [primaryKey({ columns: [table.campaignId, table.selector] })],
)
