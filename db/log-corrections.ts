import { and, asc, eq, gte, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { CampaignId, NoticeId } from '../worker/rules/ids.ts'
import { type Instant, MINUTE } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { campaigns, milestones } from './schema/campaigns.ts'
import { logCorrections } from './schema/log-orders.ts'
import { notices } from './schema/notices.ts'

// Corrections on their way into a campaign's log. Nothing has to note that one waits: a correction that is out and has not been
// entered is waiting, however it came to be out.

export interface WaitingCorrection {
  readonly notice: NoticeId
  readonly campaign: CampaignId
  readonly title: string
}

/** When to try: as soon as it is out, and a minute after the last try. */
const due = sql<Instant>`max(${notices.publishAt}, coalesce(${logCorrections.triedAt} + ${MINUTE}, 0))`

/** Published when the vote of its campaign was over, and not in the log yet. */
const waiting = and(
  eq(notices.kind, 'correction'),
  isNotNull(campaigns.openedAt),
  gte(notices.publishAt, milestones.until),
  isNull(logCorrections.enteredAt),
)

/** Those whose time to be entered, or to be tried again, has come. */
export async function dueCorrections(db: Db, now: Instant): Promise<readonly WaitingCorrection[]> {
  const rows = await db
    .select({ notice: notices.id, campaign: campaigns.id, title: notices.title })
    .from(notices)
    .innerJoin(campaigns, eq(campaigns.id, notices.campaignId))
    .innerJoin(milestones, and(eq(milestones.campaignId, campaigns.id), eq(milestones.step, 'vote')))
    .leftJoin(logCorrections, eq(logCorrections.noticeId, notices.id))
    .where(and(waiting, lte(notices.publishAt, now), lte(due, now)))
    .orderBy(asc(notices.publishAt), asc(notices.id))
    .limit(50)
  return rows
}

/** When the next is to be entered or tried again; null when none waits. */
export async function nextCorrection(db: Db): Promise<Instant | null> {
  const row = await db
    .select({ at: sql<Instant | null>`min(${due})` })
    .from(notices)
    .innerJoin(campaigns, eq(campaigns.id, notices.campaignId))
    .innerJoin(milestones, and(eq(milestones.campaignId, campaigns.id), eq(milestones.step, 'vote')))
    .leftJoin(logCorrections, eq(logCorrections.noticeId, notices.id))
    .where(waiting)
    .get()
  return row?.at ?? null
}

export const noteCorrectionTry = (db: Db, { notice, campaign }: WaitingCorrection, at: Instant) =>
  db
    .insert(logCorrections)
    .values({ noticeId: notice, campaignId: campaign, triedAt: at })
    .onConflictDoUpdate({ target: logCorrections.noticeId, set: { triedAt: at }, setWhere: isNull(logCorrections.enteredAt) })

/** Where a correction stands in the log, and the SHA-256 of its text. */
export interface EnteredCorrection {
  readonly notice: NoticeId
  readonly hash: string
  /** Null where the campaign keeps no log. */
  readonly entry: number | null
}

/** Said twice it stands as it was said first. */
export const correctionEntered = (db: Db, { notice, hash, entry }: EnteredCorrection, at: Instant) =>
  db
    .update(logCorrections)
    .set({ enteredAt: at, hash, entry })
    .where(and(eq(logCorrections.noticeId, notice), isNull(logCorrections.enteredAt)))

/** Where the log holds this correction; null while it does not. */
export async function loggedCorrection(
  db: Db,
  notice: NoticeId,
): Promise<{ readonly hash: string; readonly entry: number } | null> {
  const row = await db
    .select({ hash: logCorrections.hash, entry: logCorrections.entry })
    .from(logCorrections)
    .where(eq(logCorrections.noticeId, notice))
    .get()
  return row?.hash && row.entry !== null ? { hash: row.hash, entry: row.entry } : null
}
