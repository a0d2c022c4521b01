import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { StaffId } from '../../worker/rules/ids.ts'
import type { StaffRole } from '../../worker/rules/roles.ts'
import { at } from './instant.ts'

export const staff = sqliteTable('staff', {
  id: text('id').$type<StaffId>().primaryKey(),
  login: text('login').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').$type<StaffRole>().notNull(),
  unit: text('unit'),
  passwordHash: text('password_hash').notNull(),
  createdAt: at('created_at').notNull(),
  disabledAt: at('disabled_at'),
})

export const staffSessions = sqliteTable('staff_sessions', {
  tokenHash: text('token_hash').primaryKey(),
  staffId: text('staff_id').$type<StaffId>().notNull(),
  createdAt: at('created_at').notNull(),
  seenAt: at('seen_at').notNull(),
  until: at('until_at').notNull(),
})

export const signInFailures = sqliteTable('sign_in_failures', {
  subject: text('subject').primaryKey(),
  failures: integer('failures').notNull(),
  lastAt: at('last_at').notNull(),
})
