import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { logLine } from '../log-line.ts'
import type { BallotStatus } from '../rules/ballot.ts'
import { canonicalChoices, judgeChoices, judgeTime, nextBallotAt, periodAt, periodBefore } from '../rules/ballot.ts'
import type { VoterClass } from '../rules/campaign.ts'
import { dedupeKey, type VoterIdentity } from '../rules/dedupe.ts'
import type { ReasonCode } from '../rules/reason.ts'
import { leafEntry, leafHash, type Receipt, receiptCode } from '../rules/receipt.ts'
import { reasonsAtCast } from '../rules/score/at-cast.ts'
import { readSignals } from '../rules/signals.ts'
import type { StatusChange } from '../rules/standing.ts'
import { countInto, emptyTally, type Mutable, type Tally, type TallyEntry } from '../rules/tally.ts'
import { after, HOUR, type Instant, instant } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { SIGNALS_KEPT, signalsKeptUntil } from '../signals-kept.ts'
import { makeChange } from './ballot-changes.ts'
import {
  BallotTable,
  type CheckResult,
  type Earlier,
  type MadeChange,
  type OpenedPoll,
  type SeenBallot,
  sameChoices,
} from './ballot-table.ts'
import { GroupCommit } from './group-commit.ts'
import { VainAttempts } from './vain-attempts.ts'

/** A ballot as it reaches its box: who, under which key of idempotency, what, and how the human check went. */
export interface Cast {
  readonly voter: VoterIdentity
  readonly unit: string | null
  readonly key: string
  readonly choices: readonly number[]
  readonly checked: CheckResult
  readonly voterClass: VoterClass | null
  /** Packed by `signalsText`: as text they cross to the box at a fraction of the cost of a thing with thirteen names. */
  readonly signals: string
}

/** What a receipt stands for, with the standing of the ballot: shown to its holder only after the close. */
export interface Standing extends Receipt {
  readonly status: BallotStatus
  readonly reasons: readonly ReasonCode[]
}

export interface CastAnswer extends Receipt {
  /** True when this ballot was already there under the same key. */
  readonly replayed: boolean
}

/**
 * Absolute figures of one box. A higher `number` is always at least as new: it counts what has been recorded and how
 * often standings were changed.
 */
