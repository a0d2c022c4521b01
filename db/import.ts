import { Buffer } from 'node:buffer'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { CampaignRows, StoredCampaign } from '../worker/import/rows.ts'
import type { CampaignId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import { type AuditActor, auditAlone } from './audit.ts'
import type { Db } from './open.ts'
import { DONE_STATES } from './publicity.ts'
import { campaignSecrets, campaigns, categories, milestones } from './schema/campaigns.ts'
import { nominees } from './schema/nominees.ts'
import { attachments, notices } from './schema/notices.ts'

export async function storedCampaign(db: Db, slug: string): Promise<StoredCampaign | null> {
  const row = await db
    .select({ id: campaigns.id, contentHash: campaigns.contentHash, openedAt: campaigns.openedAt, specHash: campaigns.specHash })
    .from(campaigns)
    .where(sql`${campaigns.slug} = ${slug}`)
    .get()
  return row ?? null
}

/**
 * Writes a whole campaign in one batch. Lists travel as one JSON parameter each, because a D1 statement takes at most
 * 100 parameters and a batch of thousands of statements would take longer than an import should.
 */
export async function storeCampaign(
  db: Db,
  actor: AuditActor,
  { rows, now }: { rows: CampaignRows; now: Instant },
): Promise<void> {
  const { file, contentHash, salt } = rows
  const { id } = file
  await db.batch([
    upsertCampaign(db, rows, now),
    db
      .insert(campaignSecrets)
      .values({ campaignId: id, salt: Buffer.from(salt) })
      .onConflictDoNothing(),
    db.delete(milestones).where(eq(milestones.campaignId, id)),
    db.insert(milestones).select(sql`select ${id}, key, value ->> 'step', value ->> 'title', value ->> 'from', value ->> 'until'
      from json_each(${JSON.stringify(file.milestones)})`),
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
    db.delete(categories).where(
      and(
        eq(categories.campaignId, id),
        notIn(
          categories.key,
          file.categories.map(({ key }) => key),
        ),
      ),
    ),
    ...rows.notices.flatMap(notice => storeNotice(db, id, notice)),
    auditAlone(db, actor, {
      at: now,
      event: { kind: 'campaign-imported', campaign: id, nominees: rows.nominees.length, hash: contentHash },
    }),
  ])
}

/** One parameter for a list of any length. */
const notIn = (column: SQLiteColumn, list: readonly (string | number)[]) =>
  sql`${column} not in (select value from json_each(${JSON.stringify(list)}))`

function upsertCampaign(db: Db, { file, contentHash }: CampaignRows, now: Instant) {
  const {
    id,
    version: _version,
    openedAt: _openedAt,
    nominees: _nominees,
    milestones: _milestones,
    categories: _categories,
    publishedAt: _publishedAt,
    template: _template,
    publicityDays: _days,
    fourEyes: _fourEyes,
    comments: _comments,
    revision: _revision,
    ...columns
  } = file
  const row = { ...columns, contentHash, importedAt: now }
  // What is imported is public from then on; what the desk has set stays as it is.
  const again = { ...row, publishedAt: sql`coalesce(${campaigns.publishedAt}, ${now})`, revision: sql`${campaigns.revision} + 1` }
  return db
    .insert(campaigns)
    .values({ id, ...row, publishedAt: now })
    .onConflictDoUpdate({ target: campaigns.id, set: again })
}

/** D1 takes values of up to 2 MB; a few hundred nominees with their deeds stay well below. */
const PART = 200

function chunks<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / PART) }, (_, i) => list.slice(i * PART, (i + 1) * PART))
}

/** For a row that is there already: every column but its key, from the row that came. */
const excluded = (columns: Readonly<Record<string, SQLiteColumn>>) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, sql.raw(`excluded.${column.name}`)]))

const { campaignId: _c, key: _k, ...CATEGORY_TEXTS } = getTableColumns(categories)
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

// `insert … select` names every column of the table, so each select below gives all of them in the schema's order.

const upsertCategories = (db: Db, { id, categories: list }: CampaignRows['file']) =>
  db
    .insert(categories)
    .select(
      sql`select ${id}, key, value ->> 'key', value ->> 'name', value ->> 'kind', value ->> 'honours', value ->> 'min', value ->> 'max'
        from json_each(${JSON.stringify(list)}) where true`,
    )
    .onConflictDoUpdate({ target: [categories.campaignId, categories.key], set: excluded(CATEGORY_TEXTS) })

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
