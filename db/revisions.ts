import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { CampaignDraft } from '../worker/rules/draft.ts'
import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import { after, type Instant, MINUTE } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { campaignRevisions, campaigns } from './schema/campaigns.ts'
import { staff } from './schema/staff.ts'

/** So many settings of a campaign are kept to go back to. */
const KEPT = 20

export interface NewRevision {
  readonly campaign: CampaignId
  readonly at: Instant
  readonly by: StaffId | null
  /** Saved by itself while somebody was typing. */
  readonly auto: boolean
  readonly settings: CampaignDraft
}

/**
 * Keeps what a campaign's settings are now, under the campaign's own revision. It stands in a batch right behind the
 * audit line of the save: if the save changed nothing, because somebody else was quicker, the line was not written
 * either, the settings are null, and the column refuses them. So the whole batch is undone (`wasOvertaken`).
 */
export const insertRevision = (db: Db, { campaign, at, by, auto, settings }: NewRevision) =>
  db.insert(campaignRevisions).select(
    sql`select ${campaign}, ${campaigns.revision}, ${at}, ${by}, ${auto ? 1 : 0},
      case when changes() > 0 then ${JSON.stringify(settings)} end from ${campaigns} where ${campaigns.id} = ${campaign}`,
  )

/** Whether a batch was undone because the campaign was no longer as it had been read. */
export const wasOvertaken = (error: unknown): boolean => /campaign_revisions\.settings/.test(wordsOf(error))

/** What the database said, wherever drizzle has put it. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${error.cause === undefined ? '' : wordsOf(error.cause)}` : String(error)

/** What a campaign's settings were before the first save that keeps any. Changes nothing where they are kept already. */
export const insertFirstRevision = (
  db: Db,
  { campaign, revision, at, settings }: { campaign: CampaignId; revision: number; at: Instant; settings: CampaignDraft },
) =>
  db
    .insert(campaignRevisions)
    .values({ campaignId: campaign, revision, at, by: null, auto: false, settings })
    .onConflictDoNothing()

/** Somebody types for minutes on end: what was saved meanwhile makes one entry, not a hundred. */
export const dropYoungAutosave = (db: Db, { campaign, by, now }: { campaign: CampaignId; by: StaffId; now: Instant }) => {
  const mine = and(eq(campaignRevisions.by, by), eq(campaignRevisions.auto, true))
  const latest = sql`${campaignRevisions.revision} = (select max(revision) from campaign_revisions where campaign_id = ${campaign})`
  return db
    .delete(campaignRevisions)
    .where(and(eq(campaignRevisions.campaignId, campaign), latest, mine, gt(campaignRevisions.at, after(now, -10 * MINUTE))))
}

export const pruneRevisions = (db: Db, campaign: CampaignId) =>
  db.delete(campaignRevisions).where(
    and(
      eq(campaignRevisions.campaignId, campaign),
      sql`${campaignRevisions.revision} not in (select revision from campaign_revisions
        where campaign_id = ${campaign} order by revision desc limit ${KEPT})`,
    ),
  )

export interface KeptRevision {
  readonly revision: number
  readonly at: Instant
  /** Null for what was not written on the screens. */
  readonly by: string | null
  readonly settings: CampaignDraft
}

/** What the settings were, newest first. */
export const revisionsOf = (db: Db, campaign: CampaignId): Promise<readonly KeptRevision[]> =>
  db
    .select({
      revision: campaignRevisions.revision,
      at: campaignRevisions.at,
      by: staff.name,
      settings: campaignRevisions.settings,
    })
    .from(campaignRevisions)
    .leftJoin(staff, eq(staff.id, campaignRevisions.by))
    .where(eq(campaignRevisions.campaignId, campaign))
    .orderBy(desc(campaignRevisions.revision))
