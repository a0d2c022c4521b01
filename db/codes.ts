import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { BatchId, CampaignId } from '../worker/rules/ids.ts'
import { MOST_FAILURES } from '../worker/rules/voting-code.ts'
import type { Db } from './open.ts'
import { codeBatches, votingCodes } from './schema/codes.ts'

export type CodeBatch = typeof codeBatches.$inferSelect
export type StoredCode = typeof votingCodes.$inferSelect

/** The record of a selector that has not locked; null otherwise. */
export async function livingCode(db: Db, campaign: CampaignId, selector: string): Promise<StoredCode | null> {
  const living = and(
    eq(votingCodes.campaignId, campaign),
    eq(votingCodes.selector, selector),
    lt(votingCodes.failures, MOST_FAILURES),
  )
  return (await db.select().from(votingCodes).where(living).get()) ?? null
}

/** Counts a wrong verifier. One statement, so that parallel guesses cannot share a count. */
export const countCodeFailure = (db: Db, campaign: CampaignId, selector: string) =>
  db
    .update(votingCodes)
    .set({ failures: sql`${votingCodes.failures} + 1` })
    .where(and(eq(votingCodes.campaignId, campaign), eq(votingCodes.selector, selector)))

export const batchesOf = (db: Db, campaign: CampaignId): Promise<readonly CodeBatch[]> =>
  db
    .select()
    .from(codeBatches)
    .where(eq(codeBatches.campaignId, campaign))
    .orderBy(asc(codeBatches.createdAt), asc(codeBatches.unit))

export const insertBatch = (db: Db, batch: typeof codeBatches.$inferInsert) => db.insert(codeBatches).values(batch)

export interface NewCode {
  readonly selector: string
  readonly verifierHash: string
}

/** All codes of a batch in one statement and one parameter, since D1 takes at most 100 parameters. */
export const insertCodes = (
  db: Db,
  { campaign, batch, unit, codes }: { campaign: CampaignId; batch: BatchId; unit: string; codes: readonly NewCode[] },
) =>
  db
    .insert(votingCodes)
    .select(
      sql`select ${campaign}, value ->> 'selector', ${batch}, ${unit}, value ->> 'verifierHash', 0 from json_each(${JSON.stringify(codes)})`,
    )
