import { type SQL, sql } from 'drizzle-orm'
import type { MergeEntry } from '../worker/import/nominee-merge.ts'
import type { AuditEvent } from '../worker/rules/audit.ts'
import type { CampaignId } from '../worker/rules/ids.ts'
import type { Staff } from '../worker/rules/roles.ts'
import type { Instant } from '../worker/rules/time.ts'
import { auditGuard, wasUnsound } from './audit.ts'
import type { DeskLine } from './nominee-desk.ts'
import { rowsOf } from './nominee-edits.ts'
import type { Db } from './open.ts'
import { nominees } from './schema/nominees.ts'

/** A list in one line: changes with every row that comes, goes or is written. */
export const listStamp = (lines: readonly DeskLine[]): string =>
  [...lines]
    .sort((a, b) => a.number - b.number)
    .map(({ number, revision, editedAt }) => `${number}.${revision}.${editedAt ?? 0}`)
    .join(' ')

const storedStamp = (campaign: CampaignId) => sql`coalesce((select group_concat(line, ' ') from (
  select number || '.' || revision || '.' || coalesce(edited_at, 0) as line from nominees where campaign_id = ${campaign} order by number)), '')`

interface Written {
  readonly campaign: CampaignId
  readonly staff: Staff
  readonly at: Instant
  /** The list as it was when somebody agreed to what would become of it. */
  readonly stamp: string
  readonly entries: readonly MergeEntry[]
  readonly removed: readonly number[]
  readonly event: Extract<AuditEvent, { kind: 'nominees-edited' }>
  /** Whether the list must not be frozen: everything but new texts. */
  readonly reshapes: boolean
}

/**
 * A whole import as one batch. Its first statement is the audit line, and that line is the guard: if the list is no longer the
 * one that was agreed to, or has been frozen, what it would write is no JSON, the table's own check refuses it, and the
 * batch is rolled back with everything in it.
 */
export async function writeImport(
  db: Db,
  { campaign, staff, at, stamp, entries, removed, event, reshapes }: Written,
): Promise<boolean> {
  const frozen = reshapes ? sql`exists (select 1 from campaigns where id = ${campaign} and opened_at is not null)` : sql`false`
  const sound = sql`${storedStamp(campaign)} = ${stamp} and not ${frozen}`
  const edit = { campaign, by: staff.id, at }
  try {
    await db.batch([
      auditGuard(db, staff, { at, event, sound }),
      db
        .delete(nominees)
        .where(sql`campaign_id = ${campaign} and number in (select value from json_each(${JSON.stringify(removed)}))`),
      ...chunks(entries.filter(({ fresh }) => fresh)).map(part => insertEntries(db, edit, part)),
      ...chunks(entries.filter(({ fresh }) => !fresh)).map(part => updateEntries(db, edit, part)),
    ])
    return true
  } catch (error) {
    if (wasUnsound(error)) return false
    throw error
  }
}

/** Of these entries, the ones that would change a row. */
export async function changedBy(db: Db, campaign: CampaignId, entries: readonly MergeEntry[]): Promise<number> {
  const parts = chunks(entries.filter(({ fresh }) => !fresh))
  let changed = 0
  for (const part of parts) {
    const row = await db.get<{ count: number }>(
      sql`select count(*) as count from nominees join ${rowsOf(part)} e on number = e.numbered
        where campaign_id = ${campaign} and ${differs}`,
    )
    changed += row.count
  }
  return changed
}

/** A value of D1 takes up to 2 MB; so much JSON a statement keeps well below it, however long the deeds are. */
const PART = 1_000_000

/** The list as JSON texts of some hundred kilobytes each. */
function chunks(entries: readonly MergeEntry[]): readonly string[] {
  const parts: string[] = []
  let rows: string[] = []
  let size = 0
  for (const entry of entries) {
    const text = JSON.stringify(entry)
    // Three bytes for a Chinese character.
    if (size + text.length * 3 > PART && rows.length > 0) {
      parts.push(`[${rows.join()}]`)
      rows = []
      size = 0
    }
    rows.push(text)
    size += text.length * 3
  }
  return rows.length > 0 ? [...parts, `[${rows.join()}]`] : parts
}

interface Edit {
  readonly campaign: CampaignId
  readonly by: Staff['id']
  readonly at: Instant
}

const said = (key: string) => sql`e.value -> 'set' ->> ${key}`

const insertEntries = (db: Db, { campaign, by, at }: Edit, part: string) =>
  db
    .insert(nominees)
    .select(sql`select ${campaign}, e.value ->> 'number', ${said('category')}, e.value ->> 'position', ${said('name')},
      coalesce(${said('unit')}, ''), coalesce(${said('post')}, ''), coalesce(${said('brief')}, ''), coalesce(${said('deeds')}, ''),
      coalesce(${said('honours')}, ''), ${said('initials')}, null, ${said('outcome')}, 1, ${by}, ${at}, null, null
    from json_each(${part}) e`)

/** The columns a file may fill, by the names they have in the table and in an entry. */
const COLUMNS = {
  category: ['category_key', 'category'],
  name: ['name', 'name'],
  unit: ['unit', 'unit'],
  post: ['post', 'post'],
  brief: ['brief', 'brief'],
  deeds: ['deeds', 'deeds'],
  honours: ['honours', 'honours'],
  initials: ['initials', 'initials'],
} as const

/** What the row would hold: what the file says, else what is there. An outcome may be taken back, so "none" is not "says nothing". */
const WANTED = {
  ...(Object.fromEntries(
    Object.entries(COLUMNS).map(([field, [column, key]]) => [field, sql`coalesce(${said(key)}, ${sql.identifier(column)})`]),
  ) as Record<keyof typeof COLUMNS, SQL>),
  outcome: sql`case when json_type(e.value, '$.set.outcome') is null then outcome else ${said('outcome')} end`,
  position: sql`coalesce(e.value ->> 'position', position)`,
  photo: sql`case when e.value ->> 'dropPhoto' then null else photo end`,
}

const differs = sql`(${sql.join(
  Object.entries(WANTED).map(
    ([field, value]) => sql`${sql.identifier(field === 'category' ? 'category_key' : field)} is not ${value}`,
  ),
  sql` or `,
)})`

const updateEntries = (db: Db, { campaign, by, at }: Edit, part: string) =>
  db
    .update(nominees)
    .set({ ...WANTED, revision: sql`revision + 1`, editedBy: by, editedAt: at })
    .from(sql`${rowsOf(part)} e`)
    .where(sql`campaign_id = ${campaign} and number = e.numbered and ${differs}`)
