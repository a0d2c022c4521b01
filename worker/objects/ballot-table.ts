import { type BallotStatus, canonicalChoices, type PollSpec } from '../rules/ballot.ts'
import type { IdentityLevel } from '../rules/campaign.ts'
import type { Tally, TallyEntry } from '../rules/tally.ts'
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
  /** Reason code of a hold, family.code (trust 3.4); null when counted. */
  readonly reason: string | null
  readonly checked: CheckResult
  readonly nonce: Uint8Array
  readonly leaf: Uint8Array
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
  check ((status = 'counted') = (reason is null))
) strict;
create table if not exists checkpoint (
  id integer primary key check (id = 1),
  size integer not null, tally text not null
) strict;
`

const bytes = (value: SqlStorageValue | undefined): Uint8Array => new Uint8Array(value as ArrayBuffer)

/** Plain statements over the box's SQLite storage; whoever calls them decides on transactions. */
export class BallotTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
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
    const { seq, dk, key, at, choices, level, unit, status, reason, checked, nonce, leaf } = row
    const { rowsWritten } = this.#sql.exec(
      'insert into ballot values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
      seq,
      dk,
      key,
      at,
      choices,
      level,
      unit,
      status,
      reason,
      checked,
      nonce,
      leaf,
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

  ballot(seq: number): { readonly at: Instant; readonly leaf: Uint8Array } | null {
    const row = this.#sql.exec('select at, leaf from ballot where seq = ?', seq).toArray()[0]
    return row ? { at: row.at as Instant, leaf: bytes(row.leaf) } : null
  }

  /** The number of the last ballot; ballots are numbered without gaps from 1. */
  size(): number {
    return (this.#sql.exec('select coalesce(max(seq), 0) as size from ballot').one().size as number) ?? 0
  }

  /** The ballots after `seq`, in order, as counting needs them. */
  *entriesAfter(seq: number): Generator<TallyEntry> {
    for (const row of this.#sql.exec('select choices, status, level, unit, at from ballot where seq > ? order by seq', seq))
      yield {
        choices: JSON.parse(row.choices as string) as number[],
        status: row.status as BallotStatus,
        level: row.level as IdentityLevel,
        unit: row.unit as string | null,
        at: row.at as Instant,
      }
  }

  checkpoint(): { readonly size: number; readonly tally: Tally } | null {
    const row = this.#sql.exec('select size, tally from checkpoint').toArray()[0]
    return row ? { size: row.size as number, tally: JSON.parse(row.tally as string) as Tally } : null
  }

  saveCheckpoint(size: number, tally: Tally): void {
    this.#sql.exec('insert or replace into checkpoint values (1, ?, ?)', size, JSON.stringify(tally))
  }
}

/** Whether a body sent again under the same key is the same body. */
export const sameChoices = (earlier: Earlier, choices: readonly number[]): boolean =>
  earlier.choices === canonicalChoices(choices)
