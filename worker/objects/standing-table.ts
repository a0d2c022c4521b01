import type { BallotStatus } from '../rules/ballot.ts'
import { type ReasonCode, reasonText } from '../rules/reason.ts'
import { readSignals, type Signals } from '../rules/signals.ts'
import type { StatusChange } from '../rules/standing.ts'
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

const TABLE = `
create table if not exists change (
  number integer primary key, id text not null unique, kind text not null, at integer not null,
  ballots text not null, by text not null, changed integer not null
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
}

const seenOf = (row: Row): SeenBallot => ({
  ...entryOf(row),
  seq: row.seq as number,
  voter: row.voter as string,
  checked: row.checked as CheckResult,
  signals: readSignals(row.signals as string | null),
  settled: row.settled === 1,
})
