import { type BallotStatus, canonicalChoices, type PollSpec } from '../rules/ballot.ts'
import type { IdentityLevel, VoterClass } from '../rules/campaign.ts'
import { type ReasonCode, readReasons, reasonText } from '../rules/reason.ts'
import { readSignals, type Signals } from '../rules/signals.ts'
import type { StatusChange } from '../rules/standing.ts'
import { isWhole, type Tally, type TallyEntry } from '../rules/tally.ts'
import type { Instant } from '../rules/time.ts'

/** How the human check ended for a ballot: which one was passed, or that none could be asked. */
export type CheckResult = 'pow' | 'question' | 'turnstile' | 'unverified'

export interface BallotRow {
  /** The dedupe key: unique in the box. */
  readonly dk: Uint8Array
  /** The client's key of idempotency. */
  readonly key: string
  readonly seq: number
  readonly at: Instant
  readonly choices: string
  readonly level: IdentityLevel
  readonly unit: string | null
  readonly status: BallotStatus
  /** Why it is not counted (trust 3.4); none when it is. */
  readonly reasons: readonly ReasonCode[]
  readonly checked: CheckResult
  readonly nonce: Uint8Array
  readonly leaf: Uint8Array
  readonly voterClass: VoterClass | null
  /** Packed by `signalsText`. */
  readonly signals: string
  /** The same for all ballots of one voter in this campaign; null where the dedupe key is that already. */
  readonly voter: Uint8Array | null
}

/** A ballot as the scorer and the case desk may see it. `settled`: people have decided on it. */
export interface SeenBallot extends TallyEntry {
  readonly seq: number
  /** Pseudonym, 32 hexadecimal signs. */
  readonly voter: string
  readonly checked: CheckResult
  readonly signals: Signals
  readonly settled: boolean
}

/** A change of standing as it was made. */
export interface MadeChange {
  readonly number: number
  readonly id: string
  readonly kind: StatusChange['kind']
  readonly at: Instant
  readonly ballots: number
  readonly by: readonly string[]
}

/** What is known of an earlier ballot of the same voter and period. */
export interface Earlier {
  readonly seq: number
  readonly key: string
  readonly at: Instant
  readonly choices: string
  readonly leaf: Uint8Array
}

export interface OpenedPoll {
  readonly spec: PollSpec
  readonly hash: string
  readonly shard: number
  readonly campaignKey: Uint8Array
}

/** The tables of one ballot box. Two rows are written per ballot: the ballot with its log leaf, and its unique key. */
const TABLES = `
create table if not exists poll (
  id integer primary key check (id = 1),
  spec text not null, hash text not null, shard integer not null, campaign_key blob not null
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
create table if not exists change (
  number integer primary key, id text not null unique, kind text not null, at integer not null,
  ballots text not null, by text not null, changed integer not null
) strict;
create table if not exists forgotten (
  id integer primary key check (id = 1), through integer not null
) strict;
create table if not exists checkpoint (
  id integer primary key check (id = 1),
  size integer not null, tally text not null
) strict;
`

/** What boxes of before these columns lack. */
const ADDED = ['class text', 'signals text', 'voter blob', 'settled integer not null default 0']

/** Only ballots that wait for a decision stand in it: a counted one writes nothing here. */
const HELD_INDEX = `create index if not exists ballot_held on ballot (seq) where status = 'held' and settled = 0`

const bytes = (value: SqlStorageValue | undefined): Uint8Array => new Uint8Array(value as ArrayBuffer)

