import type { BallotStatus, PollSpec } from '../rules/ballot.ts'
import { readReasons, reasonText } from '../rules/reason.ts'
import { isWhole, type Tally, type TallyEntry } from '../rules/tally.ts'
import { type Instant, instant } from '../rules/time.ts'
import { type BallotRow, type Earlier, entryOf } from './ballot-row.ts'
import { blob } from './blob.ts'

export interface OpenedPoll {
  readonly spec: PollSpec
  readonly hash: string
  readonly shard: number
  readonly campaignKey: Uint8Array
  /** How its log is known: its name and its key in base 64. Polls of before version 0.4 have none. */
  readonly log?: { readonly origin: string; readonly key: string } | null
}

/** So many ballots of this standing chose exactly this. */
export interface Selection {
  readonly status: BallotStatus
  /** Canonical: '[1,5]'. */
  readonly choices: string
  readonly count: number
}

/** The tables of one ballot box. Two rows are written per ballot: the ballot with its log leaf, and its unique key. */
const TABLES = `
create table if not exists poll (
  id integer primary key check (id = 1),
  spec text not null, hash text not null, shard integer not null, campaign_key blob not null, log text
) strict;
create table if not exists ballot (
  seq integer primary key check (seq >= 1),
  dk blob not null unique check (length(dk) = 16), key text not null,
  at integer not null, choices text not null, level text not null, unit text,
  status text not null check (status in ('counted', 'held', 'void')), reason text,
  checked text not null, nonce blob not null, leaf blob not null,
  class text, signals text, voter blob, settled integer not null default 0,
  check ((status = 'counted') = (reason is null))
) strict;
create table if not exists forgotten (
  id integer primary key check (id = 1), through integer not null
) strict;
create table if not exists ended (id integer primary key check (id = 1), at integer not null) strict;
create table if not exists checkpoint (
  id integer primary key check (id = 1),
  size integer not null, tally text not null
) strict;
`

/** What boxes of before these columns lack. */
const ADDED = ['class text', 'signals text', 'voter blob', 'settled integer not null default 0']