export interface ShardSnapshot {
  readonly shard: number
  readonly number: number
  readonly at: Instant
  readonly closed: boolean
  readonly tally: Tally
}

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
export class BallotBox extends DurableObject<Env> {
  readonly #table: BallotTable
  readonly #commits = new GroupCommit<Cast, Verdict<CastAnswer>>(batch => this.record(batch))
  readonly #vain = new VainAttempts()
  #poll: OpenedPoll | null
  #size: number
  #changes: number
  #tally: Mutable<Tally>
  /** The number of the last snapshot the tally was told, and whether it knows that there will be no more ballots. */
  #told = { number: 0, closed: false }
  #armed = false
  /** When to look whether signals are to be deleted: null once none are left, a first guess after a start. */
  #forgetAt: Instant | null = null

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#table = new BallotTable(ctx.storage.sql)
    this.#poll = this.#table.poll()
    this.#size = this.#table.size()
    this.#changes = this.#table.changes()
    const kept = this.#table.checkpoint()
    this.#tally = kept?.tally ?? emptyTally()
    for (const entry of this.#table.entriesAfter(kept?.size ?? 0)) countInto(this.#tally, entry)
    if (this.#poll) this.#forgetAt = after(this.#poll.spec.window.until, SIGNALS_KEPT)
    // An alarm that died with its retries must not leave ballots untold: waking looks, and arms again.
    if (this.#poll) this.#arm(this.now())
  }

  /** The clock that decides every window. Test builds replace it; production cannot. */
  protected now(): Instant {
    return instant(Date.now())
  }

  /** Freezes the poll in this box. Repeating the same order changes nothing; another order is refused. */
  open(order: OpenedPoll): Verdict<{ readonly hash: string }> {
    if (this.#poll && (this.#poll.hash !== order.hash || this.#poll.shard !== order.shard)) return refuse({ code: 'spec-frozen' })
    if (!this.#poll) this.#table.savePoll(order)
    this.#poll ??= order
    this.#forgetAt ??= after(order.spec.window.until, SIGNALS_KEPT)
    this.#arm(this.now())
    return accept({ hash: order.hash })
  }

  /** Records a ballot, or says why not. Safe to repeat under the same key. */
  async cast(cast: Cast): Promise<Verdict<CastAnswer>> {
    if (!this.#poll) return refuse({ code: 'poll-not-ready' })
    if (this.#commits.waiting >= MOST_WAITING) return refuse({ code: 'busy', retryAfter: 2 })
    return this.#commits.submit(cast)
  }

  /** What `cast` would answer to a ballot that is recorded already; null when there is none of this voter yet. */
  recorded(voter: VoterIdentity, key: string, choices: readonly number[]): Verdict<CastAnswer> | null {
    if (!this.#poll) return null
    const now = this.now()
    const earlier =
      this.#crossedMidnight(voter, key, now) ?? this.#table.earlier(this.#keyOf(voter, periodAt(this.#poll.spec, now)))
    return earlier && this.#again(earlier, { key, choices }, now)
  }

  /** The receipt of this voter's ballot of the present period, if there is one. */
  mine(voter: VoterIdentity): (Receipt & { readonly next: Instant | null }) | null {
    if (!this.#poll) return null
    const { spec } = this.#poll
    const found = this.#table.earlier(this.#keyOf(voter, periodAt(spec, this.now())))
    return found ? { ...this.#receipt(found), next: nextBallotAt(spec, this.now()) } : null
  }

  /** What a receipt code stands for: when the ballot was recorded, or nothing if no such ballot is here. */
  receipt(seq: number, tag: Uint8Array): Standing | null {
    const found = this.#table.ballot(seq)
    if (!found || !tag.every((byte, i) => byte === found.leaf[i])) return null
    return { ...this.#receipt({ seq, ...found }), status: found.status, reasons: found.reasons }
  }

  /** At most `limit` ballots after the place `seq`, in order, for the scorer and the case desk. */
  seenAfter(seq: number, limit: number): readonly SeenBallot[] {
    return this.#table.seenAfter(seq, limit)
  }

  /** At most `limit` ballots after the place `seq` that wait for people to decide on them, in order. */
  heldAfter(seq: number, limit: number): readonly SeenBallot[] {
    return this.#table.heldAfter(seq, limit)
  }

  /** The places of all of those. */
  heldPlaces(): readonly number[] {
    return this.#table.heldPlaces()
  }

  /** Changes of standing after the one of this number, oldest first. */
  changesAfter(number: number): readonly MadeChange[] {
    return this.#table.changesAfter(number)
  }

  /**
   * Changes the standing of ballots: holds, releases, voids or restores them. Safe to repeat: a change is known by its
   * id, and one that does not apply to a ballot (any more) leaves it as it is. Answers how many it has moved.
   */
  change(order: StatusChange): number {
    const now = this.now()
    const { changed, tally } = this.ctx.storage.transactionSync(() =>
      makeChange(this.#table, { tally: this.#tally, size: this.#size }, order, now),
    )
    if (tally) {
      this.#tally = tally
      this.#changes += 1
      this.#arm(now)
    }
    return changed
  }

  snapshot(): ShardSnapshot {
    const poll = this.#opened()
    const now = this.now()
    return {
      shard: poll.shard,
      number: this.#size + this.#changes,
      at: now,
      closed: now >= poll.spec.window.until,
      tally: this.#tally,
    }
  }

  /**
   * Tells the tally. At-least-once is enough, for figures are absolute and numbered; a failure is logged and tried
   * again by the next alarm, which does not depend on the platform's own retries.
   */
  override async alarm(): Promise<void> {
    this.#armed = false
    const snapshot = this.snapshot()
    // Kept before the call: while it is under way the tally in memory moves on.
    this.#table.saveCheckpoint(this.#size, snapshot.tally)
    try {
      await this.env.TALLY.get(this.env.TALLY.idFromName(this.#opened().spec.campaign)).accept(snapshot)
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
    return this.#table.forgetSignals(FORGOTTEN_AT_ONCE) ? null : now
  }

  async #forgetDue(): Promise<void> {
    const now = this.now()
    if (this.#forgetAt === null || now < this.#forgetAt) return
    try {
      this.#forgetAt = this.forgetSignals(await signalsKeptUntil(this.env, this.#opened().spec))
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
    const now = this.now()
    const fresh: TallyEntry[] = []
    const answers = this.ctx.storage.transactionSync(() => batch.map(cast => this.#judge(cast, now, fresh)))
    this.#size += fresh.length
    for (const entry of fresh) countInto(this.#tally, entry)
    if (fresh.length > 0) this.#arm(now)
    return answers
  }

  #judge(cast: Cast, now: Instant, fresh: TallyEntry[]): Verdict<CastAnswer> {
    const { spec } = this.#opened()
    const crossed = this.#crossedMidnight(cast.voter, cast.key, now)
    if (crossed) return this.#again(crossed, cast, now)
    const dk = this.#keyOf(cast.voter, periodAt(spec, now))
    const slower = this.#vain.tooMany(cast.voter, now)
    const verdict = slower ?? this.#mayRecord(cast, now)
    const recorded = verdict.ok && this.#insert(cast, { dk, seq: this.#size + fresh.length + 1, at: now, fresh })
    if (recorded) return accept(recorded)
    this.#vain.note(cast.voter, now)
    const earlier = this.#table.earlier(dk)
    // Who hammers is slowed, but the same ballot sent again always gets its receipt.
    if (earlier && (!slower || earlier.key === cast.key)) return this.#again(earlier, cast, now)
    if (verdict.ok) throw new Error('a dedupe key was taken and is not there')
    return verdict
  }

  /** A retry that crosses midnight belongs to the day on which it was recorded. */
  #crossedMidnight(voter: VoterIdentity, key: string, now: Instant): Earlier | null {
    const yesterday = periodBefore(periodAt(this.#opened().spec, now))
    const earlier = yesterday && this.#table.earlier(this.#keyOf(voter, yesterday))
    return earlier && earlier.key === key ? earlier : null
  }

  #mayRecord(cast: Cast, now: Instant): Verdict<readonly number[]> {
    const { spec } = this.#opened()
    const time = judgeTime(spec, now)
    return time.ok ? judgeChoices(cast.choices, spec) : time
  }

  /** Null when this voter has a ballot of this period already. */
  #insert(cast: Cast, place: { dk: Uint8Array; seq: number; at: Instant; fresh: TallyEntry[] }): CastAnswer | null {
    const { key, unit, checked, voterClass, signals } = cast
    const { dk, seq, at, fresh } = place
    const { level } = cast.voter
    const choices = canonicalChoices(cast.choices)
    const nonce = crypto.getRandomValues(new Uint8Array(32))
    const leaf = leafHash(leafEntry({ seq, at, level, dedupe: dk, nonce, choices }))
    const shown = { choices: cast.choices.length, signals: readSignals(signals) }
    const reasons = reasonsAtCast({ level, verified: checked !== 'unverified', ...shown })
    const status = reasons.length > 0 ? 'held' : 'counted'
    const row = { seq, dk, key, at, choices, level, unit, status, reasons, checked, nonce, leaf, voterClass, signals } as const
    if (!this.#table.insert({ ...row, voter: this.#pseudonym(cast.voter) })) return null
    fresh.push({ choices: cast.choices, status, level, voterClass, unit, reasons, at })
    return { ...this.#receipt({ seq, at, leaf }), replayed: false }
  }

  /** The answer to a voter who has a ballot: the same receipt for the same key, else a clear no. */
  #again(earlier: Earlier, cast: Pick<Cast, 'key' | 'choices'>, now: Instant): Verdict<CastAnswer> {
    const receipt = this.#receipt(earlier)
    if (earlier.key !== cast.key)
      return refuse({
        code: 'already-voted',
        receipt: receipt.code,
        at: receipt.at,
        next: nextBallotAt(this.#opened().spec, now),
      })
    return sameChoices(earlier, cast.choices) ? accept({ ...receipt, replayed: true }) : refuse({ code: 'key-reused' })
  }

  #receipt({ seq, at, leaf }: { seq: number; at: Instant; leaf: Uint8Array }): Receipt {
    return { code: receiptCode({ shard: this.#opened().shard, seq }, leaf), at }
  }

  #keyOf(voter: VoterIdentity, period: ReturnType<typeof periodAt>): Uint8Array {
    const { campaignKey, spec } = this.#opened()
    return dedupeKey(campaignKey, spec.campaign, voter, period)
  }

  /** What links a voter's ballots of several days for the scorer; where there is one ballot its dedupe key does. */
  #pseudonym(voter: VoterIdentity): Uint8Array | null {
    const { campaignKey, spec } = this.#opened()
    return spec.period === 'once' ? null : dedupeKey(campaignKey, spec.campaign, voter, 'once')
  }

  #opened(): OpenedPoll {
    if (!this.#poll) throw new Error('the box has not been opened')
    return this.#poll
  }

  /**
   * Sets the one alarm: soon when figures wait to be told, else at the close, whose last snapshot makes the tally final,
   * and after that when signals are to be deleted.
   */
  #arm(now: Instant): void {
    const news = this.#size + this.#changes > this.#told.number
    const quiet = this.#told.closed && !news
    if (this.#armed || (quiet && this.#forgetAt === null)) return
    const { spec } = this.#opened()
    const wait = spec.shards > 4 ? PUSH_AFTER.many : PUSH_AFTER.few
    const soon = !quiet && (news || now >= spec.window.until)
    const due = soon ? after(now, wait) : quiet && this.#forgetAt !== null ? this.#forgetAt : spec.window.until
    this.#armed = soon
    // The platform keeps real time, whatever clock the rules are given.
    void this.ctx.storage.setAlarm(Date.now() + Math.max(0, due - now))
  }
}
