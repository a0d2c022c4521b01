import { and, asc, count, desc, eq, gte, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { CommentFile, Heap, OwnComment, ReportReason, Ruling, ShownComment } from '../worker/rules/comment.ts'
import { COMMENTS_A_DAY, REPORTS_TO_REVIEW } from '../worker/rules/comment.ts'
import type { CampaignId, CommentId, StaffId } from '../worker/rules/ids.ts'
import type { Day, Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { commentReports, comments } from './schema/comments.ts'
import { staff } from './schema/staff.ts'

export interface NewComment {
  readonly id: CommentId
  readonly campaign: CampaignId
  readonly number: number
  readonly text: string
  readonly signature: string
  readonly at: Instant
  readonly day: Day
  readonly writer: string
}

/** One statement finds the device's next seat of the day and takes it; two at once cannot take the same, nor a sixth. */
export const insertComment = (db: Db, { id, campaign, number, text, signature, at, day, writer }: NewComment) =>
  db
    .insert(comments)
    .select(
      sql`select ${id}, ${campaign}, ${number}, ${text}, ${signature}, 'waiting', null, 0, 0, 0, ${at}, ${day}, ${writer}, seat,
        1, null, null
        from (select coalesce(max(seat), 0) + 1 as seat from comments where writer = ${writer} and day = ${day})
        where seat <= ${COMMENTS_A_DAY}`,
    )
    .onConflictDoNothing()

/** Forgets which comments came from one device, and who reported what, once that is old. */
export const forgetWriters = (db: Db, before: Instant) =>
  [
    db
      .update(comments)
      .set({ writer: null })
      .where(and(isNotNull(comments.writer), lt(comments.writtenAt, before))),
    db.delete(commentReports).where(lt(commentReports.at, before)),
  ] as const

/** What this device wrote about this nominee, newest first. */
export const commentsBy = async (
  db: Db,
  { writer, number }: { writer: string; number: number },
): Promise<readonly (OwnComment & { readonly day: Day })[]> =>
  db
    .select({
      text: comments.text,
      state: comments.state,
      reason: comments.reason,
      reports: comments.reports,
      writtenAt: comments.writtenAt,
      day: comments.day,
    })
    .from(comments)
    .where(and(eq(comments.writer, writer), eq(comments.number, number)))
    .orderBy(desc(comments.writtenAt))
    .limit(20)

/** Comments everybody may see: those shown, and the places of those that are read again after reports. Newest first. */
export async function shownComments(
  db: Db,
  { campaign, number, limit, offset = 0 }: { campaign: CampaignId; number: number; limit: number; offset?: number },
): Promise<readonly ShownComment[]> {
  const underReview = and(eq(comments.state, 'waiting'), gte(comments.reports, REPORTS_TO_REVIEW))
  const rows = await db
    .select()
    .from(comments)
    .where(and(eq(comments.campaignId, campaign), eq(comments.number, number), or(eq(comments.state, 'shown'), underReview)))
    .orderBy(desc(comments.writtenAt))
    .limit(limit)
    .offset(offset)
  return rows.map(({ id, text, signature, masked, writtenAt, state }) => {
    const hidden = state !== 'shown'
    return { id, text: hidden ? '' : text, signature: hidden ? '' : signature, masked, writtenAt, underReview: hidden }
  })
}

/** A shown comment by its id; null when it is not shown in this campaign. */
export const shownComment = async (db: Db, campaign: CampaignId, id: CommentId): Promise<CommentFile | null> =>
  (await db
    .select()
    .from(comments)
    .where(and(eq(comments.id, id), eq(comments.campaignId, campaign), eq(comments.state, 'shown')))
    .get()) ?? null

/** Adds a report, once per device, and takes the comment back to the desk when there are enough; never deletes it. */
export const reportStatements = (
  db: Db,
  { id, reporter, reason, at }: { id: CommentId; reporter: string; reason: ReportReason; at: Instant },
) => {
  const reports = sql`(select count(*) from comment_reports where comment_id = ${id} and at > coalesce(judged_at, 0))`
  const enough = sql`(${reports} >= ${REPORTS_TO_REVIEW})`
  return [
    db.insert(commentReports).values({ commentId: id, reporter, reason, at }).onConflictDoNothing(),
    db
      .update(comments)
      .set({
        reports,
        revision: sql`revision + ${enough}`,
        chosen: sql`case when ${enough} then 0 else chosen end`,
        state: sql`case when ${enough} then 'waiting' else state end`,
      })
      .where(and(eq(comments.id, id), eq(comments.state, 'shown'))),
  ] as const
}

const inHeap = (heap: Heap) => (heap === 'chosen' ? eq(comments.chosen, true) : eq(comments.state, heap))

/** What lies on the desk: the oldest first where it waits, else the newest. */
export const commentsIn = async (
  db: Db,
  { campaign, heap, limit }: { campaign: CampaignId; heap: Heap; limit: number },
): Promise<readonly CommentFile[]> =>
  db
    .select()
    .from(comments)
    .where(and(eq(comments.campaignId, campaign), inHeap(heap)))
    .orderBy(heap === 'waiting' ? asc(comments.writtenAt) : desc(comments.writtenAt))
    .limit(limit)

export async function heapSizes(db: Db, campaign: CampaignId): Promise<Readonly<Record<Heap, number>>> {
  const rows = await db
    .select({ state: comments.state, chosen: comments.chosen, size: count() })
    .from(comments)
    .where(eq(comments.campaignId, campaign))
    .groupBy(comments.state, comments.chosen)
  const sum = (of: (row: (typeof rows)[number]) => boolean) => rows.filter(of).reduce((total, { size }) => total + size, 0)
  return {
    waiting: sum(({ state }) => state === 'waiting'),
    shown: sum(({ state }) => state === 'shown'),
    refused: sum(({ state }) => state === 'refused'),
    chosen: sum(({ chosen }) => chosen),
  }
}

/** Why comments were reported since they were last read, most frequent first is left to the page. */
export const reportsOf = async (
  db: Db,
  ids: readonly CommentId[],
): Promise<readonly { readonly id: CommentId; readonly reason: ReportReason }[]> =>
  ids.length === 0
    ? []
    : db
        .select({ id: commentReports.commentId, reason: commentReports.reason })
        .from(commentReports)
        .where(inArray(commentReports.commentId, [...ids]))

/** A comment and the revision somebody read. */
export interface Pick {
  readonly id: CommentId
  readonly revision: number
}

export interface Judgement {
  readonly campaign: CampaignId
  readonly picks: readonly Pick[]
  readonly ruling: Ruling
  readonly reason: string | null
  readonly by: StaffId
  readonly at: Instant
}

/** All of them or none: if one was changed meanwhile, nothing changes. Only what is shown can be chosen. */
export function judgeStatement(db: Db, { campaign, picks, ruling, reason, by, at }: Judgement) {
  const read = JSON.stringify(picks.map(({ id, revision }) => `${id}:${revision}`))
  const meant = sql`campaign_id = ${campaign} and id || ':' || revision in (select value from json_each(${read}))
    and (${ruling} in ('show', 'refuse') or state = 'shown')`
  const change = {
    show: { state: 'shown', reason: null, reports: 0 },
    refuse: { state: 'refused', reason, chosen: false, reports: 0 },
    choose: { chosen: true },
    drop: { chosen: false },
  } as const
  return db
    .update(comments)
    .set({ ...change[ruling], judgedBy: by, judgedAt: at, revision: sql`revision + 1` })
    .where(sql`${meant} and (select count(*) from comments where ${meant}) = ${picks.length}`)
}

/** Who changed one of these last, beyond the revision that was read. */
export async function changedSince(db: Db, picks: readonly Pick[]): Promise<{ by: string | null; at: Instant | null } | null> {
  const rows = await db
    .select({ id: comments.id, revision: comments.revision, at: comments.judgedAt, by: staff.name })
    .from(comments)
    .leftJoin(staff, eq(staff.id, comments.judgedBy))
    .where(
      inArray(
        comments.id,
        picks.map(({ id }) => id),
      ),
    )
  return rows.find(row => picks.some(({ id, revision }) => id === row.id && revision !== row.revision)) ?? null
}

export const commentById = async (db: Db, campaign: CampaignId, id: CommentId): Promise<CommentFile | null> =>
  (await db
    .select()
    .from(comments)
    .where(and(eq(comments.id, id), eq(comments.campaignId, campaign)))
    .get()) ?? null

export const maskStatement = (db: Db, { id, revision, text, by, at }: Pick & { text: string; by: StaffId; at: Instant }) =>
  db
    .update(comments)
    .set({ text, masked: true, revision: revision + 1, judgedBy: by, judgedAt: at })
    .where(and(eq(comments.id, id), eq(comments.revision, revision)))
