import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Releaser } from '../../worker/rules/decision.ts'
import type { DecisionDraft } from '../../worker/rules/decision-draft.ts'
import type { CampaignId, NoticeId, StaffId } from '../../worker/rules/ids.ts'
import type { Outcome } from '../../worker/rules/nominee.ts'
import { at } from './instant.ts'

export const decisions = sqliteTable('decisions', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  state: text('state').$type<'draft' | 'submitted' | 'released'>().notNull(),
  draft: text('draft', { mode: 'json' }).$type<DecisionDraft>().notNull(),
  revision: integer('revision').notNull(),
  editedBy: text('edited_by').$type<StaffId>().notNull(),
  editedAt: at('edited_at').notNull(),
  record: text('record'),
  hash: text('hash'),
  handedBy: text('handed_by').$type<StaffId>(),
  handedRole: text('handed_role').$type<Releaser>(),
  handedAt: at('handed_at'),
  releasedBy: text('released_by').$type<StaffId>(),
  releasedRole: text('released_role').$type<Releaser>(),
  releasedAt: at('released_at'),
  shown: text('shown', { mode: 'json' }).$type<Readonly<Record<number, Outcome>>>(),
  noticeId: text('notice_id').$type<NoticeId>().unique(),
})

export const decisionAmendments = sqliteTable(
  'decision_amendments',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    number: integer('number').notNull(),
    state: text('state').$type<'proposed' | 'confirmed'>().notNull(),
    record: text('record').notNull(),
    hash: text('hash').notNull(),
    proposedBy: text('proposed_by').$type<StaffId>().notNull(),
    proposedRole: text('proposed_role').$type<Releaser>().notNull(),
    proposedAt: at('proposed_at').notNull(),
    confirmedBy: text('confirmed_by').$type<StaffId>(),
    confirmedRole: text('confirmed_role').$type<Releaser>(),
    confirmedAt: at('confirmed_at'),
    noticeId: text('notice_id').$type<NoticeId>().unique(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.number] })],
)
