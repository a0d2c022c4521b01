import { integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { CampaignId, NoticeId } from '../../worker/rules/ids.ts'

// The index itself, the virtual table `search_index`, has no drizzle type; db/search.ts is the only file that names it.

export const searchRows = sqliteTable(
  'search_rows',
  {
    id: integer('id').primaryKey(),
    noticeId: text('notice_id').$type<NoticeId>().unique(),
    campaignId: text('campaign_id').$type<CampaignId>(),
    number: integer('number'),
    wanted: integer('wanted').notNull().default(1),
    indexed: integer('indexed').notNull().default(0),
  },
  table => [unique().on(table.campaignId, table.number)],
)
