import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { signInFailures, staff, staffSessions } from './schema/staff.ts'

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

export const insertStaff = (db: Db, row: typeof staff.$inferInsert) =>
  db.insert(staff).values(row).onConflictDoNothing().returning({ id: staff.id })

/** The account behind a living session, seen again now; null when it ended, idled out, or the account was disabled. */
export async function staffBySession(
  db: Db,
  tokenHash: string,
  { now, idle }: { now: Instant; idle: number },
): Promise<StaffFile | null> {
  const row = await db
    .select({ staff, seenAt: staffSessions.seenAt })
    .from(staffSessions)
    .innerJoin(staff, eq(staff.id, staffSessions.staffId))
    .where(
      and(
        eq(staffSessions.tokenHash, tokenHash),
        gt(staffSessions.until, now),
        gt(staffSessions.seenAt, (now - idle) as Instant),
        isNull(staff.disabledAt),
      ),
    )
    .get()
  if (!row) return null
  // Once a minute is exact enough for an idle limit of half an hour, and spares a write per page.
  if (now - row.seenAt > 60_000) await db.update(staffSessions).set({ seenAt: now }).where(eq(staffSessions.tokenHash, tokenHash))
  return row.staff
}

export const insertSession = (db: Db, row: { tokenHash: string; staffId: StaffId; now: Instant; until: Instant }) =>
  db
    .insert(staffSessions)
    .values({ tokenHash: row.tokenHash, staffId: row.staffId, createdAt: row.now, seenAt: row.now, until: row.until })

export const deleteSession = (db: Db, tokenHash: string) => db.delete(staffSessions).where(eq(staffSessions.tokenHash, tokenHash))

export const deleteOldSessions = (db: Db, now: Instant) => db.delete(staffSessions).where(lt(staffSessions.until, now))

export interface Failures {
  readonly failures: number
  readonly lastAt: Instant
}

export async function failuresOf(db: Db, subject: string): Promise<Failures | null> {
  return (await db.select().from(signInFailures).where(eq(signInFailures.subject, subject)).get()) ?? null
}

/** Counts one failure; a failure longer ago than `forget` milliseconds starts the count anew. One statement, no race. */
export const countFailure = (db: Db, subject: string, { now, forget }: { now: Instant; forget: number }) =>
  db
    .insert(signInFailures)
    .values({ subject, failures: 1, lastAt: now })
    .onConflictDoUpdate({
      target: signInFailures.subject,
      set: {
        failures: sql`case when ${signInFailures.lastAt} < ${now - forget} then 1 else ${signInFailures.failures} + 1 end`,
        lastAt: now,
      },
    })

export const clearFailures = (db: Db, subject: string) => db.delete(signInFailures).where(eq(signInFailures.subject, subject))
