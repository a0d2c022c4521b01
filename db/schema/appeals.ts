import { integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { AppealId, CampaignId, CaseId } from '../../worker/rules/ids.ts'
import type { Day } from '../../worker/rules/time.ts'
import { at } from './instant.ts'

/** Nothing that anybody wrote: that lies sealed in db/private/appeals.ts. */
export const appeals = sqliteTable(
  'appeals',
  {
    id: text('id').$type<AppealId>().primaryKey(),
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    shard: integer('shard').notNull(),
    seq: integer('seq').notNull(),
    caseId: text('case_id').$type<CaseId>().notNull().unique(),
    filed: text('filed_day').$type<Day>().notNull(),
    purgedAt: at('purged_at'),
  },
  table => [unique().on(table.campaignId, table.shard, table.seq)],
)
