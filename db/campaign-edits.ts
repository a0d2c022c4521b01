import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Campaign, CampaignFile } from '../worker/rules/campaign.ts'
import { draftOf } from '../worker/rules/draft.ts'
import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import { type AuditActor, auditLine } from './audit.ts'
import {
  campaignColumns,
  deleteOtherCategories,
  deskOf,
  insertSalt,
  replaceMilestones,
  untouched,
  upsertCategories,
} from './campaign-rows.ts'
import type { Db } from './open.ts'
import { dropYoungAutosave, insertFirstRevision, insertRevision, pruneRevisions } from './revisions.ts'
import { runningAccessLine } from './running-access.ts'
import { campaigns } from './schema/campaigns.ts'
import { staff } from './schema/staff.ts'

/** Stands where an import keeps the fingerprint of its document: no document has it. */
const WRITTEN_HERE = 'screens'

/** A campaign made on the screens, as a draft. Fails on its id or its address if one of them is taken. */
export async function insertCampaign(
  db: Db,
  actor: AuditActor & { readonly id: StaffId },
  { campaign, salt, now }: { campaign: Campaign; salt: Uint8Array; now: Instant },
): Promise<void> {
  const { id, slug, template } = campaign
  await db.batch([
    db.insert(campaigns).values({
      ...campaignColumns(campaign),
      ...deskOf(campaign),
      ...{ id, slug, template, contentHash: WRITTEN_HERE, importedAt: now, editedBy: actor.id, editedAt: now },
    }),
    auditLine(db, actor, { at: now, event: { kind: 'campaign-created', campaign: id, template } }),
    insertRevision(db, { campaign: id, at: now, by: actor.id, auto: false, settings: draftOf(campaign) }),
    insertSalt(db, id, salt),
    ...replaceMilestones(db, campaign),
    upsertCategories(db, campaign),
  ])
}

/**
 * New settings for a campaign, as long as it still is what was read; else the batch fails and nothing is written
 * (`wasOvertaken`). A category that still has nominees makes it fail too.
 */
export async function updateCampaign(
  db: Db,
  actor: AuditActor & { readonly id: StaffId },
  { before, campaign, auto, now }: { before: CampaignFile; campaign: Campaign; auto: boolean; now: Instant },
): Promise<void> {
  const { id, revision } = before
  const columns = { ...campaignColumns(campaign), ...deskOf(campaign), editedBy: actor.id, editedAt: now }
  await db.batch([
    insertFirstRevision(db, { campaign: id, revision, at: now, settings: draftOf(before) }),
    ...(auto ? [dropYoungAutosave(db, { campaign: id, by: actor.id, now })] : []),
    db
      .update(campaigns)
      .set({ ...columns, revision: sql`${campaigns.revision} + 1` })
      .where(untouched(before)),
    auditLine(db, actor, { at: now, event: { kind: 'campaign-edited', campaign: id, revision: revision + 1 } }),
    ...runningAccessLine(db, actor, { before, campaign, now }),
    insertRevision(db, { campaign: id, at: now, by: actor.id, auto, settings: draftOf(campaign) }),
    ...replaceMilestones(db, campaign),
    upsertCategories(db, campaign),
    deleteOtherCategories(db, campaign),
    pruneRevisions(db, id),
  ])
}

/** Puts a campaign before the public. Changes nothing where that was done already. */
export const markPublished = (db: Db, { id, now }: { id: CampaignId; now: Instant }) =>
  db
    .update(campaigns)
    .set({ publishedAt: now })
    .where(and(eq(campaigns.id, id), isNull(campaigns.publishedAt)))

/** Who last saved the settings of a campaign on the screens, and when. */
export async function lastEdit(db: Db, id: CampaignId): Promise<{ readonly by: string; readonly at: Instant } | null> {
  const row = await db
    .select({ by: staff.name, at: campaigns.editedAt })
    .from(campaigns)
    .innerJoin(staff, eq(staff.id, campaigns.editedBy))
    .where(eq(campaigns.id, id))
    .get()
  return row?.at ? { by: row.by, at: row.at } : null
}
