import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { logLine } from '../log-line.ts'
import { type LikeMark, nextSnapshot } from '../rules/like.ts'
import { after, HOUR, type Instant, instant, MINUTE } from '../rules/time.ts'
import type { Tile } from '../rules/tlog/tile.ts'
import type { Flaw } from '../rules/trouble.ts'
import { LikeLog } from './like-log.ts'
import { type LikeLogName, type LikeOrder, LikeTable } from './like-table.ts'
import { LogSealer } from './log-sealer.ts'
import type { Head } from './log-table.ts'
import { notaryOf } from './names.ts'
import type { HeadOrder } from './notary.ts'

/** What the notary calls this log: a campaign's boxes are numbered from 0, and it has one board of likes. */
export const LIKES_LOG = -1
/** Entries looked at again in one go. */
const LOOKED = 4096

/** The log of a board from outside. */
export interface LikeLogSheet extends LikeLogName {
  readonly head: Head | null
  /** The entry with the figures, once a head was signed over it. */
  readonly result: string | null
  /** What does not fit, once something was found. */
  readonly flaw: Flaw | null
}

/**
 * A board of likes that keeps its log. Nothing that goes wrong with the log stops a like: an entry that cannot be written, a
 * notary that does not answer, a history that does not fit are noted and said, and likes go on.
 */
export class LoggedLikes extends DurableObject<Env> {
  protected readonly table: LikeTable
  protected order: LikeOrder | null = null
  /** None where the board was opened before there were logs. */
  protected log: LikeLog | null = null
  #sealer = new LogSealer()

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    LikeLog.tables(ctx.storage.sql)
    this.table = new LikeTable(ctx.storage)
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  protected load(): void {
    this.order = this.table.order()
    this.log = this.order?.log ? new LikeLog(this.ctx.storage.sql, this.order.log) : null
    this.#sealer = new LogSealer()
  }

  /** Keeps the order and enters what has changed; false when it was exactly this already. A log keeps the name it began with. */
  protected keep(order: LikeOrder): boolean {
    const { log, ...terms } = order
    const named = this.order ? this.order.log : log
    const kept: LikeOrder = named ? { ...terms, log: named } : terms
    if (JSON.stringify(this.order) === JSON.stringify(kept)) return false
    const begun = named ? (this.log ?? new LikeLog(this.ctx.storage.sql, named)) : null
    this.#within(begun, () => {
      this.table.setOrder(kept)
      begun?.enterTerms(kept)
    })
    this.order = kept
    this.log = begun
    return true
  }

  /** Enters a like in the transaction that records it. */
  protected enter(number: number, marks: readonly LikeMark[], now: Instant): void {
    if (!this.log) return
    try {
      this.log.enter(number, marks, now)
    } catch (error) {
      this.#broken(this.log, error)
    }
  }

  #broken(log: LikeLog, error: unknown): void {
    logLine('like-not-entered', { index: log.size, error: String(error) })
    this.#sealer.note({ kind: 'changed', index: log.size })
  }

  /** What the log is called, what of it has been signed and what was found; null where there is none. */
  logSheet(): LikeLogSheet | null {
    const { log } = this
    const name = this.order?.log
    return log && name ? { ...name, head: log.head, result: log.result(), flaw: this.#sealer.flaw } : null
  }

  /** A tile of the signed log, or a bundle of entries that may be seen; null when it has no such one. */
  tile(tile: Tile): Uint8Array | null {
    return this.log?.tile(tile) ?? null
  }

  /** Looks at some entries again, enters the close once the likes are over, and has a head signed if one is due. */
  protected async tend(now: Instant): Promise<void> {
    const { log, order } = this
    if (!log || !order?.log) return
    try {
      this.#sealer.look(log, LOOKED, now)
      if (now >= order.window.until) this.#within(log, () => log.settle(this.table.totals(), now))
      const { campaign, origin } = order.log
      const sign = (head: HeadOrder) => notaryOf(this.env, campaign).sign(head)
      const transact = <T>(work: () => T): T => this.#within(log, work)
      await this.#sealer.seal(log, { campaign, shard: LIKES_LOG, origin, size: log.size, transact, sign }, now)
    } catch (error) {
      logLine('like-head-not-signed', { error: String(error) })
    }
  }

  /** When to tend the log again; null when there is nothing more to do. */
  protected nextTending(now: Instant): Instant | null {
    const { log, order } = this
    if (!log || !order) return null
    const unsigned = !this.#sealer.flaw && log.isDue(log.size)
    if (log.isSettled) return unsigned ? after(now, MINUTE) : null
    if (unsigned && log.head === null) return now
    const soon = nextSnapshot(unsigned ? now : after(now, HOUR))
    return instant(Math.min(soon, Math.max(now, order.window.until)))
  }

  /** A transaction after which the log's memory is as its tables are, whatever happens. */
  #within<T>(log: LikeLog | null, work: () => T): T {
    try {
      return this.ctx.storage.transactionSync(work)
    } catch (error) {
      log?.restore()
      throw error
    }
  }
}
