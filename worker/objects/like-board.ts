import type { Env } from '../env.ts'
import {
  daysToLookAt,
  isHeld,
  judgeLike,
  type LikeBook,
  type LikeCounts,
  type LikeSnapshot,
  marksOf,
  nextLikeAfter,
  snapshotDue,
} from '../rules/like.ts'
import { type Allowance, type Bucket, draw, isFull } from '../rules/limit.ts'
import { keptFor } from '../rules/retention.ts'
import { type Day, dayOf, hourOf, type Instant, instant, SECOND, type Window } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { LIKES_SHAPE } from './archived-shapes.ts'
import { GroupCommit } from './group-commit.ts'
import type { LikeOrder } from './like-table.ts'
import { LoggedLikes } from './logged-likes.ts'
import { ObjectArchive } from './object-archive.ts'

export interface Like {
  readonly device: string
  readonly number: number
  /** The day on which the phone first sent this like, when it sends it again. */
  readonly sent: string | null
  /** The tag of the network in which the device got its pass. */
  readonly network: string
  readonly crowded: boolean
  readonly age: number
  readonly weakCheck: boolean
}

/** The same for a like that is repeated; whether it was counted or held is told to staff only. */
export interface LikeAnswer {
  readonly number: number
  readonly day: Day
  readonly next: Instant
  readonly replayed: boolean
}

/** What staff may know: every figure as it stands now. */
export interface LikeLedger {
  readonly at: Instant
  readonly likes: Readonly<Record<number, LikeCounts>>
  readonly curve: readonly { readonly hour: number; readonly count: number }[]
  readonly reasons: readonly { readonly marks: string; readonly likes: number }[]
}

const PER_DEVICE: Allowance = { capacity: 40, perSecond: 0.5 }
/** An office of a thousand that likes twenty nominees each is through within the hour. */
const PER_NETWORK: Allowance = { capacity: 3000, perSecond: 6 }
const BUCKETS_KEPT = 20_000
/** How long after the end it is still known which device liked whom; the figures stay. */
const KEPT = keptFor('likes')
const FORGET_AT_ONCE = 20_000

/**
 * The likes of one campaign: publicity only. Its own object, tables and route; nothing here reads or feeds a tally
 * (L1), and a test holds the import lines to that. Two rows a like: which device gave it, for a month, and its entry in the log;
 * and one more for all likes of a nominee in an hour, so that starting again reads only the hours.
 *
 * `like` may be repeated: the second one of a day gets the answer of the first and changes nothing.
 */
