import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CampaignId } from '../../worker/rules/ids.ts'

/** Apart from db/schema so that an import shows who can reach it; the layering test names the few that may (law 9). */
export const nomineePrivate = sqliteTable(
  'nominee_private',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    number: integer('number').notNull(),
    idNumberSealed: blob('id_number_sealed').$type<Uint8Array>(),
    phoneSealed: blob('phone_sealed').$type<Uint8Array>(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.number] })],
)
