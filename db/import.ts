import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { CampaignRows } from '../worker/import/rows.ts'
import type { CampaignFile } from '../worker/rules/campaign.ts'
import { draftOf } from '../worker/rules/draft.ts'
import type { CampaignId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import { type AuditActor, auditLine } from './audit.ts'
import {
  campaignColumns,
  deleteOtherCategories,
  deskOf,
  excluded,
  insertSalt,
  notIn,
  replaceMilestones,
  upsertCategories,
} from './campaign-rows.ts'
import type { Db } from './open.ts'
import { DONE_STATES } from './publicity.ts'
import { insertRevision, pruneRevisions } from './revisions.ts'
import { runningAccessLine } from './running-access.ts'
import { campaigns } from './schema/campaigns.ts'
import { nominees } from './schema/nominees.ts'
import { attachments, notices } from './schema/notices.ts'

/**
 * Writes a whole campaign in one batch. Lists travel as one JSON parameter each, because a D1 statement takes at most
 * 100 parameters and a batch of thousands of statements would take longer than an import should.
 */
export async function storeCampaign(
  db: Db,
  actor: AuditActor,
  { rows, before, contentHash, now }: { rows: CampaignRows; before: CampaignFile | null; contentHash: string; now: Instant },
): Promise<void> {
  const { file, salt } = rows
  const { id } = file
  // What the desk has set stays as it is, so the new settings are told with it.
  const settings = draftOf(before ? { ...file, ...deskOf(before) } : file)
  await db.batch([
    upsertCampaign(db, file, { before, contentHash, now }),
    auditLine(db, actor, {
      at: now,
      event: { kind: 'campaign-imported', campaign: id, nominees: rows.nominees.length, hash: contentHash },
    }),
    ...runningAccessLine(db, actor, { before, campaign: file, now }),
    insertRevision(db, { campaign: id, at: now, by: null, auto: false, settings }),
    pruneRevisions(db, id),
    insertSalt(db, id, salt),
    ...replaceMilestones(db, file),
    upsertCategories(db, file),
    ...chunks(rows.nominees).map(part => upsertNominees(db, id, part)),
    db.delete(nominees).where(
      and(
        eq(nominees.campaignId, id),
        notIn(
          nominees.number,
          rows.nominees.map(({ number }) => number),
        ),
      ),
    ),
    deleteOtherCategories(db, file),
    ...rows.notices.flatMap(notice => storeNotice(db, id, notice)),
  ])
}

/** Changes nothing, so that the revision behind it undoes the batch, if somebody else was quicker. */
function upsertCampaign(
  db: Db,
  file: CampaignFile,
  { before, contentHash, now }: { before: CampaignFile | null; contentHash: string; now: Instant },
) {
  const row = { ...campaignColumns(file), slug: file.slug, contentHash, importedAt: now }
  // What is imported is public from then on.
  const again = { ...row, publishedAt: sql`coalesce(${campaigns.publishedAt}, ${now})`, revision: sql`${campaigns.revision} + 1` }
  return db
    .insert(campaigns)
    .values({ id: file.id, ...row, publishedAt: now })
    .onConflictDoUpdate({ target: campaigns.id, set: again, setWhere: eq(campaigns.revision, before?.revision ?? 0) })
}

/** D1 takes values of up to 2 MB; a few hundred nominees with their deeds stay well below. */
const PART = 200

function chunks<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / PART) }, (_, i) => list.slice(i * PART, (i + 1) * PART))
}

const {
  campaignId: _n,
  number: _u,
  revision: _r,
  editedBy: _e,
  editedAt: _t,
  withdrawnAt: _w,
  withdrawnReason: _why,
  ...NOMINEE_TEXTS
} = getTableColumns(nominees)

const upsertNominees = (db: Db, id: CampaignId, part: CampaignRows['nominees']) =>
  db
    .insert(nominees)
    .select(
      sql`select ${id}, value ->> 'number', value ->> 'category', value ->> 'position', value ->> 'name', value ->> 'unit', value ->> 'post',
        value ->> 'brief', value ->> 'deeds', value ->> 'honours', value ->> 'initials', value ->> 'photo', value ->> 'outcome', 1, null, null, null, null
        from json_each(${JSON.stringify(part)}) where true`,
    )
    .onConflictDoUpdate({
      target: [nominees.campaignId, nominees.number],
      set: { ...excluded(NOMINEE_TEXTS), revision: sql`${nominees.revision} + 1` },
    })

/** What the desk has done to a public notice outlives an import: a period is never shortened, a result line stays. */
const KEPT = {
  through: sql`case when notices.through_day > excluded.through_day then notices.through_day else excluded.through_day end`,
  // Nor does an import conclude what an open objection holds up.
  conclusion: sql`coalesce(notices.conclusion, case when exists (
    select 1 from objections where notice_id = notices.id and state not in (${DONE_STATES})) then null else excluded.conclusion end)`,
}

function storeNotice(db: Db, campaign: CampaignId, notice: CampaignRows['notices'][number]) {
  const { attachments: files, ...columns } = notice
  return [
    db
      .insert(notices)
      .values({ ...columns, campaignId: campaign })
      .onConflictDoUpdate({ target: notices.id, set: { ...columns, ...KEPT } }),
    db.delete(attachments).where(eq(attachments.noticeId, notice.id)),
    db
      .insert(attachments)
      .select(sql`select ${notice.id}, key, value ->> 'name', value ->> 'mediaType', value ->> 'size', 'files/' || (value ->> 'hash')
      from json_each(${JSON.stringify(files)})`),
  ] as const
}
