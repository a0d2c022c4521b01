import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CaseKind, CaseState, CaseVerdict, Judge } from '../../worker/rules/case-decision.ts'
import type { CaseSheet } from '../../worker/rules/case-sheet.ts'
import type { CampaignId, CaseId, StaffId } from '../../worker/rules/ids.ts'
import type { Day } from '../../worker/rules/time.ts'
import { at } from './instant.ts'

export const cases = sqliteTable('cases', {
  id: text('id').$type<CaseId>().primaryKey(),
  campaignId: text('campaign_id').$type<CampaignId>().notNull(),
  kind: text('kind').$type<CaseKind>().notNull(),
  state: text('state').$type<CaseState>().notNull(),
  openedAt: at('opened_at').notNull(),
  day: text('day').$type<Day>().notNull(),
  size: integer('size').notNull(),
  boxes: integer('boxes').notNull(),
  sheet: text('sheet', { mode: 'json' }).$type<CaseSheet>().notNull(),
  ballots: text('ballots').notNull(),
  reopens: text('reopens').$type<CaseId>().unique(),
  verdict: text('verdict').$type<CaseVerdict>(),
  reason: text('reason'),
  proposedBy: text('proposed_by').$type<StaffId>(),
  proposedRole: text('proposed_role').$type<Judge>(),
  proposedAt: at('proposed_at'),
  decidedBy: text('decided_by').$type<StaffId>(),
  decidedRole: text('decided_role').$type<Judge>(),
  decidedAt: at('decided_at'),
  triedAt: at('tried_at'),
  revision: integer('revision').notNull(),
})

export const caseRounds = sqliteTable('case_rounds', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  round: integer('round').notNull(),
  opener: text('opener').notNull(),
})

export const caseWrites = sqliteTable(
  'case_writes',
  {
    caseId: text('case_id').$type<CaseId>().notNull(),
    shard: integer('shard').notNull(),
    moved: integer('moved').notNull(),
    at: at('at').notNull(),
  },
  table => [primaryKey({ columns: [table.caseId, table.shard] })],
)
