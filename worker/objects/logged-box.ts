import type { NamedKey } from '../log-key.ts'
import { logLine } from '../log-line.ts'
import { type Instant, MINUTE } from '../rules/time.ts'
import type { Correction } from '../rules/tlog/entry.ts'
import type { LogAnswer } from './ballot-messages.ts'
import type { OpenedPoll } from './ballot-table.ts'
import type { BoxLog } from './box-log.ts'
import { BoxRecords, logOf } from './box-records.ts'
import { LogSealer } from './log-sealer.ts'
import { notaryOf } from './names.ts'
import type { HeadOrder } from './notary.ts'
import { Recounter } from './recounter.ts'

/** Entries of the log looked at again, and ballots counted anew, in one go: few while ballots arrive. */
const AT_ONCE = { busy: { looked: 256, counted: 256 }, quiet: { looked: 4096, counted: 50_000 } }
/** So often in a row at the most: a quarter of a million ballots. */
const ROUNDS = 64
/** So many ballots are soon counted at a start; in between a row for every telling would be dearer than all heads. */
const KEPT_EVERY = 64

/** A box that keeps its log: begins it, looks at it again, closes it when the window is over, and has its heads signed. */
export class LoggedBox extends BoxRecords {
  readonly #sealer = new LogSealer()
  readonly #recounter = new Recounter()
  #sealing: Promise<void> = Promise.resolve()

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

  /**
   * Looks at the log again and counts the ballots anew: some while the poll is open, all once it is closed, for by then the
   * object is let go after every look and forgets how far it had come. Whoever asks something in between does not wait for that.
   */
  protected async look(): Promise<void> {
    if (!this.log) return
    const most = this.present() - this.latest < MINUTE ? AT_ONCE.busy : AT_ONCE.quiet
    const rounds = this.log.isSettled ? Math.min(ROUNDS, 1 + Math.ceil(this.log.size(this.size) / most.looked)) : 1
    // A changed entry is named; a recount could only say that something is wrong. So that comes after.
    await this.#often(rounds, log => this.#sealer.look(log, most.looked, this.now()))
    await this.#often(rounds, () => this.#recount(most.counted))
  }

  async #often(rounds: number, work: (log: BoxLog) => void): Promise<void> {
    for (let round = 0; round < rounds && this.log && !this.flaw; round++) {
      if (round > 0) await scheduler.wait(0)
      work(this.log)
    }
  }

  #recount(most: number): void {
    const { size, changes, tally } = this
    if (!this.#recounter.goOn(this.table, { size, changes, tally }, most)) this.#sealer.note({ kind: 'recount' })
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

  /**
   * Keeps the figures on disk: with every head, so that a standing changed in the file contradicts them no later than a
   * changed choice contradicts the head, and before there is much to count.
   */
  protected keepFigures(): void {
    const signed = Math.min(this.size, (this.log?.head?.size ?? 1) - 1)
    if (this.log && this.kept >= signed && this.size - this.kept < KEPT_EVERY) return
    this.table.saveCheckpoint(this.size, this.tally)
    this.kept = this.size
  }

  /** Enters that a correction was published, and has that signed. Safe to repeat: a notice is entered once, as it was first told. */
  enterCorrection(correction: Correction): Promise<LogAnswer<Correction & { readonly index: number }>> {
    return this.#enter((log, now) => log.enterCorrection(correction, now))
  }

  /** Enters a new key, and has that signed with it. Safe to repeat: every number is entered once. */
  enterKey(key: NamedKey): Promise<LogAnswer<null>> {
    return this.#enter((log, now) => {
      log.enterKey(key, now)
      return null
    })
  }

  /** Beside the ballots, after the close; the log still ends with how they stand. */
  async #enter<T>(make: (log: BoxLog, now: Instant) => T): Promise<LogAnswer<T>> {
    const { log } = this
    if (!log) return { outcome: 'no-log' }
    const now = this.present()
    const made = this.transact(() => {
      if (!this.settle(now)) return null
      const value = make(log, now)
      log.enterResult(this.tally, now)
      return { value }
    })
    if (!made) return { outcome: 'open' }
    await this.seal()
    // What could not be signed now is signed at the next alarm.
    this.woken()
    return { outcome: 'entered', value: made.value }
  }

  /** Has a head signed if one is due, after any that is being signed: two orders at once could overtake each other. */
  protected seal(): Promise<void> {
    this.#sealing = this.#sealing.then(() => this.#sealNow())
    return this.#sealing
  }

  async #sealNow(): Promise<void> {
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
