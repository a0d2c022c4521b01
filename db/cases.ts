import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { AuditEvent } from '../worker/rules/audit.ts'
import type { CaseKind, CaseVerdict, Judge } from '../worker/rules/case-decision.ts'
import type { CaseFile, CaseLine, CaseStep, Said } from '../worker/rules/case-file.ts'
import type { CaseSheet } from '../worker/rules/case-sheet.ts'
import type { CampaignId, CaseId, StaffId } from '../worker/rules/ids.ts'
import type { Instant, Window } from '../worker/rules/time.ts'
import { written } from './case-writes.ts'
import type { Db } from './open.ts'
import { auditEvents } from './schema/audit.ts'
import { milestones } from './schema/campaigns.ts'
import { caseRounds, cases } from './schema/cases.ts'
import { staff } from './schema/staff.ts'

const proposer = alias(staff, 'proposer')
const decider = alias(staff, 'decider')

const LINE = {
  id: cases.id,
  kind: cases.kind,
  state: cases.state,
  openedAt: cases.openedAt,
  day: cases.day,
  size: cases.size,
  families: sql<string>`${cases.sheet} -> 'families'`,
  tie: sql<CaseSheet['tie']>`${cases.sheet} ->> 'tie'`,
  verdict: cases.verdict,
  reason: cases.reason,
  revision: cases.revision,
  proposedBy: cases.proposedBy,
  proposedName: proposer.name,
  proposedRole: cases.proposedRole,
  proposedAt: cases.proposedAt,
  decidedBy: cases.decidedBy,
  decidedName: decider.name,
  decidedRole: cases.decidedRole,
  decidedAt: cases.decidedAt,
  unwritten: sql<number>`case when ${cases.state} = 'decided' and ${cases.verdict} <> 'uphold' then ${cases.boxes} - ${written} else 0 end`,
}

const FILE = {
  ...LINE,
  campaign: cases.campaignId,
  sheet: cases.sheet,
  ballots: cases.ballots,
  boxes: cases.boxes,
  reopens: cases.reopens,
  reopenedBy: sql<CaseId | null>`(select r.id from cases r where r.reopens = cases.id)`,
  moved: sql<number>`(select coalesce(sum(w.moved), 0) from case_writes w where w.case_id = cases.id)`,
}

const said = (by: StaffId | null, name: string | null, role: Judge | null, at: Instant | null): Said | null =>
  by && role && at !== null ? { by, name: name ?? by, role, at } : null

type Row = Awaited<ReturnType<typeof lineRows>>[number]

const lineRows = (db: Db, campaign: CampaignId, limit: number) =>
  db
    .select(LINE)
    .from(cases)
    .leftJoin(proposer, eq(proposer.id, cases.proposedBy))
    .leftJoin(decider, eq(decider.id, cases.decidedBy))
    .where(eq(cases.campaignId, campaign))
    .orderBy(sql`${cases.state} = 'decided'`, sql`${cases.state} = 'open'`, desc(cases.openedAt), asc(cases.day), asc(cases.id))
    .limit(limit)

function lineOf(row: Row): CaseLine {
  const { proposedBy, proposedName, proposedRole, proposedAt, decidedBy, decidedName, decidedRole, decidedAt, ...rest } = row
  return {
    ...rest,
    families: JSON.parse(row.families) as CaseSheet['families'],
    proposed: said(proposedBy, proposedName, proposedRole, proposedAt),
    decided: said(decidedBy, decidedName, decidedRole, decidedAt),
  }
}

/** Those that wait for a second person, then those that wait for a first, then what is decided; the newest first. */
export const casesOf = async (db: Db, campaign: CampaignId, limit: number): Promise<readonly CaseLine[]> =>
  (await lineRows(db, campaign, limit)).map(lineOf)

/** Null when this campaign has no such case. */
export async function caseById(db: Db, campaign: CampaignId, id: CaseId): Promise<CaseFile | null> {
  const row = await db
    .select(FILE)
    .from(cases)
    .leftJoin(proposer, eq(proposer.id, cases.proposedBy))
    .leftJoin(decider, eq(decider.id, cases.decidedBy))
    .where(and(eq(cases.id, id), eq(cases.campaignId, campaign)))
    .get()
  if (!row) return null
  const { campaign: whose, sheet, ballots, boxes, reopens, reopenedBy, moved, ...line } = row
  return { ...lineOf(line), campaign: whose, sheet, ballots, boxes, reopens, reopenedBy, moved }
}

/** The round of case making that is to come, and the ballots that stand in cases whose boxes have not all been told. */
export async function casesUnderWay(db: Db, campaign: CampaignId) {
  const [round, rows] = await db.batch([
    db.select({ round: caseRounds.round }).from(caseRounds).where(eq(caseRounds.campaignId, campaign)),
    db
      .select({ ballots: cases.ballots })
      .from(cases)
      .where(
        and(
          eq(cases.campaignId, campaign),
          eq(cases.kind, 'held'),
          sql`(${cases.state} <> 'decided' or ${written} < ${cases.boxes})`,
        ),
      ),
  ])
  return { round: round[0]?.round ?? 0, ballots: rows.map(({ ballots }) => ballots) }
}

/** Takes the turn of a round, if nobody else has; `opener` is a word that only this caller knows. */
export const takeRound = (db: Db, campaign: CampaignId, { round, opener }: { round: number; opener: string }) =>
  db
    .insert(caseRounds)
    .values({ campaignId: campaign, round: round + 1, opener })
    .onConflictDoUpdate({
      target: caseRounds.campaignId,
      set: { round: round + 1, opener },
      setWhere: eq(caseRounds.round, round),
    })