export class LikeBoard extends LoggedLikes {
  readonly #commits = new GroupCommit<Like, Verdict<LikeAnswer>>(batch => this.#record(batch))
  readonly #devices = new Map<string, Bucket>()
  readonly #networks = new Map<string, Bucket>()
  #book: LikeBook | null = null
  /** When the alarm will ring, as far as this start knows. */
  #armed: Instant | null = null
  /** Whether nothing says any more who liked whom. */
  #forgotten = false

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.load()
  }

  protected override load(): void {
    super.load()
    this.#book = this.order && bookOf(this.order)
  }

  /** Its rows as an archive of the campaign holds them, and back (O4). */
  archive(): ObjectArchive {
    return new ObjectArchive(this.ctx.storage, LIKES_SHAPE, () => {
      this.table.reload()
      this.load()
      this.#arm()
    })
  }

  /**
   * Sets window and nominees; false when they were exactly these already. May be repeated, also with more nominees or a
   * later end; likes given so far stay.
   */
  async open(order: LikeOrder): Promise<boolean> {
    const changed = this.keep(order)
    if (changed) this.#book = bookOf(order)
    this.#forgotten = false
    this.#armed = null
    this.#arm()
    return changed
  }

  /** How many nominees may be liked; null while the board was never opened. */
  opened(): number | null {
    return this.#book?.nominees.size ?? null
  }

  async like(like: Like): Promise<Verdict<LikeAnswer>> {
    if (!this.#book) return refuse({ code: 'likes-not-open', opens: null })
    return this.#commits.submit(like)
  }

  /** Which nominees this device has liked today. */
  liked(device: string): { readonly day: Day; readonly liked: readonly number[] } {
    const day = dayOf(this.now())
    return { day, liked: this.table.liked(day, device) }
  }

  /** The figures that may be told (`showLikes` makes them coarser still); null before the phase was opened. */
  snapshot(): { readonly snapshot: LikeSnapshot; readonly window: Window } | null {
    if (!this.#book) return null
    this.ctx.storage.transactionSync(() => this.#freeze(this.now()))
    return { snapshot: this.table.snapshot(), window: this.#book.window }
  }

  ledger(): LikeLedger {
    return { at: this.now(), likes: this.table.totals(), curve: this.table.curve(), reasons: this.table.reasons() }
  }

  /** Tends the log; and forgets, a month after the end, which device liked whom. */
  override async alarm(): Promise<void> {
    this.#armed = null
    await this.tend(this.now())
    this.#forget(this.now())
    this.#arm()
  }

  /** In portions that leave the object free to answer. */
  #forget(now: Instant): void {
    if (this.#book && now >= this.#book.window.until + KEPT) this.#forgotten = !this.table.forgetGiven(FORGET_AT_ONCE)
  }

  /** Sets the one alarm to the first thing that is due, unless it rings before that. */
  #arm(): void {
    if (!this.#book) return
    const now = this.now()
    const tending = this.nextTending(now)
    const due = [
      ...(tending === null ? [] : [tending]),
      ...(this.#forgotten ? [] : [Math.max(this.#book.window.until + KEPT, now + SECOND)]),
    ]
    const first = Math.min(...due)
    if (due.length === 0 || (this.#armed !== null && this.#armed <= first)) return
    this.#armed = instant(first)
    // The platform keeps real time, whatever clock the rules are given.
    void this.ctx.storage.setAlarm(Date.now() + Math.max(0, first - now))
  }

  #record(batch: readonly Like[]): readonly Verdict<LikeAnswer>[] {
    const now = this.now()
    try {
      const answers = this.ctx.storage.transactionSync(() => {
        this.#freeze(now)
        return batch.map(like => this.#judge(like, now))
      })
      this.#arm()
      return answers
    } catch (error) {
      this.table.forgetTotals()
      this.log?.restore()
      throw error
    }
  }

  /** Before anything newer is taken in, so a snapshot holds what had arrived by its instant, whoever asks first. */
  #freeze(now: Instant): void {
    const due = snapshotDue(now, (this.#book as LikeBook).window)
    if (due > this.table.snapshot().at) this.table.freeze(due)
  }

  #judge(like: Like, now: Instant): Verdict<LikeAnswer> {
    const { device, number } = like
    const before = daysToLookAt(like.sent, now).find(day => this.table.has(day, device, number))
    if (before) return accept({ number, day: before, next: nextLikeAfter(before), replayed: true })
    // A clock that was set back does not open again what is closed.
    if (this.log?.isSettled) return refuse({ code: 'likes-closed' })
    const day = judgeLike(number, this.#book as LikeBook, now)
    if (!day.ok) return day
    const drawn = this.#draw(like, now)
    if (!drawn.ok) return drawn
    const marks = marksOf({ ...like, left: drawn.value })
    const held = isHeld(marks)
    this.table.add({ day: day.value, hour: hourOf(now), device, number, held, marks: marks.join(' ') })
    this.enter(number, held ? marks : [], now)
    return accept({ number, day: day.value, next: nextLikeAfter(day.value), replayed: false })
  }

  /** Takes one like from what the device and its network may give; tells what the device has left. */
  #draw({ device, network }: Like, now: Instant): Verdict<number> {
    const mine = draw(this.#devices.get(device), PER_DEVICE, now)
    const ours = draw(this.#networks.get(network), PER_NETWORK, now)
    if (!mine.allowed || !ours.allowed)
      return refuse({ code: 'slow-down', retryAfter: Math.max(mine.retryAfter, ours.retryAfter) })
    keep(this.#devices, device, mine.bucket, PER_DEVICE, now)
    keep(this.#networks, network, ours.bucket, PER_NETWORK, now)
    return accept(mine.bucket.tokens)
  }
}

function keep(buckets: Map<string, Bucket>, id: string, bucket: Bucket, allowance: Allowance, now: Instant): void {
  buckets.set(id, bucket)
  if (buckets.size > BUCKETS_KEPT) for (const [old, one] of buckets) if (isFull(one, allowance, now)) buckets.delete(old)
}

const bookOf = ({ window, nominees }: LikeOrder): LikeBook => ({ window, nominees: new Set(nominees) })
