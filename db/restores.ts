import { count, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CampaignId, NoticeId, RestoreId, Slug } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { ColumnShape } from './archive.ts'
import type { ArchivedTable } from './archive-tables.ts'
import type { Db } from './open.ts'
import { restoreRows, restores } from './schema/archive.ts'
import { campaigns } from './schema/campaigns.ts'
import { notices, noticeViews } from './schema/notices.ts'
import { staff } from './schema/staff.ts'

export interface Restore {
  readonly id: RestoreId
  readonly campaign: CampaignId
  readonly slug: Slug
  readonly startedAt: Instant
}

/** Whether a campaign of this id or this address is here. */
export async function isTaken(db: Db, { campaign, slug }: Pick<Restore, 'campaign' | 'slug'>): Promise<boolean> {
  const same = or(eq(campaigns.id, campaign), eq(campaigns.slug, slug))
  return (await db.select({ id: campaigns.id }).from(campaigns).where(same).get()) !== undefined
}

/** Begins anew: whatever an earlier attempt at the same campaign has left is dropped. */
export async function beginRestore(db: Db, { id, campaign, slug, startedAt }: Restore): Promise<void> {
  const before = db.select({ id: restores.id }).from(restores).where(eq(restores.campaignId, campaign))
  await db.batch([
    db.delete(restoreRows).where(inArray(restoreRows.restoreId, before)),
    db.delete(restores).where(eq(restores.campaignId, campaign)),
    db.insert(restores).values({ id, campaignId: campaign, slug, startedAt }),
  ])
}

export async function restoreAt(db: Db, id: RestoreId): Promise<Restore | null> {
  const { campaignId: campaign, slug, startedAt } = restores
  return (await db.select({ id: restores.id, campaign, slug, startedAt }).from(restores).where(eq(restores.id, id)).get()) ?? null
}

/** A statement of D1 takes no value above some two megabytes. */
const AT_ONCE = 1_000_000

/** Puts rows of one table by. Doing it twice leaves them once. */
export async function stageRows(
  db: Db,
  { id, table, from }: { id: RestoreId; table: string; from: number },
  rows: readonly string[],
): Promise<void> {
  let begun = 0
  while (begun < rows.length) {
    let [end, size] = [begun, 0]
    while (end < rows.length && (end === begun || size + (rows[end] as string).length < AT_ONCE)) {
      size += (rows[end] as string).length
      end += 1
    }
    const part = JSON.stringify(rows.slice(begun, end))
    await db.run(
      sql`insert or replace into restore_rows select ${id}, ${table}, ${from + begun} + key, value from json_each(${part}) where true`,
    )
    begun = end
  }
}

/** What is wrong with a row of a table: the column that is missing, unknown or of another kind; null when nothing is. */
export function rowFlaw(
  row: unknown,
  columns: readonly ColumnShape[],
  shapes: Readonly<Record<string, RegExp>> = {},
): string | null {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'row'
  const given = Object.entries(row)
  const strange = given.find(([name]) => !columns.some(column => column.name === name))
  if (strange) return strange[0]
  const values = row as Record<string, unknown>
  const strangeShape = (name: string) => values[name] !== null && shapes[name]?.test(String(values[name])) === false
  return columns.find(column => !fits(values[column.name], column) || strangeShape(column.name))?.name ?? null
}

function fits(value: unknown, { type }: ColumnShape): boolean {
  if (value === null) return true
  if (type === 'INTEGER') return Number.isSafeInteger(value)
  return typeof value === 'string' && (type !== 'BLOB' || /^([0-9a-f]{2})*$/.test(value))
}

/** The clause of a table with the campaign in its place. */
const whose = ({ of }: ArchivedTable, campaign: CampaignId): SQL =>
  sql.join(
    of.split('?1').map(part => sql.raw(part)),
    sql`${campaign}`,
  )

/**
 * The statements that make the staged rows of a table live, and see to it that they were all of this campaign. Of a table
 * the columns are known only here, so it is made up for the query builder from what the database says of it.
 */
export function liveRows(
  db: Db,
  { id, campaign }: Restore,
  { table, columns }: { table: ArchivedTable; columns: readonly ColumnShape[] },
) {
  const shape = sqliteTable(table.name, Object.fromEntries(columns.map(({ name }) => [name, text(name)])))
  const values = columns.map(({ name, type }) => {
    const value = `row ->> '$.${name}'`
    return sql.raw(type === 'BLOB' ? `iif(${value} is null, null, unhex(${value}))` : value)
  })
  const staged = sql`from restore_rows where restore_id = ${id} and name = ${table.name}`
  const live = sql`select count(*) from ${shape} where ${whose(table, campaign)}`
  return [
    db.insert(shape).select(sql`select ${sql.join(values, sql`, `)} ${staged} order by position`),
    db
      .update(restores)
      .set({ sound: sql`(${live}) = (select count(*) ${staged})` })
      .where(eq(restores.id, id)),
  ] as const
}

/** People whom the rows name and whom this site does not know: accounts that nobody can sign in to. */
export const livePeople = (db: Db, { id, startedAt }: Restore) =>
  db
    .insert(staff)
    .select(
      sql`select row ->> '$.id', row ->> '$.id', row ->> '$.name', row ->> '$.role', row ->> '$.unit', '', ${startedAt}, ${startedAt},
        null, 0, null from restore_rows where restore_id = ${id} and name = 'people' order by position`,
    )
    .onConflictDoNothing()

/** What is left to do away with once the rows are live; the last of them is the fact that the log tells of. */
export const endRestore = (db: Db, id: RestoreId) =>
  [db.delete(restoreRows).where(eq(restoreRows.restoreId, id)), db.delete(restores).where(eq(restores.id, id))] as const

/** How many rows of each table have come. */
export async function stagedCounts(db: Db, id: RestoreId): Promise<ReadonlyMap<string, number>> {
  const { name } = restoreRows
  const rows = await db.select({ name, rows: count() }).from(restoreRows).where(eq(restoreRows.restoreId, id)).groupBy(name)
  return new Map(rows.map(row => [row.name, row.rows]))
}

/** How often each notice of a campaign had been opened. */
export const viewsOf = (db: Db, campaign: CampaignId): Promise<readonly { notice: NoticeId; views: number }[]> =>
  db
    .select({ notice: noticeViews.noticeId, views: noticeViews.views })
    .from(noticeViews)
    .innerJoin(notices, eq(notices.id, noticeViews.noticeId))
    .where(eq(notices.campaignId, campaign))
