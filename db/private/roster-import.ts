import { and, eq, lt, sql } from 'drizzle-orm'
import type { VoterClass } from '../../worker/rules/campaign.ts'
import type { BatchId, CampaignId, PersonId, RosterImportId } from '../../worker/rules/ids.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { RosterMode, RosterPlan } from '../../worker/rules/roster.ts'
import { HOUR, type Instant } from '../../worker/rules/time.ts'
import { auditGuard, wasUnsound } from '../audit.ts'
import type { Db } from '../open.ts'
import { codeBatches } from '../schema/codes.ts'
import { rosterImports, rosterPeople, rosterRevisions, rosterStaged } from './roster.ts'

export type RosterImport = typeof rosterImports.$inferSelect

/** How long a list may be on its way before what came of it is thrown away. */
const ON_ITS_WAY = 6 * HOUR

const revisionOf = (campaign: CampaignId) =>
  sql`coalesce((select revision from roster_revisions where campaign_id = ${campaign}), 0)`

interface Begun {
  readonly id: RosterImportId
  readonly campaign: CampaignId
  readonly staff: Staff
  readonly mode: RosterMode
  readonly at: Instant
}

/** Begins an import against the list as it is now, and forgets those that were begun long ago and never ended. */
export async function beginImport(db: Db, { id, campaign, staff, mode, at }: Begun): Promise<void> {
  const stale = sql`import_id in (select id from roster_imports where result is not null or started_at < ${at - ON_ITS_WAY})`
  await db.batch([
    db.delete(rosterStaged).where(stale),
    db.delete(rosterImports).where(and(lt(rosterImports.startedAt, (at - ON_ITS_WAY) as Instant), sql`result is null`)),
    db.insert(rosterImports).select(sql`select ${id}, ${campaign}, ${staff.id}, ${mode}, ${at}, ${revisionOf(campaign)}, null`),
  ])
}

export const importBy = async (db: Db, id: RosterImportId): Promise<RosterImport | null> =>
  (await db.select().from(rosterImports).where(eq(rosterImports.id, id)).get()) ?? null

/** Of these hashes, those that are on the list. */
export async function listedAmong(db: Db, campaign: CampaignId, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.all<{ hash: string }>(
    sql`select person_hash as hash from json_each(${JSON.stringify(hashes)}) cross join roster_people
      on campaign_id = ${campaign} and person_hash = value`,
  )
  return new Set(rows.map(({ hash }) => hash))
}

export interface StagedRow {
  readonly personHash: string
  readonly row: number
  readonly id: PersonId
  readonly unit: string
  readonly voterClass: VoterClass
  readonly batchId: BatchId
  readonly verifierHash: string
  readonly linkHash: string
}

/** Rows on their way. The same rows again take the place of themselves; another row with the same person is left out. */
export const stageRows = (db: Db, id: RosterImportId, rows: readonly StagedRow[]) => {
  const said = (key: keyof StagedRow) => sql`value ->> ${sql.raw(`'${key}'`)}`
  return db.run(
    sql`insert into roster_staged select ${id}, ${said('personHash')}, ${said('row')}, ${said('id')}, ${said('unit')},
        ${said('voterClass')}, ${said('batchId')}, ${said('verifierHash')}, ${said('linkHash')} from json_each(${JSON.stringify(rows)}) where true
      on conflict (import_id, person_hash) do update set id = excluded.id, unit = excluded.unit, voter_class = excluded.voter_class,
        batch_id = excluded.batch_id, verifier_hash = excluded.verifier_hash, link_hash = excluded.link_hash
      where roster_staged.row = excluded.row`,
  )
}

/** What is staged beside what is there; `staged` rows in all. */
export interface Staged extends RosterPlan {
  readonly staged: number
  /** Where only codes are new: rows of people who are not on the list. */
  readonly strangers: number
}

