import { sql } from 'drizzle-orm'
import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import type { RowSeen } from '../worker/rules/nominee-desk.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { nominees } from './schema/nominees.ts'

// Changes of the list, each one statement that does all it was asked or nothing: every row must be as it was seen, and
// what a running vote has frozen must not be frozen yet. The database is the referee; nothing is counted first and
// written then. Lists travel as one JSON parameter, since a statement takes at most 100.

interface Edit {
  readonly campaign: CampaignId
  readonly by: StaffId
  readonly at: Instant
}

/** A list and its number, as a statement sees it. */
const listed = (list: readonly object[]) => ({ json: JSON.stringify(list), count: list.length })

/** True while rules and list may still change. */
const notOpened = (campaign: CampaignId) => sql`exists (select 1 from campaigns where id = ${campaign} and opened_at is null)`

/**
 * The rows of a list as a table of their own, read once. Without the limit SQLite may take the list apart anew for every
 * nominee there is: minutes for what takes milliseconds.
 */
export const rowsOf = (json: string) => sql`(select key, value, value ->> 'number' as numbered from json_each(${json}) limit -1)`

/** True when every row of the list is there in the revision that was seen. */
const allAsSeen = (campaign: CampaignId, { json, count }: ReturnType<typeof listed>) =>
  sql`${count} = (select count(*) from ${rowsOf(json)} seen join nominees n on n.campaign_id = ${campaign}
    and n.number = seen.numbered and n.revision = seen.value ->> 'revision')`

/** New words for some rows. What a row does not name stays. */
export interface RowWords extends RowSeen {
  readonly set: Readonly<Record<string, string>>
}

const from = (json: string) => sql`${rowsOf(json)} e`
const word = (column: string, key = column) => sql`coalesce(e.value -> 'set' ->> ${key}, ${sql.identifier(column)})`
/** Who wrote it and when; the next save must name the new revision. */
const signed = ({ by, at }: Edit) => ({ revision: sql`revision + 1`, editedBy: by, editedAt: at })

export function updateRows(db: Db, edit: Edit, rows: readonly RowWords[]) {
  const { campaign } = edit
  const list = listed(rows)
  const moved = rows.some(({ set }) => 'category' in set)
  return db
    .update(nominees)
    .set({
      category: word('category_key', 'category'),
      name: word('name'),
      unit: word('unit'),
      post: word('post'),
      brief: word('brief'),
      deeds: word('deeds'),
      honours: word('honours'),
      initials: word('initials'),
      ...signed(edit),
    })
    .from(from(list.json))
    .where(sql`campaign_id = ${campaign} and number = e.numbered and ${allAsSeen(campaign, list)}
      and ${moved ? notOpened(campaign) : sql`true`}`)
}

/** A whole new row. Its number is chosen by who adds it, so that adding it twice is found out by the primary key. */
export interface NewRow {
  readonly number: number
  readonly category: string
  readonly name: string
  readonly unit: string
  readonly post: string
  readonly brief: string
  readonly deeds: string
  readonly honours: string
  readonly initials: string
}

// `insert … select` names every column of the table in the schema's order.
export const insertRows = (db: Db, { campaign, by, at }: Edit, rows: readonly NewRow[]) =>
  db.insert(nominees).select(sql`select ${campaign}, value ->> 'number', value ->> 'category',
      (select coalesce(max(position), -1) from nominees where campaign_id = ${campaign}) + 1 + key,
      value ->> 'name', value ->> 'unit', value ->> 'post', value ->> 'brief', value ->> 'deeds', value ->> 'honours',
      value ->> 'initials', null, null, 1, ${by}, ${at}, null, null
    from json_each(${JSON.stringify(rows)}) where ${notOpened(campaign)}`)

export function deleteRows(db: Db, campaign: CampaignId, rows: readonly RowSeen[]) {
  const list = listed(rows)
  return db.delete(nominees).where(sql`campaign_id = ${campaign}
      and number in (select value ->> 'number' from json_each(${list.json})) and ${allAsSeen(campaign, list)}
      and ${notOpened(campaign)}`)
}

/** The photographs of some rows. They may change at any time: a ballot holds numbers only. */
export function updatePhotos(db: Db, edit: Edit, rows: readonly (RowSeen & { readonly photo: string | null })[]) {
  const { campaign } = edit
  const list = listed(rows)
  return db
    .update(nominees)
    .set({ photo: sql`e.value ->> 'photo'`, ...signed(edit) })
    .from(from(list.json))
    .where(sql`campaign_id = ${campaign} and number = e.numbered and ${allAsSeen(campaign, list)}`)
}

/** The order in which readers see the list, if it names just those who are on it. */
export function updateOrder(db: Db, campaign: CampaignId, numbers: readonly number[]) {
  const json = JSON.stringify(numbers)
  const there = sql`(select count(*) from nominees where campaign_id = ${campaign})`
  const named = sql`(select count(distinct n.number) from nominees n join ${rowsOf(json)} o on n.number = o.value
    where n.campaign_id = ${campaign})`
  return db
    .update(nominees)
    .set({ position: sql`e.key` })
    .from(from(json))
    .where(sql`campaign_id = ${campaign} and number = e.value and position <> e.key and ${notOpened(campaign)}
      and ${numbers.length} = ${there} and ${numbers.length} = ${named}`)
}

/** Where numbers wait while they change places: no two rows may have one number, not even for a moment. */
const ASIDE = 2_000_000

/**
 * New numbers, 1 to the last, in the order readers see; two statements of one batch. A list that is numbered so already
 * is not touched.
 */
export function renumberRows(db: Db, edit: Edit) {
  const { campaign } = edit
  const wanted = sql`(select number as old, row_number() over (order by position, number) as new from nominees
    where campaign_id = ${campaign}) w`
  return [
    db
      .update(nominees)
      .set({ number: sql`${ASIDE} + w.new`, ...signed(edit) })
      .from(wanted)
      .where(sql`campaign_id = ${campaign} and number = w.old and w.old <> w.new and ${notOpened(campaign)}`),
    db
      .update(nominees)
      .set({ number: sql`number - ${ASIDE}` })
      .where(sql`campaign_id = ${campaign} and number > ${ASIDE} and ${notOpened(campaign)}`),
  ] as const
}

/** Another number for one nominee; the primary key says when it is taken. */
export const updateNumber = (db: Db, edit: Edit, { number, revision, to }: RowSeen & { readonly to: number }) =>
  db
    .update(nominees)
    .set({ number: to, ...signed(edit) })
    .where(sql`campaign_id = ${edit.campaign} and number = ${number} and revision = ${revision} and ${notOpened(edit.campaign)}`)

/** Takes a nominee off with a reason. The row stays: readers see who it was and why. */
export const withdrawRow = (db: Db, edit: Edit, { number, revision, reason }: RowSeen & { readonly reason: string }) =>
  db
    .update(nominees)
    .set({ withdrawnAt: edit.at, withdrawnReason: reason, ...signed(edit) })
    .where(sql`campaign_id = ${edit.campaign} and number = ${number} and revision = ${revision} and withdrawn_at is null`)
