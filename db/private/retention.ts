import { and, eq, isNotNull, isNull, lte, min, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { CampaignId } from '../../worker/rules/ids.ts'
import type { RetentionRule } from '../../worker/rules/retention.ts'
import { after, type Instant, type Window } from '../../worker/rules/time.ts'
import { forgetWriters } from '../comments.ts'
import type { Db } from '../open.ts'
import { restoreRows, restores } from '../schema/archive.ts'
import { campaignSecrets, campaigns, milestones } from '../schema/campaigns.ts'
import { codeBatches, votingCodes } from '../schema/codes.ts'
import { comments } from '../schema/comments.ts'
import { signInFailures, staffSessions } from '../schema/staff.ts'
import { nomineePrivate } from './nominees.ts'
import { rosterImports, rosterPeople, rosterStaged } from './roster.ts'

// Statements that delete what the site has kept long enough. What names a person, or by what a person could be found, is
// deleted without being read.

/** An opened poll by whose key voters can still be known. */
export interface KeyedCampaign {
  readonly campaign: CampaignId
  readonly title: string
  readonly shards: number
  readonly window: Window
  /** Whether there are codes, a list, and papers of nominees. */
  readonly codes: boolean
  readonly roster: boolean
  readonly papers: boolean
}

const isThere = (table: string) =>
  sql<number>`exists (select 1 from ${sql.identifier(table)} t where t.campaign_id = campaigns.id)`

/** Opened polls whose keys are still there. */
export async function keyedCampaigns(db: Db): Promise<readonly KeyedCampaign[]> {
  const rows = await db
    .select({
      campaign: campaigns.id,
      title: campaigns.shortTitle,
      shards: campaigns.shards,
      from: milestones.from,
      until: milestones.until,
      codes: isThere('voting_codes'),
      roster: isThere('roster_people'),
      papers: isThere('nominee_private'),
    })
    .from(campaigns)
    .innerJoin(campaignSecrets, eq(campaignSecrets.campaignId, campaigns.id))
    .innerJoin(milestones, and(eq(milestones.campaignId, campaigns.id), eq(milestones.step, 'vote')))
    .where(isNotNull(campaigns.openedAt))
  return rows.map(({ from, until, codes, roster, papers, ...rest }) => ({
    ...rest,
    window: { from, until },
    codes: codes === 1,
    roster: roster === 1,
    papers: papers === 1,
  }))
}

/** A deleted row may stand in its page for a while; what stands there then is nothing. */
export const overwriteSalt = (db: Db, campaign: CampaignId) =>
  db.update(campaignSecrets).set({ salt: sql`zeroblob(32)` }).where(eq(campaignSecrets.campaignId, campaign))

export const deleteSalt = (db: Db, campaign: CampaignId) =>
  db.delete(campaignSecrets).where(eq(campaignSecrets.campaignId, campaign))

/** How many codes of each batch were used stays, as a number. */
export const keepCodeUse = (db: Db, campaign: CampaignId) =>
  db
    .update(codeBatches)
    .set({
      used: sql`(select coalesce(sum(used), 0) from (
        select batch_id, used from voting_codes where campaign_id = ${campaign}
        union all select batch_id, used from roster_people where campaign_id = ${campaign}) u where u.batch_id = code_batches.id)`,
    })
    .where(and(eq(codeBatches.campaignId, campaign), isNull(codeBatches.used)))

export const deleteCodes = (db: Db, campaign: CampaignId) => db.delete(votingCodes).where(eq(votingCodes.campaignId, campaign))
export const deleteRoster = (db: Db, campaign: CampaignId) => db.delete(rosterPeople).where(eq(rosterPeople.campaignId, campaign))
export const deleteNomineePapers = (db: Db, campaign: CampaignId) =>
  db.delete(nomineePrivate).where(eq(nomineePrivate.campaignId, campaign))

/** What goes so long after a moment of its own, wherever on the site it lies. */
export interface SiteRest {
  readonly oldest: (db: Db) => Promise<Instant | null>
  /** The statement whose rows are counted comes last. */
  readonly remove: (db: Db, until: Instant) => readonly BatchItem<'sqlite'>[]
}

const least = async (asked: Promise<{ at: Instant | null } | undefined>): Promise<Instant | null> => (await asked)?.at ?? null

const staffSessionsOver: SiteRest = {
  oldest: db =>
    least(
      db
        .select({ at: min(staffSessions.until) })
        .from(staffSessions)
        .get(),
    ),
  remove: (db, until) => [db.delete(staffSessions).where(lte(staffSessions.until, until))],
}

const signInTries: SiteRest = {
  oldest: db =>
    least(
      db
        .select({ at: min(signInFailures.lastAt) })
        .from(signInFailures)
        .get(),
    ),
  remove: (db, until) => [db.delete(signInFailures).where(lte(signInFailures.lastAt, until))],
}

const commentWriters: SiteRest = {
  oldest: db =>
    least(
      db
        .select({ at: min(comments.writtenAt) })
        .from(comments)
        .where(isNotNull(comments.writer))
        .get(),
    ),
  remove: (db, until) => [...forgetWriters(db, after(until, 1))].reverse(),
}

const unfinishedLists: SiteRest = {
  oldest: db =>
    least(
      db
        .select({ at: min(rosterImports.startedAt) })
        .from(rosterImports)
        .where(isNull(rosterImports.result))
        .get(),
    ),
  remove: (db, until) => [
    db
      .delete(rosterStaged)
      .where(sql`import_id in (select id from roster_imports where result is null and started_at <= ${until})`),
    db.delete(rosterImports).where(and(isNull(rosterImports.result), lte(rosterImports.startedAt, until))),
  ],
}

const unfinishedRestores: SiteRest = {
  oldest: db =>
    least(
      db
        .select({ at: min(restores.startedAt) })
        .from(restores)
        .get(),
    ),
  remove: (db, until) => [
    db.delete(restoreRows).where(sql`restore_id in (select id from restores where started_at <= ${until})`),
    db.delete(restores).where(lte(restores.startedAt, until)),
  ],
}

/** By the rule under which each goes. */
export const SITE_RESTS = {
  'comment-writers': commentWriters,
  'staff-sessions': staffSessionsOver,
  'sign-in-tries': signInTries,
  'unfinished-lists': unfinishedLists,
  'unfinished-restores': unfinishedRestores,
} as const satisfies Partial<Record<RetentionRule, SiteRest>>