/** `fixed` leaves people who are there as they are. */
export async function stagedPlan(db: Db, { id, campaignId, mode }: RosterImport, { fixed }: { fixed: boolean }): Promise<Staged> {
  const people = sql`roster_people p on p.campaign_id = ${campaignId} and p.person_hash = s.person_hash`
  const row = await db.get<{ staged: number; fresh: number; there: number; differ: number; listed: number }>(
    sql`select count(*) as staged, coalesce(sum(s.verifier_hash <> ''), 0) as fresh, count(p.id) as there,
        coalesce(sum(p.unit <> s.unit or p.voter_class <> s.voter_class), 0) as differ,
        (select count(*) from roster_people where campaign_id = ${campaignId}) as listed
      from roster_staged s left join ${people} where s.import_id = ${id}`,
  )
  const { staged, fresh, there, differ, listed } = row
  if (mode === 'reissue') return { staged, strangers: staged - there, added: 0, changed: 0, removed: 0, reissued: fresh, same: 0 }
  const changed = fixed ? 0 : differ
  const removed = mode === 'replace' ? listed - there : 0
  return { staged, strangers: 0, added: fresh, changed, removed, reissued: 0, same: staged - fresh - changed }
}

interface Settling {
  readonly staff: Staff
  readonly at: Instant
  readonly plan: RosterPlan
}

/**
 * Makes everything that is staged live in one batch, or nothing of it. Its first statement is the line of the log, and that
 * line is the guard: where the list is no longer the one that the plan was made from, or may no longer be replaced, what
 * would be written is no JSON, the table's own check refuses it, and all is rolled back. False then.
 */
export async function settleImport(
  db: Db,
  { id, campaignId: campaign, mode, revision }: RosterImport,
  { staff, at, plan }: Settling,
): Promise<boolean> {
  const { added, changed, removed, reissued } = plan
  const event =
    mode === 'reissue'
      ? ({ kind: 'roster-codes-reissued', campaign, count: reissued } as const)
      : ({ kind: 'roster-imported', campaign, added, changed, removed } as const)
  const opened = sql`exists (select 1 from campaigns where id = ${campaign} and opened_at is not null)`
  // What would touch somebody who is there may not happen any more once people vote.
  const fixed = mode === 'replace' || changed > 0 ? opened : sql`false`
  const unsettled = sql`exists (select 1 from roster_imports where id = ${id} and result is null)`
  const sound = sql`${revisionOf(campaign)} = ${revision} and ${unsettled} and not ${fixed}`
  const staged = sql`roster_staged s where s.import_id = ${id}`
  const mine = sql`campaign_id = ${campaign}`
  const same = sql`roster_people.campaign_id = ${campaign} and s.import_id = ${id} and s.person_hash = roster_people.person_hash`
  try {
    await db.batch([
      auditGuard(db, staff, { at, event, sound }),
      db.insert(codeBatches).select(sql`select s.batch_id, ${campaign}, max(s.unit), count(*), ${at}, null, null, 'roster', null
        from ${staged} and s.verifier_hash <> '' group by s.batch_id`),
      ...(mode === 'replace'
        ? [db.delete(rosterPeople).where(sql`${mine} and person_hash not in (select s.person_hash from ${staged})`)]
        : []),
      ...(changed > 0
        ? [
            db
              .update(rosterPeople)
              .set({ unit: sql`s.unit`, voterClass: sql`s.voter_class` })
              .from(sql`roster_staged s`)
              .where(sql`${same} and (s.unit <> roster_people.unit or s.voter_class <> roster_people.voter_class)`),
          ]
        : []),
      mode === 'reissue'
        ? db
            .update(rosterPeople)
            .set({ batchId: sql`s.batch_id`, verifierHash: sql`s.verifier_hash`, linkHash: sql`s.link_hash`, failures: 0 })
            .from(sql`roster_staged s`)
            .where(same)
        : db.insert(rosterPeople).select(sql`select ${campaign}, s.person_hash, s.id, s.unit, s.voter_class, s.batch_id,
            s.verifier_hash, s.link_hash, 0, 0 from ${staged} and s.verifier_hash <> ''`),
      // A batch whose codes are nobody's any more is called back, and with it the sessions that came of them.
      db
        .update(codeBatches)
        .set({ revokedAt: at })
        .where(sql`${mine} and for_list = 'roster' and revoked_at is null
          and not exists (select 1 from roster_people p where p.batch_id = code_batches.id)`),
      db
        .insert(rosterRevisions)
        .values({ campaignId: campaign, revision: 1 })
        .onConflictDoUpdate({ target: rosterRevisions.campaignId, set: { revision: sql`revision + 1` } }),
      db
        .update(rosterImports)
        .set({ result: JSON.stringify(plan) })
        .where(eq(rosterImports.id, id)),
      db.delete(rosterStaged).where(eq(rosterStaged.importId, id)),
    ])
    return true
  } catch (error) {
    if (wasUnsound(error)) return false
    throw error
  }
}
