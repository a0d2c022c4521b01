import { randomBytes } from 'node:crypto'
import type { BatchItem } from 'drizzle-orm/batch'
import { columnsOf } from '../../db/archive.ts'
import { auditLine } from '../../db/audit.ts'
import {
  beginRestore,
  endRestore,
  isTaken,
  livePeople,
  liveRows,
  type Restore,
  rowFlaw,
  stagedCounts,
  stageRows,
  viewsOf as viewsIn,
} from '../../db/restores.ts'
import { inStore, type Place, type RowsOf, shapeOf, tablesOf } from '../campaign-archive.ts'
import type { Deps } from '../deps.ts'
import { cleanHtml } from '../html.ts'
import { forgetAll } from '../memo.ts'
import { agendaOf, boxOf, tallyOf, viewsOf } from '../objects/names.ts'
import { emptyCache } from '../page-cache.ts'
import { type Incoming, PAGE_ROWS, type PageName, pageName, partOf } from '../rules/archive.ts'
import { idFrom, type RestoreId } from '../rules/ids.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

const broken = (...problems: readonly string[]) => refuse({ code: 'import-refused', problems })

/** The objects whose rows are to come: all of an opened poll, and the likes where there are any. */
function storesIn({ counts, shards }: Incoming): readonly Place[] {
  const has = (store: string) => Object.keys(counts).some(part => part.startsWith(`${store}/`))
  return [
    ...(has('likes') ? [{ store: 'likes', shard: 0 } as const] : []),
    ...(shards > 0 ? (['tally', 'examiner'] as const).map(store => ({ store, shard: 0 })) : []),
    ...(shards > 0 || has('notary') ? [{ store: 'notary', shard: 0 } as const] : []),
    ...Array.from({ length: shards }, (_, shard) => ({ store: 'boxes', shard }) as const),
  ]
}

/**
 * Makes room for a campaign: nothing of it is live until `finishRestore`. A campaign that is here is never touched, nor is
 * one whose address is taken. Beginning again drops what an attempt before has left.
 */
export async function beginRestoring(deps: Deps, incoming: Incoming): Promise<Verdict<{ id: RestoreId }>> {
  const { env, db, now } = deps
  const { campaign, slug } = incoming
  if (await isTaken(db, incoming)) return broken(`网站上已经有这个活动，或者代号 ${slug} 已被使用，没有恢复`)
  const id = idFrom('rst', randomBytes(16)) as RestoreId
  for (const place of storesIn(incoming))
    if (!(await inStore(env, campaign, { place, use: archive => archive.begin(id) })))
      return broken('网站上还留着这个活动的票箱，没有恢复')
  await beginRestore(db, { id, campaign, slug, startedAt: now() })
  return accept({ id })
}

/** Puts one page of rows by. Repeating it changes nothing. */
export async function stagePage(deps: Deps, restore: Restore, page: PageName, rows: readonly string[]): Promise<Verdict<null>> {
  if (page.store !== 'tables') {
    if (!shapeOf(page.store).parts.some(({ table }) => table === page.table)) return broken(`本站没有 ${page.table} 这样的数据`)
    const { store, shard } = page
    const use = (archive: RowsOf) => archive.stage(restore.id, page.table, rows)
    const staged = await inStore(deps.env, restore.campaign, { place: { store, shard }, use })
    return staged ? accept(null) : broken('另一次恢复已经开始，这一次作废')
  }
  const flaw = await flawIn(deps, page.table, rows)
  if (flaw) return broken(flaw)
  const most = tablesOf(true).find(({ name }) => name === page.table)?.page ?? PAGE_ROWS
  await stageRows(deps.db, { id: restore.id, table: page.table, from: page.page * most }, rows)
  return accept(null)
}

const PERSON = { id: /^stf_[0-9a-z]{16}$/, role: /^(administrator|organizer|reviewer|auditor|clerk)$/ }

