import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import { type ArchivedTable, WRITTEN_IN } from './archive-tables.ts'

// Rows of one campaign as JSON, column by column, whatever columns a table has: an archive must not depend on anybody
// remembering to name a new one.

export interface ColumnShape {
  readonly name: string
  readonly type: 'TEXT' | 'INTEGER' | 'BLOB'
  readonly required: boolean
}

/** The columns of a table, in their order. */
export async function columnsOf(d1: D1Database, table: string): Promise<readonly ColumnShape[]> {
  const wanted = 'select name, upper(type) as type, "notnull" as required from pragma_table_info(?) order by cid'
  const { results } = await d1.prepare(wanted).bind(table).all<{ name: string; type: ColumnShape['type']; required: number }>()
  return results.map(({ required, ...column }) => ({ ...column, required: required === 1 }))
}

export interface PageWish {
  readonly campaign: CampaignId
  readonly page: number
  readonly rows: number
  readonly whole: boolean
}

/** One page of a table, one JSON object a line; bytes stand in it as hexadecimal signs. Empty behind the last page. */
export async function pageOf(
  d1: D1Database,
  table: ArchivedTable,
  { campaign, page, rows, whole }: PageWish,
): Promise<readonly string[]> {
  const columns = await columnsOf(d1, table.name)
  const keeping: Readonly<Record<string, string>> = whole ? {} : (table.keeping ?? {})
  const picked = columns.map(({ name, type }) => {
    const value = keeping[name] ?? name
    return type === 'BLOB' ? `iif(${value} is null, null, lower(hex(${value}))) as ${name}` : `${value} as ${name}`
  })
  const most = table.page ?? rows
  const wanted = `select ${picked.join(', ')} from ${table.from ?? table.name} where ${table.of}
    order by ${table.order} limit ${most} offset ${most * page}`
  const { results } = await d1.prepare(wanted).bind(campaign).all()
  return results.map(row => JSON.stringify(row))
}

/** Names of the stored pictures and files that the rows of these tables and the texts of notices speak of, in order. */
export async function objectsOf(
  d1: D1Database,
  campaign: CampaignId,
  tables: readonly ArchivedTable[],
): Promise<readonly string[]> {
  const names = new Set<string>()
  for (const { objects } of tables) {
    if (!objects) continue
    const { results } = await d1.prepare(objects).bind(campaign).all<{ object: string }>()
    for (const { object } of results) names.add(object)
  }
  for (const { table, of } of WRITTEN_IN) for (const picture of await picturesIn(d1, { campaign, table, of })) names.add(picture)
  return [...names].sort()
}

const TEXTS_AT_ONCE = 10

async function picturesIn(
  d1: D1Database,
  { campaign, table, of }: { campaign: CampaignId; table: string; of: string },
): Promise<readonly string[]> {
  const found: string[] = []
  const wanted = `select body from ${table} where ${of} and instr(body, '/pictures/') > 0 order by 1 limit ${TEXTS_AT_ONCE} offset ?2`
  for (let from = 0; ; from += TEXTS_AT_ONCE) {
    const { results } = await d1.prepare(wanted).bind(campaign, from).all<{ body: string }>()
    for (const { body } of results)
      for (const [name] of body.matchAll(/pictures\/[0-9a-f]{64}\.(?:jpg|png|webp)/g)) found.push(name)
    if (results.length < TEXTS_AT_ONCE) return found
  }
}

/** What the rows of a campaign call people by, and no more: no sign-in, no address. */
export async function peopleOf(d1: D1Database, ids: readonly StaffId[]): Promise<readonly string[]> {
  const wanted = 'select id, name, role, unit from staff where id in (select value from json_each(?)) order by id'
  const { results } = await d1.prepare(wanted).bind(JSON.stringify(ids)).all()
  return results.map(row => JSON.stringify(row))
}
