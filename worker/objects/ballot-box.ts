import type { Env } from '../env.ts'
import { logLine } from '../log-line.ts'
import { judgeChoices, judgeTime } from '../rules/ballot.ts'
import { type StatusChange, standingTo } from '../rules/standing.ts'
import { countInto, type TallyEntry } from '../rules/tally.ts'
import { after, HOUR, type Instant } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { SIGNALS_KEPT, signalsKeptUntil } from '../signals-kept.ts'
import { makeChange } from './ballot-changes.ts'
import { type Cast, type CastAnswer, type PackedAnswers, packAnswers, type ShardSnapshot } from './ballot-messages.ts'
import { newRow } from './ballot-row.ts'
import type { OpenedPoll } from './ballot-table.ts'
import { SEAL_AFTER } from './box-log.ts'
import { GroupCommit } from './group-commit.ts'
import { LoggedBox } from './logged-box.ts'
import { VainAttempts } from './vain-attempts.ts'
import { VoterBook } from './voter-book.ts'

/** Beyond this many unanswered ballots the box says "busy" at once rather than later. */
const MOST_WAITING = 2000
/** Ballots whose signals are deleted in one go. */
const FORGOTTEN_AT_ONCE = 5000

/** From a changed figure to its arrival at the tally, in milliseconds. A poll of many boxes is spared some calls. */
const PUSH_AFTER = { few: 3000, many: 10_000 }

/**
 * One ballot box of a poll: the ledger of record for the voters whose shard it is.
 *
 * What must be atomic is "is there a ballot of this voter, and if not, here is one": if it were not, two posts at once
 * would both find nothing and both count. One object per shard gives it for nothing, because a Durable Object runs one
 * turn at a time and `transactionSync` has no `await` inside; the unique key on `ballot.dk` is the last referee. The
 * answer leaves only after the commit (output gate), so an answer means the ballot is on disk (law 3).
 *
 * `open` and `cast` may be repeated: the same order opens nothing new, the same key gets the same receipt.
 */
