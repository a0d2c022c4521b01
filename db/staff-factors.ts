import { and, asc, count, eq, lt, or, type SQL, sql } from 'drizzle-orm'
import type { StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { staffPasskeys, staffRecoveryCodes, staffTotp } from './schema/staff.ts'

// What a person opens an account with beside the password.

export type PasskeyFile = typeof staffPasskeys.$inferSelect

export async function totpOf(db: Db, staffId: StaffId): Promise<typeof staffTotp.$inferSelect | null> {
  return (await db.select().from(staffTotp).where(eq(staffTotp.staffId, staffId)).get()) ?? null
}

/** Uses up a time step and all before it; no row comes back when it was used already. The row decides between two at once. */
export const useTotpStep = (db: Db, staffId: StaffId, step: number) =>
  db
    .update(staffTotp)
    .set({ lastStep: step })
    .where(and(eq(staffTotp.staffId, staffId), lt(staffTotp.lastStep, step)))
    .returning({ staffId: staffTotp.staffId })

/** One authenticator app a person: a new one takes the place of the old. */
export const putTotp = (db: Db, row: typeof staffTotp.$inferInsert) =>
  db
    .insert(staffTotp)
    .values(row)
    .onConflictDoUpdate({
      target: staffTotp.staffId,
      set: { secretSealed: row.secretSealed, lastStep: row.lastStep, createdAt: row.createdAt },
    })

export const passkeysOf = (db: Db, staffId: StaffId): Promise<readonly PasskeyFile[]> =>
  db.select().from(staffPasskeys).where(eq(staffPasskeys.staffId, staffId)).orderBy(asc(staffPasskeys.createdAt))

export async function passkeyById(db: Db, id: string): Promise<PasskeyFile | null> {
  return (await db.select().from(staffPasskeys).where(eq(staffPasskeys.id, id)).get()) ?? null
}

export const insertPasskey = (db: Db, row: typeof staffPasskeys.$inferInsert) =>
  db.insert(staffPasskeys).values(row).onConflictDoNothing().returning({ staffId: staffPasskeys.staffId })

/** Notes a use; a counter that does not grow is that of a copy (WebAuthn §6.1.1), unless the key counts nothing. */
export const usePasskey = (db: Db, { id, counter, now }: { id: string; counter: number; now: Instant }) =>
  db
    .update(staffPasskeys)
    .set({ counter, usedAt: now })
    .where(
      and(eq(staffPasskeys.id, id), or(lt(staffPasskeys.counter, counter), sql`${counter} = 0 and ${staffPasskeys.counter} = 0`)),
    )
    .returning({ id: staffPasskeys.id })

/** True while the person would keep another way in beside the one taken away. */
const another = (staffId: StaffId, least: number) =>
  sql`(select count(*) from staff_passkeys where staff_id = ${staffId}) + (select count(*) from staff_totp where staff_id = ${staffId}) > ${least}`

/** Never the last one: the statement itself counts. */
export const deletePasskey = (db: Db, staffId: StaffId, id: string) =>
  db.delete(staffPasskeys).where(and(eq(staffPasskeys.staffId, staffId), eq(staffPasskeys.id, id), another(staffId, 1)))

export const deleteTotp = (db: Db, staffId: StaffId) =>
  db.delete(staffTotp).where(and(eq(staffTotp.staffId, staffId), another(staffId, 1)))

/** The statements that take every factor from a person, for a recovery, while `when` holds. */
export const deleteFactors = (db: Db, staffId: StaffId, when: SQL) =>
  [
    db.delete(staffTotp).where(and(eq(staffTotp.staffId, staffId), when)),
    db.delete(staffPasskeys).where(and(eq(staffPasskeys.staffId, staffId), when)),
    db.delete(staffRecoveryCodes).where(and(eq(staffRecoveryCodes.staffId, staffId), when)),
  ] as const

export async function recoveryCodesLeft(db: Db, staffId: StaffId): Promise<number> {
  const row = await db.select({ left: count() }).from(staffRecoveryCodes).where(eq(staffRecoveryCodes.staffId, staffId)).get()
  return row?.left ?? 0
}

/** A used code is gone. */
export const useRecoveryCode = (db: Db, staffId: StaffId, codeHash: string) =>
  db
    .delete(staffRecoveryCodes)
    .where(and(eq(staffRecoveryCodes.staffId, staffId), eq(staffRecoveryCodes.codeHash, codeHash)))
    .returning({ codeHash: staffRecoveryCodes.codeHash })

/** New codes in place of all old ones. */
export const putRecoveryCodes = (db: Db, staffId: StaffId, hashes: readonly string[]) =>
  [
    db.delete(staffRecoveryCodes).where(eq(staffRecoveryCodes.staffId, staffId)),
    db.insert(staffRecoveryCodes).values(hashes.map(codeHash => ({ staffId, codeHash }))),
  ] as const

/** Whether a person has anything beside the password to sign in with. */
export async function hasFactor(db: Db, staffId: StaffId): Promise<boolean> {
  const row = await db.get<{ held: number }>(
    sql`select exists (select 1 from staff_totp where staff_id = ${staffId}) or exists (select 1 from staff_passkeys where staff_id = ${staffId}) as held`,
  )
  return row?.held === 1
}

/** Who has what beside the password, for the list of accounts. */
export async function factorsOfAll(db: Db): Promise<ReadonlyMap<StaffId, { readonly totp: boolean; readonly passkeys: number }>> {
  const rows = await db.all<{ id: StaffId; totp: number; passkeys: number }>(
    sql`select id, exists (select 1 from staff_totp where staff_id = staff.id) as totp,
      (select count(*) from staff_passkeys where staff_id = staff.id) as passkeys from staff`,
  )
  return new Map(rows.map(({ id, totp, passkeys }) => [id, { totp: totp === 1, passkeys }]))
}

/** The first factor of a person who has none: a row comes back for the one who was first. */
const NONE_YET = (staffId: StaffId) =>
  sql`not exists (select 1 from staff_totp where staff_id = ${staffId}) and not exists (select 1 from staff_passkeys where staff_id = ${staffId})`

export const insertFirstTotp = (db: Db, { staffId, secretSealed, lastStep, createdAt }: typeof staffTotp.$inferInsert) =>
  db
    .insert(staffTotp)
    .select(sql`select ${staffId}, ${secretSealed}, ${lastStep}, ${createdAt} where ${NONE_YET(staffId)}`)
    .returning({ staffId: staffTotp.staffId })

export const insertFirstPasskey = (db: Db, row: typeof staffPasskeys.$inferInsert) =>
  db
    .insert(staffPasskeys)
    .select(
      sql`select ${row.id}, ${row.staffId}, ${row.publicKey}, ${row.counter}, ${JSON.stringify(row.transports)}, ${row.name}, ${row.createdAt}, null where ${NONE_YET(row.staffId)}`,
    )
    .onConflictDoNothing()
    .returning({ staffId: staffPasskeys.staffId })
