import { Buffer } from 'node:buffer'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { ObjectionId, StaffId } from '../../worker/rules/ids.ts'
import { type Day, dayOf, type Instant } from '../../worker/rules/time.ts'
import type { Db } from '../open.ts'
import { objectionFiles, objectionPapers, type PaperKind } from './objections.ts'

/** One sealed writing. */
export interface Paper {
  readonly objection: ObjectionId
  /** 16 hexadecimal signs; the same writing sent twice has the same. */
  readonly paper: string
  readonly kind: PaperKind
  readonly by: StaffId | null
  readonly sealed: Uint8Array
}

export interface SealedFile {
  readonly object: string
  readonly size: number
  /** Its name and kind, sealed. */
  readonly sealed: Uint8Array
}

/** When a paper is added, looked at by the statement that adds it. */
export type When =
  /** The statement just before it changed something: the two stand or fall together. */
  | 'follows'
  /** The objection is there. */
  | 'there'
  /** The objection is still open and has fewer than so many supplements. */
  | { readonly openWithFewerThan: number }

const conditionOf = (when: When) => {
  if (when === 'follows') return sql`changes() > 0`
  if (when === 'there') return sql`true`
  return sql`state not in ('declined', 'closed') and purged_at is null and supplements < ${when.openWithFewerThan}`
}

/** Adds a paper after those there are, under a condition; the same again changes nothing. */
export function insertPaper(db: Db, { objection, paper, kind, by, sealed }: Paper, { now, when }: { now: Instant; when: When }) {
  return db
    .insert(objectionPapers)
    .select(
      sql`select ${objection}, ${paper}, (select coalesce(max(position) + 1, 0) from objection_papers where objection_id = ${objection}),
        ${kind}, ${dayOf(now)}, ${by}, ${Buffer.from(sealed)} from objections where id = ${objection} and ${conditionOf(when)}`,
    )
    .onConflictDoNothing()
}

/** Adds a file of a paper. Stands right after the paper, or after the file before it, and comes to nothing with it. */
export const insertFile = (
  db: Db,
  { objection, paper }: { objection: ObjectionId; paper: string },
  position: number,
  { object, size, sealed }: SealedFile,
) =>
  db
    .insert(objectionFiles)
    .select(
      sql`select ${objection}, ${paper}, ${position}, ${object}, ${size}, ${Buffer.from(sealed)}
        from objection_papers where objection_id = ${objection} and paper = ${paper} and changes() > 0`,
    )
    .onConflictDoNothing()

export interface PaperRow {
  readonly paper: string
  readonly kind: PaperKind
  readonly written: Day
  readonly staffId: StaffId | null
  readonly sealed: Uint8Array
}

export const papersOf = (db: Db, objection: ObjectionId): Promise<readonly PaperRow[]> =>
  db.select().from(objectionPapers).where(eq(objectionPapers.objectionId, objection)).orderBy(asc(objectionPapers.position))

export const filesOf = (db: Db, objection: ObjectionId) =>
  db
    .select()
    .from(objectionFiles)
    .where(eq(objectionFiles.objectionId, objection))
    .orderBy(asc(objectionFiles.paper), asc(objectionFiles.position))

/** Null when this paper has no such file. */
export async function fileAt(db: Db, { objection, object }: { objection: ObjectionId; object: string }) {
  const where = and(eq(objectionFiles.objectionId, objection), eq(objectionFiles.object, object))
  return (await db.select().from(objectionFiles).where(where).get()) ?? null
}

/** Deletes everything that was written about these, files first. */
export const deleteContent = (db: Db, ids: readonly ObjectionId[]) => {
  const those = sql`(select value from json_each(${JSON.stringify(ids)}))`
  return [
    db.delete(objectionFiles).where(sql`${objectionFiles.objectionId} in ${those}`),
    db.delete(objectionPapers).where(sql`${objectionPapers.objectionId} in ${those}`),
  ] as const
}
