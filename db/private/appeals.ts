import { blob, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AppealId } from '../../worker/rules/ids.ts'

/** Apart from db/schema so that an import shows who can reach it; the layering test names the few that may (law 9). */
export const appealTexts = sqliteTable('appeal_texts', {
  appealId: text('appeal_id').$type<AppealId>().primaryKey(),
  sealed: blob('sealed').$type<Uint8Array>().notNull(),
})
