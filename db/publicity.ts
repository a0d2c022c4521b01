import { and, asc, eq, inArray, isNull, max, sql } from 'drizzle-orm'
import type { CampaignId, NoticeId, StaffId } from '../worker/rules/ids.ts'
import { DONE } from '../worker/rules/objection.ts'
import type { ListedSince, PublicityFile, PublicityLevel } from '../worker/rules/publicity-level.ts'
import { type Day, dayOf, type Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { milestones } from './schema/campaigns.ts'
import { notices } from './schema/notices.ts'
import { publicity, publicityEvidence, publicityExtensions, publicityLevels, publicityNominees } from './schema/publicity.ts'
import { staff } from './schema/staff.ts'

/** What a public notice is more than a notice; where nothing was ever written, everything is empty. */
export async function publicityOf(db: Db, notice: NoticeId): Promise<PublicityFile> {
  const [rows, list, levels, evidence, extensions] = await db.batch([
    db.select().from(publicity).where(eq(publicity.noticeId, notice)),
    db.select().from(publicityNominees).where(eq(publicityNominees.noticeId, notice)).orderBy(asc(publicityNominees.position)),
    db.select().from(publicityLevels).where(eq(publicityLevels.noticeId, notice)).orderBy(asc(publicityLevels.position)),
    db.select().from(publicityEvidence).where(eq(publicityEvidence.noticeId, notice)).orderBy(asc(publicityEvidence.position)),
    db.select().from(publicityExtensions).where(eq(publicityExtensions.noticeId, notice)).orderBy(asc(publicityExtensions.at)),
  ])
  const row = rows[0]
  return {
    revision: row?.revision ?? 1,
    listed: row?.listedAt != null,
    uncountedYear: row?.uncountedYear ?? null,
    concludedAt: row?.concludedAt ?? null,
    nominees: list.map(({ number, name, unit, category, addedAt }) => ({ number, name, unit, category, addedAt })),
    levels: levels.map(({ noticeId: _notice, ...level }) => ({
      ...level,
      evidence: evidence
        .filter(file => file.level === level.position)
        .map(({ name, mediaType, size }) => ({ name, mediaType, size })),
    })),
    extensions: extensions.map(({ at, before, through, reason }) => ({ at, before, through, reason })),
  }
}

/** Where one piece of evidence is stored; null when there is none. */
export async function evidenceAt(db: Db, { notice, level, position }: { notice: NoticeId; level: number; position: number }) {
  const { noticeId, level: ofLevel, position: place } = publicityEvidence
  const where = and(eq(noticeId, notice), eq(ofLevel, level), eq(place, position))
  return (await db.select().from(publicityEvidence).where(where).get()) ?? null
}

/** Who saved last, for somebody whose save was refused. */
export async function lastEditor(db: Db, notice: NoticeId): Promise<{ readonly by: string; readonly at: Instant } | null> {
  const row = await db
    .select({ by: staff.name, at: publicity.editedAt })
    .from(publicity)
    .leftJoin(staff, eq(staff.id, publicity.editedBy))
    .where(eq(publicity.noticeId, notice))
    .get()
  return row?.at ? { by: row.by ?? '', at: row.at } : null
}

/** Makes the row that the statements below speak of. */
export const beginPublicity = (db: Db, notice: NoticeId) =>
  db.insert(publicity).select(sql`select ${notice}, null, null, 1, null, null, null, null where true`).onConflictDoNothing()

export interface Turn {
  readonly notice: NoticeId
  /** The revision the form was opened at. */
  readonly revision: number
  readonly by: StaffId
  readonly at: Instant
  /** Only while nobody has read the notice. */
  readonly unread: boolean
}

/**
 * Turns the page of a public notice: its revision goes up by one. When somebody else has saved meanwhile, or the notice
 * has been concluded, it writes a revision that the table's check refuses, and the whole batch comes to nothing
 * (`wasStale` knows that error). Everything else in the batch may so be written without conditions.
 */
export const turnPublicity = (db: Db, { notice, revision, by, at, unread }: Turn) =>
  db
    .update(publicity)
    .set({
      revision: sql`case when ${publicity.revision} = ${revision}
        and (select conclusion is null and (not ${unread ? 1 : 0} or publish_at is null or publish_at > ${at}) from notices where id = ${notice}) then ${publicity.revision} + 1 else 0 end`,
      editedBy: by,
      editedAt: at,
    })
    .where(eq(publicity.noticeId, notice))

/** Whether a batch came to nothing because of `turnPublicity`. */
export const wasStale = (error: unknown): boolean =>
  /CHECK constraint failed: revision/.test(String(error) + String((error as { cause?: unknown } | null)?.cause))

/** Replaces the list. */
export const writeList = (db: Db, { notice, at }: { notice: NoticeId; at: Instant }, list: readonly ListedSince[]) =>
  [
    db
      .update(publicity)
      .set({ listedAt: sql`coalesce(${publicity.listedAt}, ${at})` })
      .where(eq(publicity.noticeId, notice)),
    db.delete(publicityNominees).where(eq(publicityNominees.noticeId, notice)),
    db.insert(publicityNominees).select(
      sql`select ${notice}, value ->> 'number', key, value ->> 'name', value ->> 'unit', value ->> 'category', value ->> 'addedAt'
        from json_each(${JSON.stringify(list)})`,
    ),
  ] as const

/** Moves the last day of a published notice to a later one; an earlier one moves nothing. */
export const extendPeriod = (db: Db, notice: NoticeId, through: Day) =>
  db
    .update(notices)
    .set({ through, revision: sql`${notices.revision} + 1` })
    .where(and(eq(notices.id, notice), sql`${notices.through} < ${through}`))

export const insertExtension = (
  db: Db,
  extension: { notice: NoticeId; at: Instant; before: Day; through: Day; reason: string; by: StaffId },
) => {
  const { notice, at, before, through, reason, by } = extension
  return db.insert(publicityExtensions).values({ noticeId: notice, at, before, through, reason, by })
}

/** The period of a notice that nobody has read yet. */
export const setPeriod = (db: Db, { notice, posted, through }: { notice: NoticeId; posted: Day; through: Day }) =>
  db
    .update(notices)
    .set({ posted, through, revision: sql`${notices.revision} + 1` })
    .where(eq(notices.id, notice))

export const setUncounted = (db: Db, notice: NoticeId, year: string | null) =>
  db.update(publicity).set({ uncountedYear: year }).where(eq(publicity.noticeId, notice))

export interface LevelRow {
  readonly position: number
  readonly level: PublicityLevel
  readonly place: string
  readonly from: Day
  readonly through: Day
  readonly result: string
}

/** Writes one posting, over what stood at its place. */
export const writeLevel = (db: Db, notice: NoticeId, row: LevelRow) =>
  db
    .insert(publicityLevels)
    .values({ noticeId: notice, ...row })
    .onConflictDoUpdate({ target: [publicityLevels.noticeId, publicityLevels.position], set: row })

export interface StoredEvidence {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly object: string
}

/** Adds files to a posting, after those it has. */
export const addEvidence = (db: Db, { notice, level }: { notice: NoticeId; level: number }, files: readonly StoredEvidence[]) =>
  db.insert(publicityEvidence).select(
    sql`select ${notice}, ${level}, key + (select coalesce(max(position) + 1, 0) from publicity_evidence where notice_id = ${notice} and level_position = ${level}),
      value ->> 'name', value ->> 'mediaType', value ->> 'size', value ->> 'object' from json_each(${JSON.stringify(files)})`,
  )

/** The states that hold nothing up, as a list for SQL. */
export const DONE_STATES = sql.raw(DONE.map(state => `'${state}'`).join(', '))

/**
 * Writes the result line, if the period is over and no objection is open: the statement itself looks, so an objection
 * that is filed at the same moment either comes first and stops it, or comes too late for a notice that is concluded.
 */
export const concludeNotice = (db: Db, { notice, line, now }: { notice: NoticeId; line: string; now: Instant }) =>
  db
    .update(notices)
    .set({ conclusion: line, revision: sql`${notices.revision} + 1` })
    .where(
      and(
        eq(notices.id, notice),
        eq(notices.kind, 'publicity'),
        sql`${notices.publishAt} <= ${now}`,
        isNull(notices.withdrawnAt),
        isNull(notices.conclusion),
        sql`${notices.through} < ${dayOf(now)}`,
        sql`not exists (select 1 from objections where notice_id = ${notice} and state not in (${DONE_STATES}))`,
      ),
    )
    .returning({ id: notices.id })

/** Stands right after the audit line of the conclusion, whose count it reads: who concluded and when. */
export const markConcluded = (db: Db, { notice, by, at }: { notice: NoticeId; by: StaffId; at: Instant }) =>
  db
    .update(publicity)
    .set({ concludedAt: at, concludedBy: by })
    .where(and(eq(publicity.noticeId, notice), sql`changes() > 0`))

/** The last end of a publicity phase in the timetable of a campaign, and the last day of its public notices. */
export async function lastObjectionDay(
  db: Db,
  campaign: CampaignId,
): Promise<{ readonly milestone: Instant | null; readonly notice: Day | null }> {
  const steps = inArray(milestones.step, ['publicity', 'final-publicity'])
  const [ends, days] = await db.batch([
    db
      .select({ until: max(milestones.until) })
      .from(milestones)
      .where(and(eq(milestones.campaignId, campaign), steps)),
    db
      .select({ through: max(notices.through) })
      .from(notices)
      .where(eq(notices.campaignId, campaign)),
  ])
  return { milestone: ends[0]?.until ?? null, notice: days[0]?.through ?? null }
}