/** What is wrong with rows of a table of the database; null when nothing is. */
async function flawIn({ env }: Deps, name: string, rows: readonly string[]): Promise<string | null> {
  const table = tablesOf(true).find(one => one.name === name)
  if (!table && name !== 'people') return `本站没有 ${name} 这样的数据`
  const columns = table
    ? await columnsOf(env.DB, name)
    : ['id', 'name', 'role', 'unit'].map(column => ({ name: column, type: 'TEXT' as const, required: false }))
  for (const [i, line] of rows.entries()) {
    const row = JSON.parse(line) as Record<string, unknown>
    const column = rowFlaw(row, columns, table ? table.shapes : PERSON)
    if (column !== null) return `${name} 第 ${i + 1} 行的 ${column} 不对，可能来自另一个版本`
    // Reading a notice parses nothing, so what is let in must be what the editor would have stored.
    const isHtml = (name === 'notices' || name === 'notice_versions') && row.format === 'html'
    if (isHtml && (await cleanHtml(String(row.body))) !== row.body) return `${name} 第 ${i + 1} 行的网页内容不是本站写的`
  }
  return null
}

/**
 * Makes the campaign live, whole or not at all: the objects look whether every row has come, and one batch of statements
 * writes all tables, each of which says that its rows were those of this campaign.
 */
export async function finishRestore(deps: Deps, restore: Restore, incoming: Incoming): Promise<Verdict<{ rows: number }>> {
  const { env, db, now } = deps
  const { id, campaign } = restore
  if (incoming.campaign !== campaign || incoming.slug !== restore.slug) return broken('清单和开始恢复时的不一样')
  const missing = await whatIsMissing(deps, restore, incoming)
  if (missing.length > 0) return broken(...missing)
  const tables = tablesOf(incoming.whole).filter(({ name }) => incoming.counts[`tables/${name}`])
  const live: BatchItem<'sqlite'>[] = []
  for (const table of tables) live.push(...liveRows(db, restore, { table, columns: await columnsOf(env.DB, table.name) }))
  const rows = Object.values(incoming.counts).reduce((sum, n) => sum + n, 0)
  const event = { kind: 'campaign-restored', campaign, slug: restore.slug, rows } as const
  try {
    const end = [...endRestore(db, id), auditLine(db, { role: 'operator' }, { at: now(), event })]
    await db.batch([livePeople(db, restore), ...live, ...end])
  } catch (error) {
    return broken(`数据库没有接受这些数据：${String(error).slice(0, 200)}`)
  }
  await wake(deps, restore, incoming)
  return accept({ rows })
}

/** Parts of which not every row has come. */
async function whatIsMissing({ env, db }: Deps, { id, campaign }: Restore, incoming: Incoming): Promise<readonly string[]> {
  const { counts } = incoming
  const staged = await stagedCounts(db, id)
  const missing = Object.entries(counts)
    .filter(([part, n]) => part.startsWith('tables/') && (staged.get(part.slice('tables/'.length)) ?? 0) !== n)
    .map(([part]) => part)
  for (const place of storesIn(incoming)) {
    const wanted = shapeOf(place.store).parts.map(({ table }) => [table, counts[partName(place, table)] ?? 0])
    const use = (archive: RowsOf) => archive.check(id, Object.fromEntries(wanted))
    const complete = await inStore(env, campaign, { place, use })
    if (!complete) missing.push(`${place.store}/${place.shard}`)
  }
  return missing.map(part => `${part} 的数据不全，没有恢复`)
}

const partName = (place: Place, table: string): string => partOf(pageName({ ...place, table, page: 0 }))

/**
 * What the objects make of their own accord is set going: boxes tell the tally, the agenda looks what is due. If the line
 * breaks here the campaign is live all the same; boxes tell the tally by their own alarms, and a mark that stayed opens
 * nothing, because a campaign that is here is never begun again.
 */
async function wake({ env, db, now }: Deps, { id, campaign }: Restore, incoming: Incoming): Promise<void> {
  for (const place of storesIn(incoming)) {
    if (place.store === 'boxes') await tallyOf(env, campaign).accept(await boxOf(env, campaign, place.shard).snapshot())
    await inStore(env, campaign, { place, use: archive => archive.settle(id) })
  }
  for (const { notice, views } of await viewsIn(db, campaign)) await viewsOf(env).countFrom(notice, views)
  await agendaOf(env).wake(now())
  forgetAll()
  emptyCache()
}
