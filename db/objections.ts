import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { CampaignId, NoticeId, ObjectionId, StaffId } from '../worker/rules/ids.ts'
import { DONE, type ObjectionCounts, type ObjectionLine, type ObjectionState } from '../worker/rules/objection.ts'
import { dayOf, type Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { notices } from './schema/notices.ts'
import { objections } from './schema/objections.ts'
import { publicity } from './schema/publicity.ts'
import { staff } from './schema/staff.ts'

// Nothing here reads what anybody wrote; that is db/private/objection-papers.ts.

/** An objection with where it belongs. */
export interface ObjectionFile extends ObjectionLine {
  readonly notice: NoticeId
  readonly noticeTitle: string
  readonly campaign: CampaignId | null
  readonly movedBy: string | null
  readonly movedAt: Instant | null
}

const FILE = {
  id: objections.id,
  state: objections.state,
  named: objections.named,
  filed: objections.filed,
  since: objections.since,
  files: objections.files,
  supplements: objections.supplements,
  revision: objections.revision,
  purgedAt: objections.purgedAt,
  notice: objections.noticeId,
  noticeTitle: notices.title,
  campaign: objections.campaignId,
  movedBy: staff.name,
  movedAt: objections.movedAt,
}

const files = (db: Db) =>
  db
    .select(FILE)
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .leftJoin(staff, eq(staff.id, objections.movedBy))

const fileOf = ({ purgedAt, ...row }: Omit<ObjectionFile, 'purged'> & { readonly purgedAt: Instant | null }): ObjectionFile => ({
  ...row,
  purged: purgedAt !== null,
})

/** Null when there is none. */
export async function objectionById(db: Db, id: ObjectionId): Promise<ObjectionFile | null> {
  const row = await files(db).where(eq(objections.id, id)).get()
  return row ? fileOf(row) : null
}

/** The objection whose tracking code has this keyed hash; null when there is none. */
export async function objectionByTracking(db: Db, hash: string): Promise<ObjectionFile | null> {
  const row = await files(db).where(eq(objections.trackingHash, hash)).get()
  return row ? fileOf(row) : null
}

/** What is open first, the longest in its state first. */
export async function objectionList(db: Db, { state, limit }: { state: ObjectionState | null; limit: number }) {
  const rows = await files(db)
    .where(state ? eq(objections.state, state) : undefined)
    .orderBy(sql`${objections.state} in ('declined', 'closed')`, asc(objections.since), asc(objections.id))
    .limit(limit)
  return rows.map(fileOf)
}

/** How many were received and how many are done: all that a public page may say. */
export async function objectionCounts(db: Db, notice: NoticeId): Promise<ObjectionCounts> {
  const row = await db
    .select({ received: sql<number>`count(*)`, done: sql<number>`coalesce(sum(${inArray(objections.state, [...DONE])}), 0)` })
    .from(objections)
    .where(eq(objections.noticeId, notice))
    .get()
  return row ?? { received: 0, done: 0 }
}

export interface NewObjection {
  readonly id: ObjectionId
  readonly notice: NoticeId
  readonly campaign: CampaignId | null
  readonly trackingHash: string
  readonly named: boolean
  readonly files: number
}

/**
 * Takes an objection, if its notice can be objected to: published, not withdrawn, not concluded, and its last day not
 * over. The statement itself looks, as that of a conclusion does. The same id again is left as it is.
 */
export function insertObjection(db: Db, objection: NewObjection, now: Instant) {
  const { id, notice, campaign, trackingHash, named, files } = objection
  const today = dayOf(now)
  return db
    .insert(objections)
    .select(
      sql`select ${id}, ${notice}, ${campaign}, ${trackingHash}, 'received', ${named ? 1 : 0}, ${today}, ${today}, ${files}, 0, 1, null, null, null
        from notices where id = ${notice} and kind = 'publicity' and publish_at <= ${now} and withdrawn_at is null
        and conclusion is null and through_day >= ${today}`,
    )
    .onConflictDoNothing()
    .returning({ id: objections.id })
}

/** One lawful move, if nobody has moved it since that revision. */
export const moveObjection = (
  db: Db,
  {
    id,
    from,
    to,
    revision,
    by,
    at,
  }: { id: ObjectionId; from: ObjectionState; to: ObjectionState; revision: number; by: StaffId; at: Instant },
) =>
  db
    .update(objections)
    .set({ state: to, since: dayOf(at), revision: revision + 1, movedBy: by, movedAt: at })
    .where(and(eq(objections.id, id), eq(objections.state, from), eq(objections.revision, revision)))
    .returning({ id: objections.id })

/** Stands right after the paper of a supplement, whose count it reads. The revision turns: whoever was about to move it looks again. */
export const countSupplement = (db: Db, id: ObjectionId, files: number) =>
  db
    .update(objections)
    .set({
      supplements: sql`${objections.supplements} + 1`,
      files: sql`${objections.files} + ${files}`,
      revision: sql`${objections.revision} + 1`,
      movedBy: null,
      movedAt: null,
    })
    .where(and(eq(objections.id, id), sql`changes() > 0`))
    .returning({ id: objections.id })

/** Finished objections whose content may be due for deletion: with the moments at which they and their notices were done. */
export async function finishedObjections(db: Db): Promise<readonly { id: ObjectionId; done: Instant; concluded: Instant }[]> {
  const rows = await db
    .select({
      id: objections.id,
      done: objections.movedAt,
      concluded: sql<Instant | null>`coalesce(${publicity.concludedAt}, ${notices.withdrawnAt})`,
    })
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .leftJoin(publicity, eq(publicity.noticeId, objections.noticeId))
    .where(and(inArray(objections.state, [...DONE]), isNull(objections.purgedAt)))
    .limit(500)
  return rows.flatMap(({ id, done, concluded }) => (done !== null && concluded !== null ? [{ id, done, concluded }] : []))
}

/** Marks that the content of these was deleted; those that were already are left. */
export const markPurged = (db: Db, ids: readonly ObjectionId[], at: Instant) =>
  db
    .update(objections)
    .set({ purgedAt: at })
    .where(and(sql`${objections.id} in (select value from json_each(${JSON.stringify(ids)}))`, isNull(objections.purgedAt)))

/** The names behind these accounts. */
export async function staffNames(db: Db, ids: readonly StaffId[]): Promise<ReadonlyMap<StaffId, string>> {
  const those = sql`${staff.id} in (select value from json_each(${JSON.stringify(ids)}))`
  const rows = await db.select({ id: staff.id, name: staff.name }).from(staff).where(those)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
