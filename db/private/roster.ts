import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { VoterClass } from '../../worker/rules/campaign.ts'
import type { BatchId, CampaignId, PersonId, RosterImportId, StaffId } from '../../worker/rules/ids.ts'
import type { RosterMode } from '../../worker/rules/roster.ts'
import { at } from '../schema/instant.ts'

/** Apart from db/schema so that an import shows who can reach it. There is no name in it and no number, only their keyed hash. */
export const rosterPeople = sqliteTable(
  'roster_people',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    personHash: text('person_hash').notNull(),
    id: text('id').$type<PersonId>().notNull().unique(),
    unit: text('unit').notNull(),
    voterClass: text('voter_class').$type<VoterClass>().notNull(),
    batchId: text('batch_id').$type<BatchId>().notNull(),
    verifierHash: text('verifier_hash').notNull(),
    linkHash: text('link_hash').notNull(),
    failures: integer('failures').notNull().default(0),
    used: integer('used').notNull().default(0),
  },
  table => [
    primaryKey({ columns: [table.campaignId, table.personHash] }),
    uniqueIndex('roster_people_by_link').on(table.campaignId, table.linkHash),
    index('roster_people_by_batch').on(table.batchId),
  ],
)

export const rosterImports = sqliteTable('roster_imports', {
  id: text('id').$type<RosterImportId>().primaryKey(),
  campaignId: text('campaign_id').$type<CampaignId>().notNull(),
  staffId: text('staff_id').$type<StaffId>().notNull(),
  mode: text('mode').$type<RosterMode>().notNull(),
  startedAt: at('started_at').notNull(),
  revision: integer('revision').notNull(),
  /** What it did, once it has; null while it is on its way. */
  result: text('result'),
})

export const rosterStaged = sqliteTable(
  'roster_staged',
  {
    importId: text('import_id').$type<RosterImportId>().notNull(),
    personHash: text('person_hash').notNull(),
    row: integer('row').notNull(),
    id: text('id').$type<PersonId>().notNull(),
    unit: text('unit').notNull(),
    voterClass: text('voter_class').$type<VoterClass>().notNull(),
    batchId: text('batch_id').$type<BatchId>().notNull(),
    /** Empty where the person keeps the code there is. */
    verifierHash: text('verifier_hash').notNull(),
    linkHash: text('link_hash').notNull(),
  },
  table => [primaryKey({ columns: [table.importId, table.personHash] })],
)

export const rosterRevisions = sqliteTable('roster_revisions', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  revision: integer('revision').notNull(),
})
