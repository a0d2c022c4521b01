import { desc, max, sql } from 'drizzle-orm'
import type { DeletionRecord, RetentionRule } from '../worker/rules/retention.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { deletions } from './schema/archive.ts'

export interface Deletion {
  readonly rule: RetentionRule
  /** A campaign, or 'site'. */
  readonly subject: string
  readonly dueAt: Instant
  readonly at: Instant
}

/** The record of a deletion, right after the statement that deletes, whose rows it counts; none where that found nothing. */
export const noteDeletion = (db: Db, { rule, subject, dueAt, at }: Deletion) =>
  db
    .insert(deletions)
    .select(sql`select ${rule}, ${subject}, ${at}, ${dueAt}, changes() where changes() > 0`)
    .onConflictDoNothing()

/** The record of what was deleted elsewhere than in the database: so many, once under a rule for a campaign. */
export const noteDeletedElsewhere = (db: Db, { rule, subject, dueAt, at }: Deletion, items: number) =>
  db.insert(deletions).select(sql`select ${rule}, ${subject}, ${at}, ${dueAt}, ${items}
    where ${items} > 0 and not exists (select 1 from deletions where rule = ${rule} and subject = ${subject})`)

/** What was deleted, the latest first. */
export const lastDeletions = async (db: Db, limit: number): Promise<readonly DeletionRecord[]> =>
  (await db.select().from(deletions).orderBy(desc(deletions.at), deletions.rule).limit(limit)) as DeletionRecord[]

/** When something was deleted last; null before the first time. */
export const lastDeletionAt = async (db: Db): Promise<Instant | null> =>
  (
    await db
      .select({ at: max(deletions.at) })
      .from(deletions)
      .get()
  )?.at ?? null
