import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { nextBallotAt } from '../rules/ballot.ts'
import type { VoterIdentity } from '../rules/dedupe.ts'
import type { Receipt } from '../rules/receipt.ts'
import { countInto, emptyTally, type Mutable, type Tally } from '../rules/tally.ts'
import { type Instant, instant } from '../rules/time.ts'
import type { Tile } from '../rules/tlog/tile.ts'
import type { Verdict } from '../rules/verdict.ts'
import { BOX_SHAPE } from './archived-shapes.ts'
import type { CastAnswer, LogSheet, Promised, Standing } from './ballot-messages.ts'
import { BALLOT_ROWS } from './ballot-row.ts'
import { BallotTable, type OpenedPoll, type Selection } from './ballot-table.ts'
import { BoxLog } from './box-log.ts'
import { LogTable } from './log-table.ts'
import { ObjectArchive } from './object-archive.ts'
import type { LoggedBallot } from './signed-log.ts'
import { type MadeChange, type SeenBallot, StandingTable } from './standing-table.ts'
import { VoterBook } from './voter-book.ts'

/** What a ballot box holds, and everything that may be asked of it. Nothing here records or decides anything. */
export class BoxRecords extends DurableObject<Env> {
  protected readonly table: BallotTable
  protected readonly standings: StandingTable
  protected poll: OpenedPoll | null = null
  protected book: VoterBook | null = null
  /** Without its key a box can tell nobody from anybody else, and takes no ballot any more. */
  protected keyless = false
  protected log: BoxLog | null = null
  /** The number of the last ballot, and of the last change of standing. */
  protected size = 0
  protected changes = 0
  protected tally: Mutable<Tally> = emptyTally()
  /** The number of the last ballot in the figures on disk, from which a start counts on. */
  protected kept = 0
  /** The latest instant of which this box has a record: of a ballot, or of having told its last figures. */
  protected latest = instant(0)

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.table = new BallotTable(ctx.storage.sql)
    this.standings = new StandingTable(ctx.storage.sql)
    this.#load()
  }

  /** Reads what is on disk into memory. */
  #load(): void {
    this.poll = this.table.poll()
    this.book = this.poll && new VoterBook(this.table, this.poll)
    this.keyless = this.poll?.campaignKey.every(byte => byte === 0) ?? false
    this.log = this.poll && logOf(this.ctx.storage.sql, this.poll)
    this.size = this.table.size()
    this.changes = this.standings.changes()
    this.latest = this.table.latest()
    const kept = this.table.checkpoint()
    this.kept = kept?.size ?? 0
    this.tally = kept?.tally ?? emptyTally()
    for (const entry of this.table.entriesAfter(this.kept)) countInto(this.tally, entry)
  }

  protected reload(): void {
    this.#load()
    this.woken()
  }

  /** Runs when what is on disk has been read, which is at every start and after a restoring. */
  protected woken(): void {}

  /** The clock that decides every window. Test builds replace it; production cannot. */
  protected now(): Instant {
    return instant(Date.now())
  }

  /**
   * The clock that never goes back behind what is on record (fault F4): a machine whose clock is set back must not open
   * a day or a poll again that has ended, and a row that follows another is never older than it.
   */
  protected present(): Instant {
    return instant(Math.max(this.now(), this.latest))
  }

  /** What `cast` would answer to a ballot that is recorded already; null when there is none of this voter yet. */
  recorded(voter: VoterIdentity, key: string, choices: readonly number[]): Verdict<CastAnswer> | null {
    const now = this.present()
    const earlier = this.book && (this.book.crossedMidnight(voter, key, now) ?? this.book.present(voter, now))
    return earlier && this.voters().again(earlier, { key, choices }, now)
  }

  /** The receipt of this voter's ballot of the present period, if there is one. */
  mine(voter: VoterIdentity): (Receipt & { readonly next: Instant | null }) | null {
    const now = this.present()
    const found = this.book?.present(voter, now)
    return found ? { ...this.voters().receiptOf(found), next: nextBallotAt(this.opened().spec, now) } : null
  }

  /** What a receipt code stands for: when the ballot was recorded, or nothing if no such ballot is here. */
  receipt(seq: number, tag: Uint8Array): Standing | null {
    const found = this.table.ballot(seq)
    if (!found || !tag.every((byte, i) => byte === found.leaf[i])) return null
    return { ...this.voters().receiptOf({ seq, ...found }), status: found.status, reasons: found.reasons }
  }

  /** At most `limit` ballots after the place `seq`, in order, for the scorer and the case desk. */
  seenAfter(seq: number, limit: number): readonly SeenBallot[] {
    return this.standings.seenAfter(seq, limit)
  }

  /** At most `limit` ballots after the place `seq` that wait for people to decide on them, in order. */
  heldAfter(seq: number, limit: number): readonly SeenBallot[] {
    return this.standings.heldAfter(seq, limit)
  }

  /** The places of all of those. */
  heldPlaces(): readonly number[] {
    return this.standings.heldPlaces()
  }

  /** Changes of standing after the one of this number, oldest first. */
  changesAfter(number: number): readonly MadeChange[] {
    return this.standings.changesAfter(number)
  }

  /** What this log is called, and what of it has been signed; null where there is none. */
  logSheet(): LogSheet | null {
    const { poll, log } = { poll: this.poll, log: this.log }
    if (!poll?.log || !log) return null
    return { ...poll.log, keys: log.keys, head: log.head, rules: JSON.stringify(poll.spec), result: log.result() }
  }

  /** Which choices were made how often, after the close; null before. */
  selections(from: number, most: number): readonly Selection[] | null {
    return this.log?.isSettled ? this.table.selections(from, most) : null
  }

  /** At most `most` lines from this place on, after the close: the place, the nonce of its commitment and what it chose. Null before. */
  openings(from: number, most: number): readonly string[] | null {
    return this.log?.isSettled ? this.table.openings(from, most) : null
  }

  /** What is promised to the holder of a receipt; null when there is no such ballot, or no log. */
  promised(seq: number, tag: Uint8Array): Promised | null {
    const { poll, log } = { poll: this.poll, log: this.log }
    const found = poll?.log && log && this.receipt(seq, tag) && this.table.ballot(seq)
    return found ? { origin: poll.log.origin, index: seq, leaf: found.leaf, key: log.keyOver(log.size(this.size)) } : null
  }

  /** A tile of the signed log, or a bundle of its entries; null when it has no such one. */
  tile(tile: Tile): Uint8Array | null {
    return this.log?.tile(tile) ?? null
  }

  /** The proof that this ballot is in the log; null until a head was signed over it. `tag` as in `receipt`. */
  logged(seq: number, tag: Uint8Array): LoggedBallot | null {
    return this.receipt(seq, tag) && (this.log?.logged(seq) ?? null)
  }

  /** Its rows as an archive of the campaign holds them, and back (O4). */
  archive(): ObjectArchive {
    // Its tables are there before a row comes.
    new LogTable(this.ctx.storage.sql, BALLOT_ROWS)
    return new ObjectArchive(this.ctx.storage, BOX_SHAPE, () => this.reload())
  }

  protected voters(): VoterBook {
    if (!this.book) throw new Error('the box has not been opened')
    return this.book
  }

  protected opened(): OpenedPoll {
    if (!this.poll) throw new Error('the box has not been opened')
    return this.poll
  }
}

/** Polls of before there were logs have none. */
export const logOf = (sql: SqlStorage, poll: OpenedPoll): BoxLog | null => (poll.log ? new BoxLog(sql, poll) : null)
