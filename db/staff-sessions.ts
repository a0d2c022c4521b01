import { and, desc, eq, gt, isNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { staff, staffSessions } from './schema/staff.ts'
import type { StaffFile } from './staff.ts'

export type SessionFile = typeof staffSessions.$inferSelect

interface Living {
  readonly now: Instant
  /** Milliseconds without a sign of life after which a session is over. */
  readonly idle: number
}

const living = ({ now, idle }: Living) => and(gt(staffSessions.until, now), gt(staffSessions.seenAt, (now - idle) as Instant))

/** The living session of a token with its account, seen again now; null when it ended, idled out, or the account was disabled. */
export async function sessionByToken(
  db: Db,
  tokenHash: string,
  { now, idle }: Living,
): Promise<{ readonly account: StaffFile; readonly session: SessionFile } | null> {
  const row = await db
    .select({ account: staff, session: staffSessions })
    .from(staffSessions)
    .innerJoin(staff, eq(staff.id, staffSessions.staffId))
    .where(and(eq(staffSessions.tokenHash, tokenHash), living({ now, idle }), isNull(staff.disabledAt)))
    .get()
  if (!row) return null
  // Once a minute is exact enough for an idle limit of half an hour, and spares a write per page.
  if (now - row.session.seenAt > 60_000)
    await db.update(staffSessions).set({ seenAt: now }).where(eq(staffSessions.tokenHash, tokenHash))
  return row
}

interface Claim {
  readonly staff: StaffId
  /** The hash of a session's token; null where the sessions are kept elsewhere and only the account can be asked. */
  readonly session: string | null
}

/**
 * The accounts of all these that are still here, by the hash of their session, or by their id where they have none of ours.
 * It is no sign of life: a session that nobody uses but a page that is left open runs out all the same.
 */
export async function accountsPresent(db: Db, claims: readonly Claim[], when: Living): Promise<ReadonlyMap<string, StaffFile>> {
  const among = (column: SQLiteColumn, list: readonly (string | null)[]) =>
    sql`${column} in (select value from json_each(${JSON.stringify(list)}))`
  const [hashes, ids] = [claims.map(({ session }) => session), claims.flatMap(({ session, staff: id }) => (session ? [] : [id]))]
  const [sessions, accounts] = await db.batch([
    db
      .select({ key: staffSessions.tokenHash, account: staff })
      .from(staffSessions)
      .innerJoin(staff, eq(staff.id, staffSessions.staffId))
      .where(and(among(staffSessions.tokenHash, hashes), living(when), isNull(staff.disabledAt))),
    db
      .select()
      .from(staff)
      .where(and(among(staff.id, ids), isNull(staff.disabledAt))),
  ])
  return new Map([
    ...sessions.map(({ key, account }) => [key, account] as const),
    ...accounts.map(account => [account.id, account] as const),
  ])
}

export const insertSession = (db: Db, row: typeof staffSessions.$inferInsert) => db.insert(staffSessions).values(row)

/** Notes that whoever holds this session has just proved again who they are. */
export const markProved = (db: Db, tokenHash: string, now: Instant) =>
  db.update(staffSessions).set({ provedAt: now }).where(eq(staffSessions.tokenHash, tokenHash))

export const deleteSession = (db: Db, tokenHash: string) => db.delete(staffSessions).where(eq(staffSessions.tokenHash, tokenHash))

export const deleteOldSessions = (db: Db, now: Instant) => db.delete(staffSessions).where(lt(staffSessions.until, now))

/** Sessions that still open something, the latest first. */
export const sessionsOf = (db: Db, staffId: StaffId, when: Living): Promise<readonly SessionFile[]> =>
  db
    .select()
    .from(staffSessions)
    .where(and(eq(staffSessions.staffId, staffId), living(when)))
    .orderBy(desc(staffSessions.seenAt))

/** What pages call a session: enough of its hash to find it among those of one person, too little to be it. */
export const sessionName = (tokenHash: string): string => tokenHash.slice(0, 16)

export const deleteSessionNamed = (db: Db, staffId: StaffId, name: string) =>
  db
    .delete(staffSessions)
    .where(and(eq(staffSessions.staffId, staffId), sql`substr(${staffSessions.tokenHash}, 1, 16) = ${name}`))

/** Ends every session of a person but one. */
export const deleteOtherSessions = (db: Db, staffId: StaffId, kept: string) =>
  db.delete(staffSessions).where(and(eq(staffSessions.staffId, staffId), ne(staffSessions.tokenHash, kept)))

/** Ends every session of a person, while `when` holds. */
export const deleteSessionsOf = (db: Db, staffId: StaffId, when?: SQL) =>
  db.delete(staffSessions).where(and(eq(staffSessions.staffId, staffId), when))
