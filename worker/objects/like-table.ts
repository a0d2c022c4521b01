import { hmacSha256 } from '../rules/hash.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { LikeCounts, LikeSnapshot } from '../rules/like.ts'
import type { Day, Instant, Window } from '../rules/time.ts'
import { blob } from './blob.ts'

const TABLES = `
create table if not exists book (id integer primary key check (id = 1), order_json text not null) strict;
create table if not exists salt (id integer primary key check (id = 1), key blob not null check (length(key) = 32)) strict;
create table if not exists given (
  day text not null, device blob not null, number integer not null,
  held integer not null check (held in (0, 1)), primary key (day, device, number)
) strict, without rowid;
create table if not exists hourly (
  hour integer not null, number integer not null, counted integer not null, held integer not null,
  primary key (hour, number)
) strict, without rowid;
create table if not exists reason (marks text primary key, likes integer not null) strict, without rowid;
create table if not exists snapshot (
  id integer primary key check (id = 1), number integer not null, at integer not null, likes text not null
) strict;
`

/** What the log of a board is called for ever, and with which key (Ed25519, base 64) its heads are signed. */
export interface LikeLogName {
  readonly campaign: CampaignId
  readonly origin: string
  readonly key: string
}

/** The like phase as the board holds it. It may be opened again when the list of nominees grows. */
export interface LikeOrder {
  readonly window: Window
  readonly nominees: readonly number[]
  readonly log?: LikeLogName
}

export interface Given {
  readonly day: Day
  readonly hour: number
  readonly device: string
  readonly number: number
  readonly held: boolean
  readonly marks: string
}

/**
 * What the board of likes writes down. A device stands there as a tag made with a key that never leaves this object, so
 * likes cannot be laid beside the ballots of the same device; once the key is gone they lead back to nobody.
 */
export class LikeTable {
  readonly #storage: DurableObjectStorage
  readonly #sql: SqlStorage
  #totals: Map<number, { counted: number; held: number }> | null = null
  #key: Uint8Array | null = null

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.#sql = storage.sql
    this.#sql.exec(TABLES)
    this.reload()
  }

  /** What was read before is read anew. */
  reload(): void {
    this.#sql.exec("insert or ignore into snapshot values (1, 0, 0, '{}')")
    this.#totals = null
    this.#key = null
  }

  order(): LikeOrder | null {
    const row = this.#sql.exec('select order_json from book').toArray()[0]
    return row ? (JSON.parse(row.order_json as string) as LikeOrder) : null
  }

  setOrder(order: LikeOrder): void {
    this.#sql.exec('insert or replace into book values (1, ?)', JSON.stringify(order))
  }

  has(day: Day, device: string, number: number): boolean {
    const found = this.#sql.exec(
      'select 1 from given where day = ? and device = ? and number = ?',
      day,
      this.#tag(device),
      number,
    )
    return found.toArray().length > 0
  }

  liked(day: Day, device: string): readonly number[] {
    const rows = this.#sql.exec('select number from given where day = ? and device = ?', day, this.#tag(device)).toArray()
    return rows.map(row => row.number as number)
  }

  /** The primary key refuses a second row for the same device, nominee and day: a bug above would throw, never count twice. */
  add({ day, hour, device, number, held, marks }: Given): void {
    // Read before the row is written: sums that are read anew would already hold it.
    const totals = this.#summed()
    const [counted, withheld] = held ? [0, 1] : [1, 0]
    this.#sql.exec('insert into given values (?, ?, ?, ?)', day, this.#tag(device), number, withheld)
    this.#sql.exec(
      `insert into hourly values (?, ?, ?, ?) on conflict (hour, number) do update
       set counted = counted + excluded.counted, held = held + excluded.held`,
      hour,
      number,
      counted,
      withheld,
    )
    if (held) this.#sql.exec('insert into reason values (?, 1) on conflict (marks) do update set likes = likes + 1', marks)
    const before = totals.get(number) ?? { counted: 0, held: 0 }
    totals.set(number, { counted: before.counted + counted, held: before.held + withheld })
  }

  totals(): Readonly<Record<number, LikeCounts>> {
    return Object.fromEntries(this.#summed())
  }

  /** After a transaction was rolled back, what is in memory says too much. */
  forgetTotals(): void {
    this.#totals = null
  }

  curve(): readonly { readonly hour: number; readonly count: number }[] {
    return this.#sql
      .exec('select hour, sum(counted + held) as likes from hourly group by hour order by hour')
      .toArray()
      .map(row => ({ hour: row.hour as number, count: row.likes as number }))
  }

  reasons(): readonly { readonly marks: string; readonly likes: number }[] {
    return this.#sql
      .exec('select marks, likes from reason order by marks')
      .toArray()
      .map(row => ({ marks: row.marks as string, likes: row.likes as number }))
  }

  snapshot(): LikeSnapshot {
    const { number, at, likes } = this.#sql.exec('select number, at, likes from snapshot').one()
    return { number: number as number, at: at as Instant, likes: JSON.parse(likes as string) as LikeSnapshot['likes'] }
  }

  freeze(at: Instant): void {
    this.#sql.exec(
      'update snapshot set number = number + 1, at = ?, likes = ? where at < ?',
      at,
      JSON.stringify(this.totals()),
      at,
    )
  }

  /** Deletes up to so many rows of who liked whom; false, and the key gone, once there are none. */
  forgetGiven(most: number): boolean {
    return this.#storage.transactionSync(() => {
      this.#sql.exec('delete from given where (day, device, number) in (select day, device, number from given limit ?)', most)
      const left = this.#sql.exec('select 1 from given limit 1').toArray().length > 0
      if (!left) this.#sql.exec('delete from salt')
      if (!left) this.#key = null
      return left
    })
  }

  #summed(): Map<number, { counted: number; held: number }> {
    this.#totals ??= new Map(
      this.#sql
        .exec('select number, sum(counted) as counted, sum(held) as held from hourly group by number')
        .toArray()
        .map(row => [row.number as number, { counted: row.counted as number, held: row.held as number }]),
    )
    return this.#totals
  }

  #tag(device: string): Uint8Array {
    return Uint8Array.from(hmacSha256(this.#salt(), device).subarray(0, 12))
  }

  #salt(): Uint8Array {
    if (this.#key) return this.#key
    this.#sql.exec('insert or ignore into salt values (1, ?)', crypto.getRandomValues(new Uint8Array(32)))
    this.#key = blob(this.#sql.exec('select key from salt').one().key)
    return this.#key
  }
}