/** Plain statements over the box's SQLite storage; whoever calls them decides on transactions. */
export class BallotTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
    const { columnNames } = sql.exec('select * from ballot limit 0')
    for (const column of ADDED)
      if (!columnNames.includes(column.slice(0, column.indexOf(' ')))) sql.exec(`alter table ballot add column ${column}`)
    sql.exec(HELD_INDEX)
  }

  poll(): OpenedPoll | null {
    const row = this.#sql.exec('select spec, hash, shard, campaign_key from poll').toArray()[0]
    if (!row) return null
    return {
      spec: JSON.parse(row.spec as string) as PollSpec,
      hash: row.hash as string,
      shard: row.shard as number,
      campaignKey: bytes(row.campaign_key),
    }
  }

  savePoll({ spec, hash, shard, campaignKey }: OpenedPoll): void {
    this.#sql.exec('insert into poll values (1, ?, ?, ?, ?)', JSON.stringify(spec), hash, shard, campaignKey)
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
      leaf: bytes(row.leaf),
    }
  }

  ballot(seq: number): Pick<BallotRow, 'at' | 'leaf' | 'status' | 'reasons'> | null {
    const row = this.#sql.exec('select at, leaf, status, reason from ballot where seq = ?', seq).toArray()[0]
    if (!row) return null
    return {
      at: row.at as Instant,
      leaf: bytes(row.leaf),
      status: row.status as BallotStatus,
      reasons: readReasons(row.reason as string | null),
    }
  }

  /** The number of the last ballot; ballots are numbered without gaps from 1. */
  size(): number {
    return (this.#sql.exec('select coalesce(max(seq), 0) as size from ballot').one().size as number) ?? 0
  }

  /** The ballots after `seq`, in order, as counting needs them. */
  *entriesAfter(seq: number): Generator<TallyEntry> {
    const wanted = 'select choices, status, level, class, unit, reason, at from ballot where seq > ? order by seq'
    for (const row of this.#sql.exec(wanted, seq)) yield entryOf(row)
  }

  /** At most `limit` ballots after `seq`, in order. */
  seenAfter(seq: number, limit: number): readonly SeenBallot[] {
    return this.#sql.exec(`${SEEN} where seq > ? order by seq limit ?`, seq, limit).toArray().map(seenOf)
  }

  /** At most `limit` ballots after `seq` that are held and on which no people have decided, in order. */
  heldAfter(seq: number, limit: number): readonly SeenBallot[] {
    const held = `${SEEN} where status = 'held' and settled = 0 and seq > ? order by seq limit ?`
    return this.#sql.exec(held, seq, limit).toArray().map(seenOf)
  }

  /** Where those lie, and nothing more of them. */
  heldPlaces(): readonly number[] {
    const held = "select seq from ballot where status = 'held' and settled = 0 order by seq"
    return this.#sql
      .exec(held)
      .toArray()
      .map(row => row.seq as number)
  }

  seen(seq: number): SeenBallot | null {
    const row = this.#sql.exec(`${SEEN} where seq = ?`, seq).toArray()[0]
    return row ? seenOf(row) : null
  }

  setStanding(
    seq: number,
    { status, reasons, settled }: { status: BallotStatus; reasons: readonly ReasonCode[]; settled: boolean },
  ) {
    this.#sql.exec(
      'update ballot set status = ?, reason = ?, settled = ? where seq = ?',
      status,
      status === 'counted' ? null : reasonText(reasons),
      settled ? 1 : 0,
      seq,
    )
  }

  /** How many ballots a change has moved; null when there was none of this id. */
  changeMade(id: string): number | null {
    const row = this.#sql.exec('select changed from change where id = ?', id).toArray()[0]
    return row ? (row.changed as number) : null
  }

  noteChange({ id, kind, ballots, by }: StatusChange, { at, changed }: { at: Instant; changed: readonly number[] }): void {
    this.#sql.exec(
      'insert into change (id, kind, at, ballots, by, changed) values (?, ?, ?, ?, ?, ?)',
      id,
      kind,
      at,
      JSON.stringify(ballots.filter(({ seq }) => changed.includes(seq)).map(({ seq, reasons }) => [seq, reasons.join(' ')])),
      JSON.stringify(by),
      changed.length,
    )
  }

  /** The number of the last change of standing; 0 where there was none. */
  changes(): number {
    return this.#sql.exec('select coalesce(max(number), 0) as n from change').one().n as number
  }

  changesAfter(number: number): readonly MadeChange[] {
    return this.#sql
      .exec('select number, id, kind, at, by, changed from change where number > ? order by number limit 500', number)
      .toArray()
      .map(row => ({
        number: row.number as number,
        id: row.id as string,
        kind: row.kind as StatusChange['kind'],
        at: row.at as Instant,
        ballots: row.changed as number,
        by: JSON.parse(row.by as string) as string[],
      }))
  }

  /** Deletes the signals of at most `most` more ballots, in order; answers whether there are none left. */
  forgetSignals(most: number): boolean {
    const before = (this.#sql.exec('select through from forgotten').toArray()[0]?.through ?? 0) as number
    const through = Math.min(before + most, this.size())
    this.#sql.exec('update ballot set signals = null where seq > ? and seq <= ?', before, through)
    this.#sql.exec('insert or replace into forgotten values (1, ?)', through)
    return through === this.size()
  }

  checkpoint(): { readonly size: number; readonly tally: Tally } | null {
    const row = this.#sql.exec('select size, tally from checkpoint').toArray()[0]
    if (!row) return null
    const tally = JSON.parse(row.tally as string) as Tally
    return isWhole(tally) ? { size: row.size as number, tally } : null
  }

  saveCheckpoint(size: number, tally: Tally): void {
    this.#sql.exec('insert or replace into checkpoint values (1, ?, ?)', size, JSON.stringify(tally))
  }
}

const SEEN = `select seq, choices, status, level, class, unit, reason, at, lower(hex(coalesce(voter, dk))) as voter,
  checked, signals, settled from ballot`

type Row = Record<string, SqlStorageValue>

const entryOf = (row: Row): TallyEntry => ({
  choices: JSON.parse(row.choices as string) as number[],
  status: row.status as BallotStatus,
  level: row.level as IdentityLevel,
  voterClass: row.class as VoterClass | null,
  unit: row.unit as string | null,
  reasons: readReasons(row.reason as string | null),
  at: row.at as Instant,
})

const seenOf = (row: Row): SeenBallot => ({
  ...entryOf(row),
  seq: row.seq as number,
  voter: row.voter as string,
  checked: row.checked as CheckResult,
  signals: readSignals(row.signals as string | null),
  settled: row.settled === 1,
})

/** Whether a body sent again under the same key is the same body. */
export const sameChoices = (earlier: Earlier, choices: readonly number[]): boolean =>
  earlier.choices === canonicalChoices(choices)
