import { and, asc, desc, eq, gt, isNotNull, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { CampaignId, NoticeId, StaffId } from '../worker/rules/ids.ts'
import type { NoticeKind, NoticeLine, NoticeState } from '../worker/rules/notice.ts'
import type { DeskLine, DeskNotice, NoticeVersion, Signed } from '../worker/rules/notice-desk.ts'
import type { Instant } from '../worker/rules/time.ts'
import { noticeById } from './notices.ts'
import type { Db } from './open.ts'
import { campaigns } from './schema/campaigns.ts'
import { notices, noticeVersions } from './schema/notices.ts'
import { staff } from './schema/staff.ts'

// What the desk reads of notices, drafts too.

const editors = alias(staff, 'editors')
const approvers = alias(staff, 'approvers')

/** A notice as the desk sees it; null when the id is unknown. */
export async function deskNoticeById(db: Db, id: NoticeId): Promise<DeskNotice | null> {
  const [file, row] = await Promise.all([
    noticeById(db, id),
    db
      .select({
        notice: notices,
        editor: editors.name,
        approver: approvers.name,
        publicityDays: campaigns.publicityDays,
        fourEyes: campaigns.fourEyes,
      })
      .from(notices)
      .leftJoin(campaigns, eq(campaigns.id, notices.campaignId))
      .leftJoin(editors, eq(editors.id, notices.editedBy))
      .leftJoin(approvers, eq(approvers.id, notices.approvedBy))
      .where(eq(notices.id, id))
      .get(),
  ])
  if (!file || !row) return null
  const { campaignId, revision, createdBy, editedBy, editedAt, approvedBy, approvedAt } = row.notice
  const { publicityDays, fourEyes, editor, approver } = row
  return {
    ...file,
    campaignId,
    terms: publicityDays === null || fourEyes === null ? null : { publicityDays, fourEyes },
    revision,
    createdBy,
    edited: signed(editedBy, editor, editedAt),
    approved: signed(approvedBy, approver, approvedAt),
  }
}

const signed = (id: StaffId | null, name: string | null, at: Instant | null): Signed | null =>
  id && at !== null ? { id, name: name ?? '已停用的账号', at } : null

export interface DeskFilter {
  readonly campaign?: CampaignId | undefined
  readonly kind?: NoticeKind | undefined
  readonly state?: NoticeState['state'] | undefined
  readonly limit: number
  readonly offset: number
}

const inState = (state: NoticeState['state'], now: Instant): SQL | undefined =>
  ({
    draft: isNull(notices.publishAt),
    scheduled: gt(notices.publishAt, now),
    published: and(lte(notices.publishAt, now), isNull(notices.withdrawnAt)),
    withdrawn: isNotNull(notices.withdrawnAt),
  })[state]

/** Drafts first, then by the moment readers see or saw them, newest first. */
export function deskNotices(db: Db, now: Instant, { campaign, kind, state, limit, offset }: DeskFilter): Promise<DeskLine[]> {
  return db
    .select({
      id: notices.id,
      kind: notices.kind,
      title: notices.title,
      campaign: campaigns.shortTitle,
      editedAt: notices.editedAt,
      publishAt: notices.publishAt,
      withdrawnAt: notices.withdrawnAt,
      withdrawnReason: notices.withdrawnReason,
    })
    .from(notices)
    .leftJoin(campaigns, eq(campaigns.id, notices.campaignId))
    .where(
      and(
        campaign ? eq(notices.campaignId, campaign) : undefined,
        kind ? eq(notices.kind, kind) : undefined,
        state ? inState(state, now) : undefined,
      ),
    )
    .orderBy(sql`${notices.publishAt} is not null`, desc(notices.publishAt), desc(notices.editedAt), asc(notices.id))
    .limit(limit)
    .offset(offset)
}

/** Published notices that another may correct or settle. */
export async function linkable(db: Db, id: NoticeId | null, now: Instant): Promise<readonly NoticeLine[]> {
  const rows = await db
    .select({
      id: notices.id,
      kind: notices.kind,
      title: notices.title,
      source: notices.source,
      publishAt: notices.publishAt,
      withdrawn: sql<number>`${notices.withdrawnAt} is not null`,
    })
    .from(notices)
    .where(and(lte(notices.publishAt, now), id ? ne(notices.id, id) : undefined))
    .orderBy(desc(notices.publishAt))
    .limit(200)
  return rows.map(row => ({ ...row, publishAt: row.publishAt as Instant, withdrawn: Boolean(row.withdrawn) }))
}

/** Every text a notice has had, newest first. */
export async function versionsOf(db: Db, id: NoticeId): Promise<readonly NoticeVersion[]> {
  const rows = await db
    .select({ version: noticeVersions, name: staff.name })
    .from(noticeVersions)
    .leftJoin(staff, eq(staff.id, noticeVersions.by))
    .where(eq(noticeVersions.noticeId, id))
    .orderBy(desc(noticeVersions.revision))
    .limit(200)
  return rows.map(({ version: { noticeId: _id, auto: _auto, by, ...rest }, name }) => ({
    ...rest,
    id: by,
    name: name ?? '已停用的账号',
  }))
}
