import { Buffer } from 'node:buffer'
import { eq, sql } from 'drizzle-orm'
import type { AppealId } from '../../worker/rules/ids.ts'
import type { Db } from '../open.ts'
import { appealTexts } from './appeals.ts'

/** Stands right after the statement that takes the appeal, and comes to nothing with it. */
export const insertAppealText = (db: Db, appeal: AppealId, sealed: Uint8Array) =>
  db.insert(appealTexts).select(sql`select ${appeal}, ${Buffer.from(sealed)} where changes() > 0`)

/** What the voter wrote, sealed; null when it was deleted. */
export async function appealText(db: Db, appeal: AppealId): Promise<Uint8Array | null> {
  const row = await db.select().from(appealTexts).where(eq(appealTexts.appealId, appeal)).get()
  // D1 gives blobs back as lists of numbers or as buffers.
  return row ? new Uint8Array(row.sealed as unknown as ArrayBuffer) : null
}

export const deleteAppealTexts = (db: Db, ids: readonly AppealId[]) =>
  db.delete(appealTexts).where(sql`${appealTexts.appealId} in (select value from json_each(${JSON.stringify(ids)}))`)
