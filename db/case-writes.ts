import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { CaseVerdict, Judge } from '../worker/rules/case-decision.ts'
import type { CampaignId, CaseId, StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { cases, caseWrites } from './schema/cases.ts'

/** How many boxes have carried out what was decided in a case. */
export const written = sql<number>`(select count(*) from case_writes w where w.case_id = cases.id)`

/** A decision that boxes have yet to carry out. */
export interface Unwritten {
  readonly id: CaseId
  readonly campaign: CampaignId
  readonly verdict: CaseVerdict
  readonly ballots: string
  readonly proposedBy: StaffId
  readonly decidedBy: StaffId
  readonly proposedRole: Judge
  readonly decidedRole: Judge
  readonly triedAt: Instant
}

/** Decisions that some box has not carried out, the longest waiting first; only those of one case when it is named. */
export async function unwrittenCases(db: Db, only: CaseId | null): Promise<readonly Unwritten[]> {
  const rows = await db
    .select({
      id: cases.id,
      campaign: cases.campaignId,
      verdict: cases.verdict,
      ballots: cases.ballots,
      proposedBy: cases.proposedBy,
      decidedBy: cases.decidedBy,
      proposedRole: cases.proposedRole,
      decidedRole: cases.decidedRole,
      triedAt: cases.triedAt,
    })
    .from(cases)
    .where(
      and(
        eq(cases.state, 'decided'),
        ne(cases.verdict, 'uphold'),
        sql`${written} < ${cases.boxes}`,
        only ? eq(cases.id, only) : undefined,
      ),
    )
    .orderBy(asc(cases.triedAt))
    .limit(50)
  return rows as readonly Unwritten[]
}

export const noteTry = (db: Db, id: CaseId, at: Instant) => db.update(cases).set({ triedAt: at }).where(eq(cases.id, id))

/** A box has carried the decision out; said twice it stands as it was said first. */
export const noteWritten = (db: Db, { id, shard, moved, at }: { id: CaseId; shard: number; moved: number; at: Instant }) =>
  db.insert(caseWrites).values({ caseId: id, shard, moved, at }).onConflictDoNothing()

/** The boxes that have carried a decision out. */
export const boxesWritten = async (db: Db, id: CaseId): Promise<readonly number[]> =>
  (await db.select({ shard: caseWrites.shard }).from(caseWrites).where(eq(caseWrites.caseId, id))).map(({ shard }) => shard)
