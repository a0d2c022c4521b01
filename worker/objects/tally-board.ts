import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { logLine } from '../log-line.ts'
import { latestBatchAt, type TallyState } from '../rules/disclosure.ts'
import type { CampaignId } from '../rules/ids.ts'
import { ENDED, LIVE, WATCHER, type Watcher } from '../rules/live.ts'
import type { Reported } from '../rules/robustness.ts'
import { mergeTallies, type Tally, wholeTally } from '../rules/tally.ts'
import { type Instant, instant, type Window } from '../rules/time.ts'
import { TALLY_SHAPE } from './archived-shapes.ts'
import type { ShardSnapshot } from './ballot-messages.ts'
import { ObjectArchive } from './object-archive.ts'
import { TroubleBook } from './trouble-book.ts'
import { Watchers } from './watchers.ts'

/** What the board must know of the poll: how many boxes report, and when daily figures are frozen. */
export interface BoardOrder {
  readonly campaign: CampaignId
  readonly shards: number
  readonly batchHour: number
  readonly window: Window
}

const TABLES = `
create table if not exists board (id integer primary key check (id = 1), order_json text not null) strict;
create table if not exists shard (
  shard integer primary key, number integer not null, at integer not null,
  closed integer not null check (closed in (0, 1)), tally text not null
) strict;
create table if not exists batch (at integer primary key, tally text not null) strict;
create table if not exists reported (id integer primary key check (id = 1), run integer not null, reported text not null) strict;
`

/** A box that has been silent for so long is asked, so that a quiet hour does not look like old figures; in milliseconds. */
const SILENT = 60_000

/**
 * The tally of one poll: the sum of the last snapshot of every box. It counts nothing itself and nobody can write a
 * figure into it (law 1); it can be thrown away and the boxes will fill it again.
 *
 * `accept` may be repeated and may arrive out of order: a snapshot with a lower number than the one held is ignored.
 *
 * Staff may watch it live: every change sets the alarm, and the alarm tells whoever is still there. While nobody watches
 * there is no alarm.
 */