/** Plain statements over the box's SQLite storage; whoever calls them decides on transactions. */
export class BallotTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
    const { columnNames } = sql.exec('select * from ballot limit 0')
    for (const column of ADDED)
      if (!columnNames.includes(column.slice(0, column.indexOf(' ')))) sql.exec(`alter table ballot add column ${column}`)
    if (!sql.exec('select * from poll limit 0').columnNames.includes('log')) sql.exec('alter table poll add column log text')
  }

  poll(): OpenedPoll | null {
    const row = this.#sql.exec('select spec, hash, shard, campaign_key, log from poll').toArray()[0]
    if (!row) return null
    return {
      spec: JSON.parse(row.spec as string) as PollSpec,
      hash: row.hash as string,
      shard: row.shard as number,
      campaignKey: blob(row.campaign_key),
      log: JSON.parse((row.log as string | null) ?? 'null') as NonNullable<OpenedPoll['log']> | null,
    }
  }

  savePoll({ spec, hash, shard, campaignKey, log }: OpenedPoll): void {
    const named = log ? JSON.stringify(log) : null
    this.#sql.exec('insert into poll values (1, ?, ?, ?, ?, ?)', JSON.stringify(spec), hash, shard, campaignKey, named)
  }

  /** False when the dedupe key is taken: the unique key, and nothing before it, decides who was first. */
  insert(row: BallotRow): boolean {
    const { seq, dk, key, at, choices, level, unit, status, reasons, checked, nonce, leaf, voterClass, signals, voter } = row
    const { rowsWritten } = this.#sql.exec(
      'insert into ballot values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) on conflict do nothing',
      seq,
      dk,
      key,
      at,
      choices,
      level,
      unit,
      status,
      reasonText(reasons),
      checked,
      nonce,
      leaf,
      voterClass,
      signals,
      voter,
    )
    return rowsWritten > 0
  }

  earlier(dk: Uint8Array): Earlier | null {
    const row = this.#sql.exec('select seq, key, at, choices, leaf from ballot where dk = ?', dk).toArray()[0]
    if (!row) return null
    return {
      seq: row.seq as number,
      key: row.key as string,
      at: row.at as Instant,
      choices: row.choices as string,
      leaf: blob(row.leaf),
    }
  }

  ballot(seq: number): Pick<BallotRow, 'at' | 'leaf' | 'status' | 'reasons'> | null {
    const row = this.#sql.exec('select at, leaf, status, reason from ballot where seq = ?', seq).toArray()[0]
    if (!row) return null
    return {
      at: row.at as Instant,
      leaf: blob(row.leaf),
      status: row.status as BallotStatus,
      reasons: readReasons(row.reason as string | null),
    }
  }

  /** The number of the last ballot; ballots are numbered without gaps from 1. */
  size(): number {
    return (this.#sql.exec('select coalesce(max(seq), 0) as size from ballot').one().size as number) ?? 0
  }

  /** The latest instant on record: of the last ballot, or of the end; 0 when there is neither. */
  latest(): Instant {
    const last = 'select at from ballot where seq = (select max(seq) from ballot)'
    const rows = this.#sql.exec(`${last} union all select at from ended`).toArray()
    return instant(Math.max(0, ...rows.map(({ at }) => at as number)))
  }

  /** The poll has ended here: its last figures are told. */
  saveEnd(at: Instant): void {
    this.#sql.exec('insert or ignore into ended values (1, ?)', at)
  }

  /** The ballots after `seq`, in order, as counting needs them. */
  *entriesAfter(seq: number): Generator<TallyEntry> {
    const wanted = 'select choices, status, level, class, unit, reason, at from ballot where seq > ? order by seq'
    for (const row of this.#sql.exec(wanted, seq)) yield entryOf(row)
  }

  /** The ballots from `first` to `last`, in order, as counting needs them. */
  *entriesIn(first: number, last: number): Generator<TallyEntry> {
    const wanted = `select choices, status, level, class, unit, reason, at from ballot where seq >= ? and seq <= ? order by seq`
    for (const row of this.#sql.exec(wanted, first, last)) yield entryOf(row)
  }

  /** How often which choices were made, by standing: places nowhere, so nobody can be found in it. In the order of the text. */
  selections(from: number, most: number): readonly Selection[] {
    const wanted = `select status, choices, count(*) as n from ballot group by status, choices
      order by status, choices limit ? offset ?`
    return this.#sql
      .exec(wanted, most, from)
      .toArray()
      .map(row => ({ status: row.status as BallotStatus, choices: row.choices as string, count: row.n as number }))
  }

  /** What opens the commitments of the ballots from `from` on, a line each. */
  openings(from: number, most: number): readonly string[] {
    return this.#sql
      .exec('select seq, lower(hex(nonce)) as nonce, choices from ballot where seq >= ? order by seq limit ?', from, most)
      .toArray()
      .map(row => `${row.seq} ${row.nonce} ${row.choices}\n`)
  }

  /** Deletes the signals of at most `most` more ballots, in order; answers whether there are none left. */
  forgetSignals(most: number): boolean {
    const before = (this.#sql.exec('select through from forgotten').toArray()[0]?.through ?? 0) as number
    const through = Math.min(before + most, this.size())
    this.#sql.exec('update ballot set signals = null where seq > ? and seq <= ?', before, through)
    this.#sql.exec('insert or replace into forgotten values (1, ?)', through)
    return through === this.size()
  }

  /** Overwrites the key by which voters are known; the length stays, so that no trace of it is left in the page. */
  destroyKey(): void {
    this.#sql.exec('update poll set campaign_key = zeroblob(length(campaign_key))')
  }

  checkpoint(): { readonly size: number; readonly tally: Tally } | null {
    const row = this.#sql.exec('select size, tally from checkpoint').toArray()[0]
    if (!row) return null
    const tally = readTally(row.tally as string)
    return tally ? { size: row.size as number, tally } : null
  }

  saveCheckpoint(size: number, tally: Tally): void {
    this.#sql.exec('insert or replace into checkpoint values (1, ?, ?)', size, JSON.stringify(tally))
  }
}

/** Null for what is no tally of this release: it is counted again, from the first ballot. */
function readTally(text: string): Tally | null {
  try {
    const tally = JSON.parse(text) as Tally
    return isWhole(tally) ? tally : null
  } catch {
    return null
  }
}
