import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { judgeLike, type LikeBook, nextLikeAt } from '../rules/like.ts'
import { type Allowance, type Bucket, draw, isFull } from '../rules/limit.ts'
import { dayOf, type Instant, instant, type Window } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { GroupCommit } from './group-commit.ts'

/** The like phase as the board holds it. It may be opened again when the list of nominees grows. */
export interface LikeOrder {
  readonly window: Window
  readonly nominees: readonly number[]
}

export interface Like {
  readonly device: string
  readonly number: number
}

const PER_DEVICE: Allowance = { capacity: 40, perSecond: 0.5 }
const BUCKETS_KEPT = 20_000

const TABLES = `
create table if not exists book (id integer primary key check (id = 1), order_json text not null) strict;
create table if not exists liked (
  day text not null, device text not null, number integer not null, primary key (day, device, number)
) strict, without rowid;
create table if not exists total (number integer primary key, likes integer not null) strict;
`

/**
 * The likes of one campaign: publicity only. Its own object, table and route; nothing here reads or feeds a tally
 * (L1), and a test holds the import lines to that.
 *
 * `like` may be repeated: the second one of a day is told so and changes nothing.
 */
export class LikeBoard extends DurableObject<Env> {
  readonly #sql: SqlStorage
  readonly #commits = new GroupCommit<Like, Verdict<{ readonly number: number }>>(batch => this.#record(batch))
  readonly #buckets = new Map<string, Bucket>()
  #book: LikeBook | null

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(TABLES)
    const row = this.#sql.exec('select order_json from book').toArray()[0]
    this.#book = row ? bookOf(JSON.parse(row.order_json as string) as LikeOrder) : null
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  /** False when it was open with exactly this already. */
  open(order: LikeOrder): boolean {
    const written = JSON.stringify(order)
    const held = this.#sql.exec('select order_json from book').toArray()[0]?.order_json
    if (held === written) return false
    this.#sql.exec('insert or replace into book values (1, ?)', written)
    this.#book = bookOf(order)
    return true
  }

  /** How many nominees may be liked; null while the board was never opened. */
  opened(): number | null {
    return this.#book?.nominees.size ?? null
  }

  async like(like: Like): Promise<Verdict<{ readonly number: number }>> {
    if (!this.#book) return refuse({ code: 'likes-not-open', opens: null })
    return this.#commits.submit(like)
  }

  /** Which nominees this device has liked today. */
  liked(device: string): readonly number[] {
    const rows = this.#sql.exec('select number from liked where day = ? and device = ?', dayOf(this.now()), device).toArray()
    return rows.map(row => row.number as number)
  }

  counts(): Readonly<Record<number, number>> {
    return Object.fromEntries(
      this.#sql
        .exec('select number, likes from total')
        .toArray()
        .map(row => [row.number as number, row.likes as number]),
    )
  }

  #record(batch: readonly Like[]): readonly Verdict<{ readonly number: number }>[] {
    const now = this.now()
    return this.ctx.storage.transactionSync(() => batch.map(like => this.#judge(like, now)))
  }

  #judge({ device, number }: Like, now: Instant): Verdict<{ readonly number: number }> {
    const { allowed, bucket, retryAfter } = draw(this.#buckets.get(device), PER_DEVICE, now)
    this.#buckets.set(device, bucket)
    if (this.#buckets.size > BUCKETS_KEPT) this.#forget(now)
    if (!allowed) return refuse({ code: 'slow-down', retryAfter })
    const day = judgeLike(number, this.#book as LikeBook, now)
    if (!day.ok) return day
    const fresh =
      this.#sql.exec('insert into liked values (?, ?, ?) on conflict do nothing', day.value, device, number).rowsWritten > 0
    if (!fresh) return refuse({ code: 'already-liked', next: nextLikeAt(now) })
    this.#sql.exec('insert into total values (?, 1) on conflict (number) do update set likes = likes + 1', number)
    return accept({ number })
  }

  #forget(now: Instant): void {
    for (const [id, bucket] of this.#buckets) if (isFull(bucket, PER_DEVICE, now)) this.#buckets.delete(id)
  }
}

const bookOf = ({ window, nominees }: LikeOrder): LikeBook => ({ window, nominees: new Set(nominees) })
