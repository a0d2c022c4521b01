import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import type { StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { staff, staffLinks } from './schema/staff.ts'
import type { StaffFile } from './staff.ts'

export type LinkFile = typeof staffLinks.$inferSelect

export interface NewLink {
  readonly tokenHash: string
  readonly createdAt: Instant
  readonly until: Instant
}

/** A link for a person who has an account; it takes the place of an older one. Nothing when there is no such account. */
export const putLink = (db: Db, staffId: StaffId, { kind, ...row }: NewLink & { kind: 'invitation' | 'recovery' }) =>
  db
    .insert(staffLinks)
    .select(
      sql`select ${row.tokenHash}, id, ${kind}, ${row.createdAt}, ${row.until} from staff where id = ${staffId} and disabled_at is null`,
    )
    .onConflictDoUpdate({
      target: staffLinks.staffId,
      set: { tokenHash: row.tokenHash, kind, createdAt: row.createdAt, until: row.until },
    })
    .returning({ tokenHash: staffLinks.tokenHash })

export const NO_ADMINISTRATOR = sql`not exists (select 1 from staff where role = 'administrator')`

/** The link of the first administrator, in place of an older one; a row comes back only while there is no administrator. */
export const putFirstLink = (db: Db, row: NewLink) =>
  [
    db.delete(staffLinks).where(eq(staffLinks.kind, 'first')),
    db
      .insert(staffLinks)
      .select(sql`select ${row.tokenHash}, null, 'first', ${row.createdAt}, ${row.until} where ${NO_ADMINISTRATOR}`)
      .returning({ tokenHash: staffLinks.tokenHash }),
  ] as const

/** A link that still opens, and whose account it is for; null when spent, too old, or its account is disabled. */
export async function livingLink(
  db: Db,
  tokenHash: string,
  now: Instant,
): Promise<{ readonly link: LinkFile; readonly account: StaffFile | null } | null> {
  const row = await db
    .select({ link: staffLinks, account: staff })
    .from(staffLinks)
    .leftJoin(staff, eq(staff.id, staffLinks.staffId))
    .where(and(eq(staffLinks.tokenHash, tokenHash), gt(staffLinks.until, now), isNull(staff.disabledAt)))
    .get()
  return row ?? null
}

/** Holds while the link opens: every statement of the batch that spends it carries this. */
export const linkLives = (tokenHash: string, now: Instant): SQL =>
  sql`exists (select 1 from staff_links where token_hash = ${tokenHash} and until_at > ${now})`

export const deleteLink = (db: Db, tokenHash: string, when?: SQL) =>
  db.delete(staffLinks).where(and(eq(staffLinks.tokenHash, tokenHash), when))

export const deleteLinkOf = (db: Db, staffId: StaffId, when: SQL) =>
  db.delete(staffLinks).where(and(eq(staffLinks.staffId, staffId), when))
