import { Buffer } from 'node:buffer'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Campaign, Desk } from '../worker/rules/campaign.ts'
import type { CampaignId } from '../worker/rules/ids.ts'
import type { Db } from './open.ts'
import { campaignSecrets, campaigns, categories, milestones } from './schema/campaigns.ts'

// How a campaign is written into its tables, from a folder and from the screens alike. Lists travel as one JSON parameter
// each, because a D1 statement takes at most 100 parameters. `insert … select` names every column of the table, so each
// select below gives all of them in the schema's order.

/** What a folder says of a campaign; neither the desk's own settings nor how far it has come. */
export const campaignColumns = (campaign: Campaign) => ({
  title: campaign.title,
  shortTitle: campaign.shortTitle,
  organizers: campaign.organizers,
  theme: campaign.theme,
  summary: campaign.summary,
  rules: campaign.rules,
  order: campaign.order,
  contact: campaign.contact,
  use: campaign.use,
  identity: campaign.identity,
  visibility: campaign.visibility,
  batchHour: campaign.batchHour,
  organizerSeesRunning: campaign.organizerSeesRunning,
  period: campaign.period,
  totalMin: campaign.totalMin,
  totalMax: campaign.totalMax,
  expectedPeak: campaign.expectedPeak,
  shards: campaign.shards,
  humanChecks: campaign.humanChecks,
})

/** What only the desk sets. */
export const deskOf = ({ publicityDays, fourEyes, comments }: Desk) => ({ publicityDays, fourEyes, comments })

export const insertSalt = (db: Db, campaign: CampaignId, salt: Uint8Array) =>
  db
    .insert(campaignSecrets)
    .values({ campaignId: campaign, salt: Buffer.from(salt) })
    .onConflictDoNothing()

export const replaceMilestones = (db: Db, { id, milestones: list }: Pick<Campaign, 'id' | 'milestones'>) =>
  [
    db.delete(milestones).where(eq(milestones.campaignId, id)),
    db.insert(milestones).select(sql`select ${id}, key, value ->> 'step', value ->> 'title', value ->> 'from', value ->> 'until'
      from json_each(${JSON.stringify(list)})`),
  ] as const

const { campaignId: _campaign, key: _key, ...CATEGORY_TEXTS } = getTableColumns(categories)

export const upsertCategories = (db: Db, { id, categories: list }: Pick<Campaign, 'id' | 'categories'>) =>
  db
    .insert(categories)
    .select(
      sql`select ${id}, key, value ->> 'key', value ->> 'name', value ->> 'kind', value ->> 'honours', value ->> 'min', value ->> 'max'
        from json_each(${JSON.stringify(list)}) where true`,
    )
    .onConflictDoUpdate({ target: [categories.campaignId, categories.key], set: excluded(CATEGORY_TEXTS) })

/** The database refuses to take one away that still has nominees. */
export const deleteOtherCategories = (db: Db, { id, categories: list }: Pick<Campaign, 'id' | 'categories'>) => {
  const kept = list.map(({ key }) => key)
  return db.delete(categories).where(and(eq(categories.campaignId, id), notIn(categories.key, kept)))
}

/** One parameter for a list of any length. */
export const notIn = (column: SQLiteColumn, list: readonly (string | number)[]) =>
  sql`${column} not in (select value from json_each(${JSON.stringify(list)}))`

/** For a row that is there already: every column but its key, from the row that came. */
export const excluded = (columns: Readonly<Record<string, SQLiteColumn>>) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, sql.raw(`excluded.${column.name}`)]))

/** The campaign as long as nobody has touched it since this revision, and its poll is as open as it was. */
export const untouched = ({ id, revision, openedAt }: { id: CampaignId; revision: number; openedAt: number | null }) =>
  and(eq(campaigns.id, id), eq(campaigns.revision, revision), sql`${campaigns.openedAt} is ${openedAt}`)
