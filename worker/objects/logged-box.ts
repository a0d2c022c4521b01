import { logLine } from '../log-line.ts'
import type { Instant } from '../rules/time.ts'
import type { OpenedPoll } from './ballot-table.ts'
import { BoxRecords, logOf } from './box-records.ts'
import { LogSealer } from './log-sealer.ts'
import { notaryOf } from './names.ts'
import type { HeadOrder } from './notary.ts'
import { Recounter } from './recounter.ts'

/** Entries of the log looked at again, and ballots counted anew, in one go: few while ballots arrive. */
const AT_ONCE = { busy: { looked: 256, counted: 256 }, quiet: { looked: 4096, counted: 50_000 } }

/** A box that keeps its log: begins it, looks at it again, closes it when the window is over, and has its heads signed. */
export class LoggedBox extends BoxRecords {
  readonly #sealer = new LogSealer()
  readonly #recounter = new Recounter()

  /** What does not fit in this box, once something was found. */
  protected get flaw() {
    return this.#sealer.flaw
  }

  /** The poll and the first entry of its log, at once. */
  protected freeze(order: OpenedPoll): void {
    const log = logOf(this.ctx.storage.sql, order)
    this.ctx.storage.transactionSync(() => {
      this.table.savePoll(order)
      log?.begin()
    })
    this.log = log
  }

  /** Looks at some entries of the log again, and counts as many ballots anew. */
  protected look(busy: boolean): void {
    if (!this.log) return
    const { looked, counted } = busy ? AT_ONCE.busy : AT_ONCE.quiet
    this.#sealer.look(this.log, looked, this.now())
    const { size, changes, tally } = this
    if (!this.#sealer.flaw && !this.#recounter.goOn(this.table, { size, changes, tally }, counted))
      this.#sealer.note({ kind: 'recount' })
  }

  /** Once the window is over: the close, what was decided until then, and how the ballots stand. */
  protected closeLog(now: Instant): void {
    this.transact(() => {
      if (this.settle(now)) this.log?.enterResult(this.tally, now)
    })
  }

  /** Whether the log has been closed, which it is as soon as the window is over. Within a transaction. */
  protected settle(now: Instant): boolean {
    if (this.poll && now >= this.poll.spec.window.until) this.log?.settle(this.size, this.standings, now)
    return this.log?.isSettled ?? false
  }

  protected async seal(): Promise<void> {
    if (!this.log || !this.poll?.log) return
    const { spec, shard, log } = this.poll
    const named = { campaign: spec.campaign, shard, origin: log.origin }
    const transact = <T>(work: () => T): T => this.transact(work)
    const sign = (order: HeadOrder) => notaryOf(this.env, spec.campaign).sign(order)
    try {
      await this.#sealer.seal(this.log, { ...named, size: this.log.size(this.size), transact, sign }, this.now())
    } catch (error) {
      logLine('head-not-signed', { shard, error: String(error) })
    }
  }

  /** A transaction after which the log's memory is as its tables are, whatever happens. */
  protected transact<T>(work: () => T): T {
    try {
      return this.ctx.storage.transactionSync(work)
    } catch (error) {
      this.log?.restore()
      throw error
    }
  }
}
