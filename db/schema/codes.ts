import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { VoterClass } from '../../worker/rules/campaign.ts'
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
    voterClass: text('voter_class').$type<VoterClass>(),
    revokedAt: at('revoked_at'),
    /** Whether its codes are given out by themselves, or to people of a list. */
    forList: text('for_list').$type<'codes' | 'roster'>().notNull().default('codes'),
    /** Null as long as the codes themselves are there to be counted. */
    used: integer('used'),
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
    voterClass: text('voter_class').$type<VoterClass>(),
    linkHash: text('link_hash'),
    used: integer('used').notNull().default(0),
    /** Keyed tag of the WeChat account it is tied to. */
    boundTo: text('bound_to'),
  },
  table => [
    primaryKey({ columns: [table.campaignId, table.selector] }),
    uniqueIndex('voting_codes_by_link').on(table.campaignId, table.linkHash),
    uniqueIndex('voting_codes_by_account').on(table.campaignId, table.boundTo),
  ],
)

export const codeMisses = sqliteTable('code_misses', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  misses: integer('misses').notNull(),
})
