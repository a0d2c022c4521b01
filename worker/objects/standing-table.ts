import type { BallotStatus } from '../rules/ballot.ts'
import { type ReasonCode, readReasons, reasonText } from '../rules/reason.ts'
import { readSignals, type Signals } from '../rules/signals.ts'
import { type StatusChange, standingTo } from '../rules/standing.ts'
import type { TallyEntry } from '../rules/tally.ts'
import type { Instant } from '../rules/time.ts'
import { type CheckResult, entryOf, type Row } from './ballot-row.ts'

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

/** A ballot that a change has moved: why it is not counted after it and before it. */
export interface Moved {
  readonly seq: number
  readonly reasons: readonly ReasonCode[]
  readonly was: readonly ReasonCode[]
}

/** A change as the log enters it: never who decided, only in which roles. */
export interface NotedChange {
  readonly id: string
  readonly to: BallotStatus
  readonly by: readonly string[]
  readonly ballots: readonly Moved[]
}

const TABLE = `
create table if not exists change (
  number integer primary key, id text not null unique, kind text not null, at integer not null,
  ballots text not null, by text not null, changed integer not null, roles text
) strict;
`

/** Only ballots that wait for a decision stand in it: a counted one writes nothing here. */
const HELD_INDEX = `create index if not exists ballot_held on ballot (seq) where status = 'held' and settled = 0`

const SEEN = `select seq, choices, status, level, class, unit, reason, at, lower(hex(coalesce(voter, dk))) as voter,
  checked, signals, settled from ballot`

/** How the ballots of a box stand, and every change of it. Made after the table of ballots; whoever calls decides on transactions. */
export class StandingTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLE)
    const { columnNames } = sql.exec('select * from change limit 0')
    // What boxes of before version 0.4 lack.
    if (!columnNames.includes('roles')) sql.exec('alter table change add column roles text')
    sql.exec(HELD_INDEX)
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

  noteChange({ id, kind, by, roles }: StatusChange, at: Instant, moved: readonly Moved[]): void {
    this.#sql.exec(
      'insert into change (id, kind, at, ballots, by, changed, roles) values (?, ?, ?, ?, ?, ?, ?)',
      id,
      kind,
      at,
      JSON.stringify(moved.map(({ seq, reasons, was }) => [seq, reasons.join(' '), was.join(' ')])),
      JSON.stringify(by),
      moved.length,
      JSON.stringify(roles),
    )
  }

  /** Every change there was, oldest first, as the log enters it. */
  allChanges(): readonly NotedChange[] {
    return this.#sql
      .exec('select id, kind, ballots, roles from change order by number')
      .toArray()
      .map(row => ({
        id: row.id as string,
        to: standingTo(row.kind as StatusChange['kind']),
        by: JSON.parse(row.roles as string) as string[],
        ballots: movedOf(row),
      }))
  }

  /** The ballots that were held when they were received, with the reasons of then, whatever became of them. */
  heldAtReceipt(): readonly Pick<Moved, 'seq' | 'reasons'>[] {
    const first = new Map<number, { readonly kind: string; readonly was: readonly ReasonCode[] }>()
    for (const row of this.#sql.exec('select kind, ballots from change order by number'))
      for (const { seq, was } of movedOf(row)) if (!first.has(seq)) first.set(seq, { kind: row.kind as string, was })
    const now = this.#sql.exec("select seq, reason from ballot where status <> 'counted'").toArray()
    const untouched = now
      .filter(row => !first.has(row.seq as number))
      .map(row => ({ seq: row.seq as number, reasons: readReasons(row.reason as string | null) }))
    const moved = [...first].filter(([, { kind }]) => kind !== 'hold').map(([seq, { was }]) => ({ seq, reasons: was }))
    return [...untouched, ...moved].sort((a, b) => a.seq - b.seq)
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
}

const movedOf = (row: Row): readonly Moved[] =>
  (JSON.parse(row.ballots as string) as [number, string, string][]).map(([seq, reasons, was]) => ({
    seq,
    reasons: readReasons(reasons || null),
    was: readReasons(was || null),
  }))

const seenOf = (row: Row): SeenBallot => ({
  ...entryOf(row),
  seq: row.seq as number,
  voter: row.voter as string,
  checked: row.checked as CheckResult,
  signals: readSignals(row.signals as string | null),
  settled: row.settled === 1,
})
