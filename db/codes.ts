import { and, asc, count, eq, isNull, lt, sql, sum } from 'drizzle-orm'
import type { VoterClass } from '../worker/rules/campaign.ts'
import type { BatchId, CampaignId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import { MOST_FAILURES } from '../worker/rules/voting-code.ts'
import type { Db } from './open.ts'
import { codeBatches, codeMisses, votingCodes } from './schema/codes.ts'

export type CodeBatch = typeof codeBatches.$inferSelect
export type StoredCode = typeof votingCodes.$inferSelect

/** A batch with how many of its codes have been used; which ones is told nobody. */
export interface BatchUse extends CodeBatch {
  readonly used: number
}

/** Batches of a campaign that still hold: part of every look-up, so that a batch called back opens nothing. */
export const heldBatches = (db: Db, campaign: CampaignId) =>
  db
    .select({ id: codeBatches.id })
    .from(codeBatches)
    .where(and(eq(codeBatches.campaignId, campaign), isNull(codeBatches.revokedAt)))

/** Where nothing was met just before, writes that down instead: every try writes one row (0012). */
export const countMiss = (db: Db, campaign: CampaignId) =>
  db
    .insert(codeMisses)
    .select(sql`select ${campaign}, 1 where changes() = 0`)
    .onConflictDoUpdate({ target: codeMisses.campaignId, set: { misses: sql`misses + 1` } })

/**
 * Counts a try at a code before it is made, so that a thousand guesses at once are still five, and gives the record; null
 * when there is none, or it has locked.
 */
export async function tryCode(db: Db, campaign: CampaignId, selector: string): Promise<StoredCode | null> {
  const living = and(
    eq(votingCodes.campaignId, campaign),
    eq(votingCodes.selector, selector),
    lt(votingCodes.failures, MOST_FAILURES),
    sql`batch_id in ${heldBatches(db, campaign)}`,
  )
  const [found] = await db.batch([
    db.update(votingCodes).set({ failures: sql`failures + 1` }).where(living).returning(),
    countMiss(db, campaign),
  ])
  return found[0] ?? null
}

/** Takes back the try that `tryCode` counted, since it was right; `used` where it lets somebody in by itself. */
export const rightCode = (db: Db, campaign: CampaignId, { selector, used }: { selector: string; used: boolean }) =>
  db
    .update(votingCodes)
    .set({ failures: sql`failures - 1`, ...(used ? { used: 1 } : {}) })
    .where(and(eq(votingCodes.campaignId, campaign), eq(votingCodes.selector, selector)))

/** The record behind a link, used from now on where it lets somebody in by itself; null when there is none that still holds. */
export async function codeByLink(
  db: Db,
  campaign: CampaignId,
  { linkHash, used }: { linkHash: string; used: boolean },
): Promise<StoredCode | null> {
  const meant = and(
    eq(votingCodes.campaignId, campaign),
    eq(votingCodes.linkHash, linkHash),
    sql`batch_id in ${heldBatches(db, campaign)}`,
  )
  const found = await db.select().from(votingCodes).where(meant).get()
  if (found && used && found.used === 0) await db.update(votingCodes).set({ used: 1 }).where(meant)
  return found ?? null
}

/**
 * Ties a code to a WeChat account: one statement decides, however many come at once. False when the code is tied to another
 * account, or the account to another code. Repeating it with the same account changes nothing.
 */
export async function tieCode(
  db: Db,
  campaign: CampaignId,
  { selector, tag }: { selector: string; tag: string },
): Promise<boolean> {
  const tied = await db.all(
    sql`update or ignore voting_codes set bound_to = ${tag}, used = 1 where campaign_id = ${campaign} and selector = ${selector}
      and (bound_to is null or bound_to = ${tag}) returning selector`,
  )
  return tied.length > 0
}

export const batchesOf = (db: Db, campaign: CampaignId): Promise<readonly CodeBatch[]> =>
  db
    .select()
    .from(codeBatches)
    .where(and(eq(codeBatches.campaignId, campaign), eq(codeBatches.forList, 'codes')))
    .orderBy(asc(codeBatches.createdAt), asc(codeBatches.unit))

/** The batches with their use, and the tries that met no code. */
export async function codeUse(
  db: Db,
  campaign: CampaignId,
): Promise<{ readonly batches: readonly BatchUse[]; readonly misses: number }> {
  const [batches, uses, missed] = await Promise.all([
    batchesOf(db, campaign),
    db
      .select({ id: votingCodes.batchId, used: sum(votingCodes.used).mapWith(Number) })
      .from(votingCodes)
      .where(eq(votingCodes.campaignId, campaign))
      .groupBy(votingCodes.batchId),
    db.select().from(codeMisses).where(eq(codeMisses.campaignId, campaign)).get(),
  ])
  const used = new Map(uses.map(one => [one.id, one.used]))
  return {
    batches: batches.map(batch => ({ ...batch, used: batch.used ?? used.get(batch.id) ?? 0 })),
    misses: missed?.misses ?? 0,
  }
}

/** How many codes somebody could vote with. */
export async function codesOutside(db: Db, campaign: CampaignId): Promise<number> {
  const held = sql`batch_id in ${heldBatches(db, campaign)}`
  const row = await db
    .select({ count: count() })
    .from(votingCodes)
    .where(and(eq(votingCodes.campaignId, campaign), held))
    .get()
  return row?.count ?? 0
}

/** About how many people the list of voters has, by the codes that were made for them. */
export async function peopleListed(db: Db, campaign: CampaignId): Promise<number> {
  const row = await db
    .select({ people: sum(codeBatches.issued).mapWith(Number) })
    .from(codeBatches)
    .where(and(eq(codeBatches.campaignId, campaign), eq(codeBatches.forList, 'roster'), isNull(codeBatches.revokedAt)))
    .get()
  return row?.people ?? 0
}

export const insertBatch = (db: Db, batch: typeof codeBatches.$inferInsert) => db.insert(codeBatches).values(batch)

/** Calls a batch back; one that was is left as it is, and of another campaign nothing is touched. */
export const revokeBatch = (db: Db, campaign: CampaignId, { batch, at }: { batch: BatchId; at: Instant }) =>
  db
    .update(codeBatches)
    .set({ revokedAt: at })
    .where(
      and(
        eq(codeBatches.id, batch),
        eq(codeBatches.campaignId, campaign),
        eq(codeBatches.forList, 'codes'),
        isNull(codeBatches.revokedAt),
      ),
    )

export interface NewCode {
  readonly selector: string
  readonly verifierHash: string
  readonly linkHash: string
}

interface NewCodes {
  readonly campaign: CampaignId
  readonly batch: BatchId
  readonly unit: string
  readonly voterClass: VoterClass | null
  readonly codes: readonly NewCode[]
}

/** All codes of a batch in one statement and one parameter, since D1 takes at most 100 parameters. */
export const insertCodes = (db: Db, { campaign, batch, unit, voterClass, codes }: NewCodes) =>
  db.insert(votingCodes).select(
    sql`select ${campaign}, value ->> 'selector', ${batch}, ${unit}, value ->> 'verifierHash', 0, ${voterClass}, value ->> 'linkHash', 0, null
        from json_each(${JSON.stringify(codes)})`,
  )
