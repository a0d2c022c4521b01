import { and, eq, gt, gte, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { NoticeId, StaffId } from '../worker/rules/ids.ts'
import type { NoticeText } from '../worker/rules/notice-desk.ts'
import { type Instant, instant, MINUTE } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { attachments, notices, noticeVersions } from './schema/notices.ts'

// How the desk changes notices: statements for a batch. Each names the state it starts from, so that of two people the
// second changes nothing.

/** Whose change it is, of what revision, and when. */
export interface Edit {
  readonly id: NoticeId
  readonly revision: number
  readonly by: StaffId
  readonly at: Instant
}

const columnsOf = ({ campaign, ...text }: NoticeText) => ({ ...text, campaignId: campaign })

/** A new draft; nothing when it is there already. */
export const insertNotice = (db: Db, { id, by, at }: Omit<Edit, 'revision'>, text: NoticeText) =>
  db
    .insert(notices)
    .values({ id, ...columnsOf(text), createdBy: by, editedBy: by, editedAt: at })
    .onConflictDoNothing()

/** Only a draft is edited; what is published or scheduled is as it was checked. */
const stillDraft = ({ id, revision }: Pick<Edit, 'id' | 'revision'>): SQL | undefined =>
  and(eq(notices.id, id), eq(notices.revision, revision), isNull(notices.publishAt))

const touched = ({ by, at }: Pick<Edit, 'by' | 'at'>) => ({
  revision: sql`${notices.revision} + 1`,
  editedBy: by,
  editedAt: at,
  approvedBy: null,
  approvedAt: null,
})

/** The text anew, as the next revision; an approval was of the last one. */
export const updateText = (db: Db, edit: Edit, text: NoticeText) =>
  db
    .update(notices)
    .set({ ...columnsOf(text), ...touched(edit) })
    .where(stillDraft(edit))

const TEN_MINUTES = 10 * MINUTE

/** Files the text that was just written; of those that saved themselves one after the other the last stays. */
export const fileVersion = (db: Db, { id, revision, by, at }: Edit, { auto }: { readonly auto: boolean }) =>
  [
    db.delete(noticeVersions).where(
      and(
        eq(noticeVersions.noticeId, id),
        eq(noticeVersions.revision, revision),
        eq(noticeVersions.by, by),
        eq(noticeVersions.auto, true),
        sql`${auto ? 1 : 0}`,
        gte(noticeVersions.at, instant(at - (at % TEN_MINUTES))),
        // Only where it was this change that moved the text on.
        sql`exists (select 1 from notices where id = ${id} and edited_by = ${by} and edited_at = ${at})`,
      ),
    ),
    db
      .insert(noticeVersions)
      .select(sql`select id, revision, edited_at, edited_by, ${auto ? 1 : 0}, title, source, author, body, format
      from notices where id = ${id} and edited_by = ${by} and edited_at = ${at} on conflict do nothing`),
  ] as const

/** A change to the attachments is a change to the notice, whatever its revision was. */
export const touchDraft = (db: Db, { id, by, at }: Omit<Edit, 'revision'>) =>
  db
    .update(notices)
    .set(touched({ by, at }))
    .where(and(eq(notices.id, id), isNull(notices.publishAt)))

/** Joins a batch right after `touchDraft`: comes last, and comes only if the draft was there. */
export const insertAttachment = (
  db: Db,
  { id, name, mediaType, size, object }: { id: NoticeId; name: string; mediaType: string; size: number; object: string },
) =>
  db
    .insert(attachments)
    .select(sql`select ${id}, coalesce((select max(position) from attachments where notice_id = ${id}), 0) + 1,
    ${name}, ${mediaType}, ${size}, ${object} where changes() > 0 on conflict do nothing`)

const ofDraft = (id: NoticeId): SQL =>
  sql`${attachments.noticeId} = ${id} and exists (select 1 from notices where id = ${id} and publish_at is null)`

/**
 * Puts these attachments in this order under these names. One that is not named, because somebody added it meanwhile,
 * stays and comes after them.
 */
export const arrangeAttachments = (db: Db, id: NoticeId, list: readonly { readonly was: string; readonly name: string }[]) => {
  const place = sql`from json_each(${JSON.stringify(list)}) where value ->> 'was' = ${attachments.name}`
  return [
    // Out of the way first: two that change places must not meet on one.
    db
      .update(attachments)
      .set({ position: sql`coalesce(-1 - (select key ${place}), -1000 - ${attachments.position})` })
      .where(ofDraft(id)),
    db
      .update(attachments)
      .set({
        position: sql`-${attachments.position}`,
        name: sql`coalesce((select value ->> 'name' ${place}), ${attachments.name})`,
      })
      .where(ofDraft(id)),
  ] as const
}

export const removeAttachment = (db: Db, id: NoticeId, name: string) =>
  db.delete(attachments).where(and(ofDraft(id), eq(attachments.name, name)))

export const approve = (db: Db, { id, revision, by, at }: Edit) =>
  db
    .update(notices)
    .set({ approvedBy: by, approvedAt: at })
    .where(
      and(
        stillDraft({ id, revision }),
        isNull(notices.approvedBy),
        sql`${by} is not ${notices.createdBy} and ${by} is not ${notices.editedBy}`,
      ),
    )

/** Puts a draft before readers, now or at a later moment. Its publication is announced at once, or by the Agenda. */
export const publish = (
  db: Db,
  { id, revision, at, now, approved }: { id: NoticeId; revision: number; at: Instant; now: Instant; approved: StaffId | null },
) =>
  db
    .update(notices)
    .set({ publishAt: at, announcedAt: at > now ? null : now })
    .where(and(stillDraft({ id, revision }), sql`${notices.approvedBy} is ${approved}`))

export const unschedule = (db: Db, id: NoticeId, now: Instant) =>
  db
    .update(notices)
    .set({ publishAt: null })
    .where(and(eq(notices.id, id), gt(notices.publishAt, now)))

export const withdraw = (db: Db, { id, now, reason }: { id: NoticeId; now: Instant; reason: string }) =>
  db
    .update(notices)
    .set({ withdrawnAt: now, withdrawnReason: reason })
    .where(and(eq(notices.id, id), lte(notices.publishAt, now), isNull(notices.withdrawnAt)))

/** Scheduled on screens, and not yet on record as published. */
const waiting = and(isNotNull(notices.createdBy), isNull(notices.announcedAt), isNotNull(notices.publishAt))

/** What became due, with what the log says of it. */
export const dueNotices = (db: Db, now: Instant) =>
  db
    .select({ id: notices.id, title: notices.title, publishAt: notices.publishAt })
    .from(notices)
    .where(and(waiting, lte(notices.publishAt, now)))
    .limit(100)

export const markAnnounced = (db: Db, id: NoticeId, now: Instant) =>
  db
    .update(notices)
    .set({ announcedAt: now })
    .where(and(eq(notices.id, id), waiting, lte(notices.publishAt, now)))

/** The next moment at which a notice becomes due; null when none is scheduled. */
export async function nextDueNotice(db: Db): Promise<Instant | null> {
  const row = await db
    .select({ at: sql<Instant | null>`min(${notices.publishAt})` })
    .from(notices)
    .where(waiting)
    .get()
  return row?.at ?? null
}
