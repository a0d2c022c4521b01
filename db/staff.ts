import { and, asc, eq, isNull } from 'drizzle-orm'
import type { StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { staff } from './schema/staff.ts'

export type StaffFile = typeof staff.$inferSelect

/** An account that may sign in; null when unknown or disabled. */
export async function staffByLogin(db: Db, login: string): Promise<StaffFile | null> {
  return (
    (await db
      .select()
      .from(staff)
      .where(and(eq(staff.login, login), isNull(staff.disabledAt)))
      .get()) ?? null
  )
}

/** The account with this address, for sign-in by Cloudflare Access; null when unknown or disabled. */
export async function staffByEmail(db: Db, email: string): Promise<StaffFile | null> {
  return (
    (await db
      .select()
      .from(staff)
      .where(and(eq(staff.email, email), isNull(staff.disabledAt)))
      .get()) ?? null
  )
}

/** Any account, also a disabled one. */
export async function staffById(db: Db, id: StaffId): Promise<StaffFile | null> {
  return (await db.select().from(staff).where(eq(staff.id, id)).get()) ?? null
}

export const everyStaff = (db: Db): Promise<readonly StaffFile[]> =>
  db.select().from(staff).orderBy(asc(staff.createdAt), asc(staff.login))

export const insertStaff = (db: Db, row: typeof staff.$inferInsert) =>
  db.insert(staff).values(row).onConflictDoNothing().returning({ id: staff.id })

export const noteSignIn = (db: Db, id: StaffId, at: Instant) => db.update(staff).set({ signedInAt: at }).where(eq(staff.id, id))
