import { and, eq, isNull, sql } from 'drizzle-orm'
import type { AppealFile } from '../worker/rules/case-file.ts'
import type { AppealId, CampaignId, CaseId } from '../worker/rules/ids.ts'
import type { Place } from '../worker/rules/receipt.ts'
import type { Day, Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { appeals } from './schema/appeals.ts'
import { cases } from './schema/cases.ts'

// Nothing here reads what anybody wrote; that is db/private/appeal-texts.ts.

const FILE = {
  id: appeals.id,
  case: appeals.caseId,
  filed: appeals.filed,
  state: cases.state,
  verdict: cases.verdict,
  reason: cases.reason,
  decidedAt: cases.decidedAt,
  purgedAt: appeals.purgedAt,
}

const files = (db: Db) => db.select(FILE).from(appeals).innerJoin(cases, eq(cases.id, appeals.caseId))

const fileOf = ({ purgedAt, ...row }: Omit<AppealFile, 'purged'> & { readonly purgedAt: Instant | null }): AppealFile => ({
  ...row,
  purged: purgedAt !== null,
})

/** The appeal about the ballot at this place; null when there is none. */
export async function appealAt(db: Db, campaign: CampaignId, { shard, seq }: Place): Promise<AppealFile | null> {
  const here = and(eq(appeals.campaignId, campaign), eq(appeals.shard, shard), eq(appeals.seq, seq))
  const row = await files(db).where(here).get()
  return row ? fileOf(row) : null
}

/** The appeal that a case decides; null when it decides none. */
export async function appealOfCase(db: Db, id: CaseId): Promise<AppealFile | null> {
  const row = await files(db).where(eq(appeals.caseId, id)).get()
  return row ? fileOf(row) : null
}

/** Stands right after the statement that opens its case, and comes to nothing with it. */
export const insertAppeal = (
  db: Db,
  { id, campaign, case: caseId, filed }: { id: AppealId; campaign: CampaignId; case: CaseId; filed: Day },
  { shard, seq }: Place,
) =>
  db
    .insert(appeals)
    .select(sql`select ${id}, ${campaign}, ${shard}, ${seq}, ${caseId}, ${filed}, null where changes() > 0`)
    .returning({ id: appeals.id })

/** Decided appeals whose text is still there, with the moment of the decision; the oldest first. */
export const decidedAppeals = async (db: Db): Promise<readonly { readonly id: AppealId; readonly decided: Instant }[]> =>
  (await db
    .select({ id: appeals.id, decided: cases.decidedAt })
    .from(appeals)
    .innerJoin(cases, eq(cases.id, appeals.caseId))
    .where(and(eq(cases.state, 'decided'), isNull(appeals.purgedAt)))
    .orderBy(cases.decidedAt)
    .limit(500)) as { id: AppealId; decided: Instant }[]

/** Marks that the text of these was deleted. */
export const markAppealsPurged = (db: Db, ids: readonly AppealId[], at: Instant) =>
  db
    .update(appeals)
    .set({ purgedAt: at })
    .where(and(sql`${appeals.id} in (select value from json_each(${JSON.stringify(ids)}))`, isNull(appeals.purgedAt)))
