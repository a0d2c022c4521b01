import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { StaffId } from '../../worker/rules/ids.ts'
import type { StaffRole } from '../../worker/rules/roles.ts'
import { at } from './instant.ts'

export const staff = sqliteTable('staff', {
  id: text('id').$type<StaffId>().primaryKey(),
  login: text('login').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').$type<StaffRole>().notNull(),
  unit: text('unit'),
  /** Empty until the person has set a password: nothing matches it. */
  passwordHash: text('password_hash').notNull(),
  createdAt: at('created_at').notNull(),
  disabledAt: at('disabled_at'),
  email: text('email'),
  factorWaived: integer('factor_waived', { mode: 'boolean' }).notNull().default(false),
  signedInAt: at('signed_in_at'),
})

export const staffSessions = sqliteTable('staff_sessions', {
  tokenHash: text('token_hash').primaryKey(),
  staffId: text('staff_id').$type<StaffId>().notNull(),
  createdAt: at('created_at').notNull(),
  seenAt: at('seen_at').notNull(),
  until: at('until_at').notNull(),
  provedAt: at('proved_at').notNull(),
  /** The browser in words; what it calls itself is not kept. */
  device: text('device').notNull(),
})

export const staffTotp = sqliteTable('staff_totp', {
  staffId: text('staff_id').$type<StaffId>().primaryKey(),
  secretSealed: text('secret_sealed').notNull(),
  lastStep: integer('last_step').notNull(),
  createdAt: at('created_at').notNull(),
})

export const staffPasskeys = sqliteTable('staff_passkeys', {
  id: text('id').primaryKey(),
  staffId: text('staff_id').$type<StaffId>().notNull(),
  publicKey: blob('public_key').$type<Uint8Array>().notNull(),
  counter: integer('counter').notNull(),
  transports: text('transports', { mode: 'json' }).$type<readonly string[]>().notNull(),
  name: text('name').notNull(),
  createdAt: at('created_at').notNull(),
  usedAt: at('used_at'),
})

export const staffRecoveryCodes = sqliteTable(
  'staff_recovery_codes',
  {
    staffId: text('staff_id').$type<StaffId>().notNull(),
    codeHash: text('code_hash').notNull(),
  },
  table => [primaryKey({ columns: [table.staffId, table.codeHash] })],
)

export const staffLinks = sqliteTable('staff_links', {
  tokenHash: text('token_hash').primaryKey(),
  staffId: text('staff_id').$type<StaffId>().unique(),
  kind: text('kind').$type<'first' | 'invitation' | 'recovery'>().notNull(),
  createdAt: at('created_at').notNull(),
  until: at('until_at').notNull(),
})

export const signInFailures = sqliteTable('sign_in_failures', {
  subject: text('subject').primaryKey(),
  failures: integer('failures').notNull(),
  lastAt: at('last_at').notNull(),
})
