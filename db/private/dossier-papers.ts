import { Buffer } from 'node:buffer'
import { and, asc, eq, max, type SQL, sql } from 'drizzle-orm'
import { blob, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import { MOST_PAPERS, type PaperKind } from '../../worker/rules/dossier-paper.ts'
import type { CampaignId, PaperId, StaffId } from '../../worker/rules/ids.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Db } from '../open.ts'
import { campaigns, milestones } from '../schema/campaigns.ts'
import { at } from '../schema/instant.ts'

/** Apart from db/schema so that an import shows who can reach it; the layering test names the few that may (law 9). */
export const dossierPapers = sqliteTable(
  'dossier_papers',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    id: text('id').$type<PaperId>().notNull(),
    number: integer('number').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').$type<PaperKind>().notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    object: text('object').notNull().unique(),
    mark: text('mark').notNull(),
    sealedName: blob('sealed_name').$type<Uint8Array>().notNull(),
    addedBy: text('added_by').$type<StaffId>().notNull(),
    addedAt: at('added_at').notNull(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.id] }), unique().on(table.campaignId, table.number, table.mark)],
)

export type PaperRow = typeof dossierPapers.$inferSelect

/** Whose papers: they belong to a nominee by number. */
export interface Whose {
  readonly campaign: CampaignId
  readonly number: number
}

const ownedBy = ({ campaign, number }: Whose) => and(eq(dossierPapers.campaignId, campaign), eq(dossierPapers.number, number))

/** The papers of a nominee in their order. */
export const papersOf = (db: Db, whose: Whose): Promise<readonly PaperRow[]> =>
  db.select().from(dossierPapers).where(ownedBy(whose)).orderBy(asc(dossierPapers.position), asc(dossierPapers.id))

/** Null when this nominee has no such paper. */
export async function paperAt(db: Db, whose: Whose, id: string): Promise<PaperRow | null> {
  const where = and(ownedBy(whose), eq(dossierPapers.id, id as PaperId))
  return (await db.select().from(dossierPapers).where(where).get()) ?? null
}

// Every change is one statement that looks, in the moment of writing, whether papers may still change: what a decision was
// handed in on stays as it was read.

const undecided = (campaign: CampaignId): SQL =>
  sql`not exists (select 1 from decisions d where d.campaign_id = ${campaign} and d.state <> 'draft')`

/** Whether a decision rests on the papers of a campaign. */
export async function papersFixed(db: Db, campaign: CampaignId): Promise<boolean> {
  return (await db.get<{ free: number }>(sql`select ${undecided(campaign)} as free`))?.free !== 1
}

/** Adds a paper behind those there are. The same content again, one too many, and one after the decision come to nothing. */
export const insertPaper = (db: Db, row: Omit<PaperRow, 'position'>) => {
  const { campaignId, id, number, kind, mediaType, size, object, mark, sealedName, addedBy, addedAt } = row
  const own = sql`from dossier_papers where campaign_id = ${campaignId} and number = ${number}`
  return db
    .insert(dossierPapers)
    .select(
      sql`select ${campaignId}, ${id}, ${number}, (select coalesce(max(position) + 1, 0) ${own}), ${kind}, ${mediaType}, ${size},
        ${object}, ${mark}, ${Buffer.from(sealedName)}, ${addedBy}, ${addedAt}
        where (select count(*) ${own}) < ${MOST_PAPERS} and ${undecided(campaignId)}`,
    )
    .onConflictDoNothing()
}

/** What it is and what it is called. */
export const describePaper = (db: Db, whose: Whose, { id, kind, sealedName }: Pick<PaperRow, 'id' | 'kind' | 'sealedName'>) =>
  db
    .update(dossierPapers)
    .set({ kind, sealedName: Buffer.from(sealedName) })
    .where(and(ownedBy(whose), eq(dossierPapers.id, id), undecided(whose.campaign)))

/** Puts the papers that are named into this order; one that was added meanwhile keeps its place behind them. */
export const arrangePapers = (db: Db, whose: Whose, ids: readonly PaperId[]) => {
  const list = sql`json_each(${JSON.stringify(ids)})`
  return db
    .update(dossierPapers)
    .set({ position: sql`(select key from ${list} where value = ${dossierPapers.id})` })
    .where(and(ownedBy(whose), sql`${dossierPapers.id} in (select value from ${list})`, undecided(whose.campaign)))
}

export const deletePaper = (db: Db, whose: Whose, id: PaperId) =>
  db.delete(dossierPapers).where(and(ownedBy(whose), eq(dossierPapers.id, id), undecided(whose.campaign)))

/** A campaign in which there are papers, and the last moment that its timetable names. */
export interface CampaignWithPapers {
  readonly campaign: CampaignId
  readonly title: string
  /** Null where there is no timetable. */
  readonly until: Instant | null
  readonly lastAdded: Instant
}

export async function campaignsWithPapers(db: Db): Promise<readonly CampaignWithPapers[]> {
  const { campaignId, addedAt } = dossierPapers
  const until = sql<Instant | null>`(select max(${milestones.until}) from ${milestones} where ${milestones.campaignId} = ${campaigns.id})`
  const rows = await db
    .select({ campaign: campaigns.id, title: campaigns.shortTitle, until, lastAdded: max(addedAt) })
    .from(dossierPapers)
    .innerJoin(campaigns, eq(campaigns.id, campaignId))
    .groupBy(campaigns.id)
  return rows.map(({ lastAdded, ...row }) => ({ ...row, lastAdded: lastAdded as Instant }))
}

/** The last moment that a campaign's timetable names; null where it names none. */
export async function timetableEnd(db: Db, campaign: CampaignId): Promise<Instant | null> {
  const row = await db
    .select({ until: max(milestones.until) })
    .from(milestones)
    .where(eq(milestones.campaignId, campaign))
    .get()
  return row?.until ?? null
}

/** All papers of a campaign, without being read. */
export const deletePapers = (db: Db, campaign: CampaignId) =>
  db.delete(dossierPapers).where(eq(dossierPapers.campaignId, campaign))