export class BallotBox extends LoggedBox {
  readonly #commits = new GroupCommit<Cast, Verdict<CastAnswer>>(batch => this.record(batch))
  readonly #vain = new VainAttempts()
  /** The number of the last snapshot the tally was told, and whether it knows that there will be no more ballots. */
  #told = { number: 0, closed: false }
  #armed = false
  /** When to look whether signals are to be deleted: null once none are left, a first guess after a start. */
  #forgetAt: Instant | null = null

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.woken()
  }

  /** An alarm that died with its retries must not leave ballots untold: waking looks, and arms again. */
  protected override woken(): void {
    if (!this.poll) return
    this.#forgetAt = after(this.poll.spec.window.until, SIGNALS_KEPT)
    this.#arm(this.now())
  }

  /** Freezes the poll in this box. Repeating the same order changes nothing; another order is refused. */
  open(order: OpenedPoll): Verdict<{ readonly hash: string }> {
    if (this.poll && (this.poll.hash !== order.hash || this.poll.shard !== order.shard)) return refuse({ code: 'spec-frozen' })
    if (!this.poll) this.freeze(order)
    this.poll ??= order
    this.book ??= new VoterBook(this.table, this.poll)
    this.#forgetAt ??= after(order.spec.window.until, SIGNALS_KEPT)
    this.#arm(this.now())
    return accept({ hash: order.hash })
  }

  /** Records a ballot, or says why not. Safe to repeat under the same key. */
  async cast(cast: Cast): Promise<Verdict<CastAnswer>> {
    if (!this.poll || this.keyless) return refuse({ code: 'poll-not-ready' })
    if (this.#commits.waiting >= MOST_WAITING) return refuse({ code: 'busy', retryAfter: 2 })
    return this.#commits.submit(cast)
  }

  /** `cast` for several ballots that come in one call; one that cannot be taken does not fail the others. */
  async castMany(casts: readonly Cast[]): Promise<PackedAnswers> {
    const answers = casts.map(cast =>
      this.cast(cast).catch(error => {
        logLine('ballot-not-taken', { error: String(error) })
        return null
      }),
    )
    // They were gathered on their way: nobody is waited for.
    if (casts.length > 1) this.#commits.flush()
    return packAnswers(await Promise.all(answers))
  }

  /**
   * Changes the standing of ballots: holds, releases, voids or restores them. Safe to repeat: a change is known by its
   * id, and one that does not apply to a ballot (any more) leaves it as it is. Answers how many it has moved.
   */
  change(order: StatusChange): number {
    const now = this.present()
    const { changed, tally } = this.transact(() => {
      const settled = this.settle(now)
      const made = makeChange(this.standings, this.tally, order, now)
      if (settled && made.moved)
        this.log?.enterChange({ ...order, to: standingTo(order.kind), by: order.roles, ballots: made.moved }, now)
      // The checkpoint there is speaks of ballots that have moved since.
      if (made.tally) this.table.saveCheckpoint(this.size, made.tally)
      return made
    })
    if (tally) {
      this.tally = tally
      this.changes += 1
      this.#arm(this.now())
    }
    return changed
  }

  snapshot(): ShardSnapshot {
    const { shard, spec } = this.opened()
    const at = this.present()
    const closed = at >= spec.window.until
    // Before anybody hears of it: whoever was told the last figures must not see more ballots come.
    if (closed && this.latest < spec.window.until) {
      this.table.saveEnd(at)
      this.latest = at
    }
    return { shard, number: this.size + this.changes, at, closed, tally: this.tally, flaw: this.flaw }
  }

  /**
   * Tells the tally. At-least-once is enough, for figures are absolute and numbered; a failure is logged and tried
   * again by the next alarm, which does not depend on the platform's own retries.
   */
  override async alarm(): Promise<void> {
    this.#armed = false
    await this.look()
    this.closeLog(this.present())
    // Before the figures are told, so that what is found goes with them: an idle object is let go, and would forget it.
    await this.seal()
    const snapshot = this.snapshot()
    this.keepFigures()
    try {
      await this.env.TALLY.get(this.env.TALLY.idFromName(this.opened().spec.campaign)).accept(snapshot)
      this.#told = { number: snapshot.number, closed: snapshot.closed }
    } catch (error) {
      logLine('tally-push-failed', { shard: snapshot.shard, error: String(error) })
    }
    await this.#forgetDue()
    this.#arm(this.now())
  }

  /**
   * Deletes what was noticed of the ballots once `until` has passed, some thousands at a time; what was made of it, the
   * tally and the reasons, stays. Answers when to come again: null when nothing is left. Repeating it is harmless.
   */
  forgetSignals(until: Instant): Instant | null {
    const now = this.now()
    if (now < until) return until
    return this.table.forgetSignals(FORGOTTEN_AT_ONCE) ? null : now
  }

  /**
   * Destroys the key by which voters are known: from then on no tag leads back to anybody (trust 3.2). Never before the
   * box's own time, whatever the caller says; false then. Repeating it is harmless.
   */
  destroyKey(): boolean {
    if (!this.poll || this.now() < after(this.poll.spec.window.until, SIGNALS_KEPT)) return false
    this.table.destroyKey()
    this.reload()
    return true
  }

  async #forgetDue(): Promise<void> {
    const now = this.now()
    if (this.#forgetAt === null || now < this.#forgetAt) return
    try {
      this.#forgetAt = this.forgetSignals(await signalsKeptUntil(this.env, this.opened().spec))
    } catch (error) {
      this.#forgetAt = after(now, HOUR)
      logLine('signals-not-forgotten', { error: String(error) })
    }
  }

  /**
   * Judges a batch in its order and commits what is new in one transaction. Memory follows only after the commit, so
   * a rolled-back batch leaves no trace.
   */
  protected record(batch: readonly Cast[]): readonly Verdict<CastAnswer>[] {
    const now = this.present()
    const fresh: TallyEntry[] = []
    const answers = this.ctx.storage.transactionSync(() => batch.map(cast => this.#judge(cast, now, fresh)))
    this.size += fresh.length
    for (const entry of fresh) countInto(this.tally, entry)
    if (fresh.length > 0) {
      this.latest = now
      this.#arm(this.now())
    }
    return answers
  }

  #judge(cast: Cast, now: Instant, fresh: TallyEntry[]): Verdict<CastAnswer> {
    const book = this.voters()
    const crossed = book.crossedMidnight(cast.voter, cast.key, now)
    if (crossed) return book.again(crossed, cast, now)
    const slower = this.#vain.tooMany(cast.voter, now)
    const verdict = slower ?? this.#mayRecord(cast, now)
    const recorded = verdict.ok && this.#insert(cast, now, fresh)
    if (recorded) return accept(recorded)
    this.#vain.note(cast.voter, now)
    const earlier = book.present(cast.voter, now)
    // Who hammers is slowed, but the same ballot sent again always gets its receipt.
    if (earlier && (!slower || earlier.key === cast.key)) return book.again(earlier, cast, now)
    if (verdict.ok) throw new Error('a dedupe key was taken and is not there')
    return verdict
  }

  #mayRecord(cast: Cast, now: Instant): Verdict<unknown> {
    const { spec } = this.opened()
    // A clock that was set back does not open again what is closed.
    if (this.log?.isSettled) return refuse({ code: 'poll-closed', closed: spec.window.until })
    const time = judgeTime(spec, now)
    if (!time.ok) return time
    // A clock that was ahead for a moment has not opened the poll.
    return this.now() < spec.window.from ? judgeTime(spec, this.now()) : judgeChoices(cast.choices, spec)
  }

  /** Null when this voter has a ballot of this period already. */
  #insert(cast: Cast, at: Instant, fresh: TallyEntry[]): CastAnswer | null {
    const book = this.voters()
    const seq = this.size + fresh.length + 1
    const row = newRow(cast, { seq, at, dk: book.keyOf(cast.voter, at), voter: book.pseudonymOf(cast.voter) })
    if (!this.table.insert(row)) return null
    const { status, level, voterClass, unit, reasons } = row
    fresh.push({ choices: cast.choices, status, level, voterClass, unit, reasons, at })
    return { ...book.receiptOf(row), replayed: false }
  }

  /**
   * Sets the one alarm to the first thing that is due: soon when figures wait to be told, a minute after what waits for a
   * head, at the close, whose last snapshot makes the tally final, and when signals are to be deleted.
   */
  #arm(now: Instant): void {
    if (this.#armed) return
    const { spec } = this.opened()
    const telling = this.size + this.changes > this.#told.number || (now >= spec.window.until && !this.#told.closed)
    const unsealed = !this.flaw && (this.log?.waits(this.size) ?? false)
    const soon = telling || (unsealed && (this.log?.isSettled ?? false))
    const open = now >= spec.window.from && now < spec.window.until
    const due = [
      ...(soon ? [after(now, spec.shards > 4 ? PUSH_AFTER.many : PUSH_AFTER.few)] : []),
      ...(this.log ? [after(now, open || unsealed ? SEAL_AFTER : HOUR)] : []),
      ...(this.#told.closed ? [] : [spec.window.until]),
      ...(this.#told.closed && this.#forgetAt !== null ? [this.#forgetAt] : []),
    ]
    if (due.length === 0) return
    this.#armed = soon
    // The platform keeps real time, whatever clock the rules are given.
    void this.ctx.storage.setAlarm(Date.now() + Math.max(0, Math.min(...due) - now))
  }
}
