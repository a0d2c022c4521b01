import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at } from './instant.ts'

export const auditEvents = sqliteTable('audit_events', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  at: at('at').notNull(),
  actor: text('actor').notNull(),
  role: text('role').notNull(),
  kind: text('kind').notNull(),
  detail: text('detail', { mode: 'json' }).notNull(),
  /** Made of this line and the hash of the one before it; empty only in lines from before the chain. */
  hash: text('hash').notNull().default(''),
})