export interface NewCase {
  readonly id: CaseId
  readonly campaign: CampaignId
  readonly kind: CaseKind
  readonly at: Instant
  readonly sheet: CaseSheet
  readonly ballots: string
  readonly boxes: number
  readonly reopens: CaseId | null
}

const valuesOf = ({ id, campaign, kind, at, sheet, ballots, boxes, reopens }: NewCase) =>
  sql`select ${id}, ${campaign}, ${kind}, 'open', ${at}, ${sheet.day}, ${sheet.count}, ${boxes}, ${JSON.stringify(sheet)}, ${ballots},
    ${reopens}, null, null, null, null, null, null, null, null, null, 1`

/** Opens a case in the turn of its opener; comes to nothing when another took the round. */
export const insertInRound = (db: Db, one: NewCase, opener: string) =>
  db
    .insert(cases)
    .select(
      sql`${valuesOf(one)} from case_rounds where case_rounds.campaign_id = ${one.campaign} and case_rounds.opener = ${opener}`,
    )

/** Opens the case of a ballot whose voter appeals, unless there is one. */
export const insertForAppeal = (db: Db, one: NewCase, { shard, seq }: { shard: number; seq: number }) =>
  db.insert(cases).select(
    sql`${valuesOf(one)} where not exists (
        select 1 from appeals where appeals.campaign_id = ${one.campaign} and appeals.shard = ${shard} and appeals.seq = ${seq})`,
  )

/** Opens the case in which voided ballots are looked at once more; the same case is reopened once. */
export const insertReversal = (db: Db, one: NewCase) =>
  db
    .insert(cases)
    .select(
      sql`${valuesOf(one)} from cases v where v.id = ${one.reopens} and v.state = 'decided' and v.kind = 'held' and v.verdict = 'void'`,
    )
    .onConflictDoNothing()

export interface Acting {
  readonly id: CaseId
  /** The revision the page showed. */
  readonly revision: number
  readonly by: StaffId
  readonly role: Judge
  readonly at: Instant
}

export const proposeVerdict = (
  db: Db,
  { id, revision, by, role, at, verdict, reason }: Acting & { verdict: CaseVerdict; reason: string },
) =>
  db
    .update(cases)
    .set({ state: 'proposed', verdict, reason, proposedBy: by, proposedRole: role, proposedAt: at, revision: revision + 1 })
    .where(and(eq(cases.id, id), eq(cases.state, 'open'), eq(cases.revision, revision)))
    .returning({ id: cases.id })

/** The statement itself looks that it is another person, of the other role. */
export const confirmVerdict = (db: Db, { id, revision, by, role, at }: Acting) =>
  db
    .update(cases)
    .set({ state: 'decided', decidedBy: by, decidedRole: role, decidedAt: at, triedAt: at, revision: revision + 1 })
    .where(
      and(
        eq(cases.id, id),
        eq(cases.state, 'proposed'),
        eq(cases.revision, revision),
        ne(cases.proposedBy, by),
        ne(cases.proposedRole, role),
      ),
    )
    .returning({ id: cases.id })

/** Back to open, by another person than proposed it. */
export const refuseVerdict = (db: Db, { id, revision, by }: Acting) =>
  db
    .update(cases)
    .set({
      state: 'open',
      verdict: null,
      reason: null,
      proposedBy: null,
      proposedRole: null,
      proposedAt: null,
      revision: revision + 1,
    })
    .where(and(eq(cases.id, id), eq(cases.state, 'proposed'), eq(cases.revision, revision), ne(cases.proposedBy, by)))
    .returning({ id: cases.id })

/** Every line of the log about a case, oldest first. */
export async function stepsOf(db: Db, id: CaseId): Promise<readonly CaseStep[]> {
  const { seq, at, actor, role, kind, detail } = auditEvents
  const rows = await db
    .select({ at, actor, role, kind, detail, name: staff.name })
    .from(auditEvents)
    .leftJoin(staff, eq(staff.id, actor))
    .where(sql`${detail} ->> 'case' = ${id} and ${detail} ->> 'case' is not null`)
    .orderBy(asc(seq))
    .limit(200)
  return rows.map(row => ({
    at: row.at,
    who: row.name ?? row.actor,
    role: row.role,
    event: { kind: row.kind, ...(row.detail as object) } as AuditEvent,
  }))
}

const hasSample = sql`json_array_length(${cases.sheet}, '$.sample') > 0`

/** Campaigns of whose ballots some sheet still shows single rows, with the window of their vote. */
export async function campaignsWithSamples(
  db: Db,
): Promise<readonly { readonly campaign: CampaignId; readonly window: Window }[]> {
  const rows = await db
    .selectDistinct({ campaign: cases.campaignId, from: milestones.from, until: milestones.until })
    .from(cases)
    .innerJoin(milestones, and(eq(milestones.campaignId, cases.campaignId), eq(milestones.step, 'vote')))
    .where(hasSample)
  return rows.map(({ campaign, ...window }) => ({ campaign, window }))
}

/** Deletes the rows of single ballots from the sheets of a campaign. */
export const forgetSamples = (db: Db, campaign: CampaignId) =>
  db
    .update(cases)
    .set({ sheet: sql`json_set(${cases.sheet}, '$.sample', json('[]'))` })
    .where(and(eq(cases.campaignId, campaign), hasSample))
