import { and, asc, eq, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
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

/** Changes nothing when a sign-in as late as this is known already. */
export const noteSignIn = (db: Db, id: StaffId, at: Instant) =>
  db
    .update(staff)
    .set({ signedInAt: at })
    .where(and(eq(staff.id, id), or(isNull(staff.signedInAt), lt(staff.signedInAt, at))))

/** Sets a password while `when` holds; a row comes back when it was set. */
export const setPassword = (db: Db, id: StaffId, { passwordHash, when }: { passwordHash: string; when?: SQL }) =>
  db
    .update(staff)
    .set({ passwordHash })
    .where(and(eq(staff.id, id), isNull(staff.disabledAt), when))
    .returning({ id: staff.id })

/** An account made only while `when` holds; no row comes back when it does not, or when the login is taken. */
export const insertStaffWhen = (
  db: Db,
  row: Pick<StaffFile, 'id' | 'login' | 'name' | 'role' | 'passwordHash' | 'createdAt' | 'email'>,
  when: SQL,
) =>
  db
    .insert(staff)
    .select(
      sql`select ${row.id}, ${row.login}, ${row.name}, ${row.role}, null, ${row.passwordHash}, ${row.createdAt}, null, ${row.email}, 0, null where ${when}`,
    )
    .onConflictDoNothing()
    .returning({ id: staff.id })

/** There must always be an administrator who can come in: one with a password, or with an address for Cloudflare Access. */
const ANOTHER_ADMINISTRATOR = (id: StaffId) =>
  sql`(${staff.role} <> 'administrator' or exists (select 1 from staff as other where other.role = 'administrator'
    and other.id <> ${id} and other.disabled_at is null and (other.password_hash <> '' or other.email is not null)))`

/** A row comes back when this closed an open account; never that of the last administrator. */
export const disableStaff = (db: Db, id: StaffId, at: Instant) =>
  db
    .update(staff)
    .set({ disabledAt: at })
    .where(and(eq(staff.id, id), isNull(staff.disabledAt), ANOTHER_ADMINISTRATOR(id)))
    .returning({ id: staff.id })

export const restoreStaff = (db: Db, id: StaffId) =>
  db
    .update(staff)
    .set({ disabledAt: null })
    .where(and(eq(staff.id, id), isNotNull(staff.disabledAt)))
    .returning({ id: staff.id })