export class TallyBoard extends DurableObject<Env> {
  readonly #sql: SqlStorage
  #order: BoardOrder | null = null
  readonly #watchers: Watchers
  readonly #troubles: TroubleBook
  #sum: Tally | null = null
  #asked = 0
  /** When watchers were last told, by the machine's clock. */
  #told = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(TABLES)
    this.#troubles = new TroubleBook(ctx.storage.sql)
    this.#watchers = new Watchers(ctx, env)
    this.#load()
  }

  #load(): void {
    const row = this.#sql.exec('select order_json from board').toArray()[0]
    this.#order = row ? (JSON.parse(row.order_json as string) as BoardOrder) : null
    this.#sum = null
  }

  /** Its rows as an archive of the campaign holds them, and back (O4). The latest batch is frozen first. */
  archive(): ObjectArchive {
    this.ctx.storage.transactionSync(() => this.#freezeBatch(this.#present()))
    return new ObjectArchive(this.ctx.storage, TALLY_SHAPE, () => this.#load())
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  /** Not before what the boxes have told: a clock that is set back must not freeze the figures of a day again (fault F4). */
  #present(): Instant {
    return instant(Math.max(this.now(), (this.#sql.exec('select max(at) as at from shard').one().at ?? 0) as number))
  }

  /** Sets the board up. Repeating it changes nothing. */
  open(order: BoardOrder): void {
    this.#sql.exec('insert or ignore into board values (1, ?)', JSON.stringify(order))
    this.#order ??= order
  }

  accept(snapshot: ShardSnapshot): void {
    this.ctx.storage.transactionSync(() => {
      this.#troubles.compare(snapshot)
      this.#freezeBatch(this.#present())
      this.#sql.exec(
        `insert into shard values (?, ?, ?, ?, ?) on conflict (shard) do update
         set number = excluded.number, at = excluded.at, closed = excluded.closed, tally = excluded.tally
         where excluded.number >= shard.number and excluded.closed >= shard.closed
           and (excluded.number > shard.number or shard.closed = 0 or excluded.tally <> shard.tally)`,
        snapshot.shard,
        snapshot.number,
        snapshot.at,
        snapshot.closed ? 1 : 0,
        JSON.stringify(snapshot.tally),
      )
    })
    this.#sum = null
    if (this.#watchers.any) void this.#arm(Math.max(Date.now(), this.#told + LIVE.apart))
  }

  /** A live connection for somebody of the staff, whom the Worker has checked. Each one is new. */
  override async fetch(request: Request): Promise<Response> {
    const watcher = JSON.parse(decodeURIComponent(request.headers.get(WATCHER) ?? 'null')) as Watcher
    const webSocket = await this.#watchers.admit(watcher, { state: await this.state(), now: this.now() })
    await this.#arm(Date.now() + LIVE.check)
    return new Response(null, { status: 101, webSocket })
  }

  /** Nobody has anything to say to a tally. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(ENDED.unwanted, 'unwanted')
  }

  /** Tells whoever watches, and comes again while somebody does. A failure is logged and tried again: it tells nobody anything. */
  override async alarm(): Promise<void> {
    if (!this.#watchers.any) return
    this.#told = Date.now()
    try {
      await this.#watchers.tellAll({ state: await this.state(), now: this.now() })
    } catch (error) {
      logLine('tally-not-told', { error: String(error) })
    }
    await this.#arm(Date.now() + LIVE.check)
  }

  /** Sets the one alarm, unless it rings before that anyway. */
  async #arm(due: number): Promise<void> {
    const armed = await this.ctx.storage.getAlarm()
    if (armed === null || due < armed) await this.ctx.storage.setAlarm(due)
  }

  /** What a look at all ballots left under suspicion. Of two looks the later one stands, in whatever order they are told. */
  noteReported(run: number, reported: Reported): void {
    this.#sql.exec(
      `insert into reported values (1, ?, ?) on conflict (id) do update
       set run = excluded.run, reported = excluded.reported where excluded.run >= reported.run`,
      run,
      JSON.stringify(reported),
    )
  }

  /** Everything the board knows; what of it may be shown is settled by `disclose`, never here. */
  async state(): Promise<TallyState> {
    await this.#askSilent(this.now())
    const now = this.#present()
    this.ctx.storage.transactionSync(() => this.#freezeBatch(now))
    const batch = this.#sql.exec('select at, tally from batch order by at desc limit 1').toArray()[0]
    const closed = this.#sql.exec('select count(*) as n from shard where closed = 1').one().n as number
    const seen = this.#sql.exec('select reported from reported').toArray()[0]
    return {
      live: {
        at: this.#asOf(closed) ?? now,
        tally: this.#live(),
        ...(seen ? { reported: JSON.parse(seen.reported as string) as Reported } : {}),
      },
      batch: batch ? { at: batch.at as Instant, tally: wholeTally(JSON.parse(batch.tally as string) as Tally) } : null,
      final: this.#order !== null && closed === this.#order.shards,
      troubles: this.#troubles.all(),
    }
  }

  /**
   * Asks silent boxes for their figures, at most once in the time after which a box counts as silent. Those that are closed
   * are asked as well: what they tell must be what was kept of them.
   */
  async #askSilent(now: Instant): Promise<void> {
    if (!this.#order?.campaign || Math.abs(now - this.#asked) < SILENT) return
    this.#asked = now
    const { campaign, shards } = this.#order
    const rows = this.#sql.exec('select shard from shard where at >= ?', now - SILENT).toArray()
    const heard = new Set(rows.map(({ shard }) => shard))
    // Also those that have never told anything: their alarm may have been given up (fault F7).
    const silent = Array.from({ length: shards }, (_, shard) => shard).filter(shard => !heard.has(shard))
    const told = silent.map(async shard => {
      this.accept(await this.env.BOX.get(this.env.BOX.idFromName(`${campaign}/${shard}`)).snapshot())
    })
    for (const answer of await Promise.allSettled(told))
      if (answer.status === 'rejected') logLine('box-silent', { error: String(answer.reason) })
  }

  /**
   * Freezes the figures of the latest batch instant, once. It runs before anything newer is taken in, so the batch
   * holds what had arrived by that hour, whenever somebody first asks for it.
   */
  #freezeBatch(now: Instant): void {
    const due = this.#order && latestBatchAt(now, this.#order)
    if (due === null) return
    this.#sql.exec('insert or ignore into batch values (?, ?)', due, JSON.stringify(this.#live()))
  }

  #live(): Tally {
    this.#sum ??= mergeTallies(
      this.#sql
        .exec('select tally from shard')
        .toArray()
        .map(row => wholeTally(JSON.parse(row.tally as string) as Tally)),
    )
    return this.#sum
  }

  /**
   * The oldest of the last reports: every figure is at least as new as this. When every box is closed a standing is all
   * that may still change, and a box reports that at once, so then it is the newest.
   */
  #asOf(closed: number): Instant | null {
    const { oldest, newest, n } = this.#sql.exec('select min(at) as oldest, max(at) as newest, count(*) as n from shard').one()
    if (n === 0) return null
    return (closed === this.#order?.shards ? newest : oldest) as Instant
  }
}
