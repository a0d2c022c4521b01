import { DurableObject } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import type { Env } from '../env.ts'
import { networkOf } from '../rules/address.ts'
import { type Allowance, type Bucket, draw, isFull } from '../rules/limit.ts'
import { addDays, type Day, dayOf, type Instant, instant } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** What may be asked for at the door, each with an allowance of its own per network. */
export type Knock = 'challenge' | 'code' | 'sign-in' | 'objection' | 'tracking' | 'like' | 'comment' | 'wechat'

/**
 * Per network tag (a /24 or /48), not per address: mobile networks and offices put hundreds of honest people behind
 * one. 600 at once and two a second let an office of a thousand vote within the hour and make a farm wait.
 */
const ALLOWANCE: Readonly<Record<Knock, Allowance>> = {
  challenge: { capacity: 600, perSecond: 2 },
  code: { capacity: 120, perSecond: 0.5 },
  'sign-in': { capacity: 30, perSecond: 0.1 },
  // Objections that passed the human check: an office may have many to say, a flood would bury them.
  objection: { capacity: 30, perSecond: 0.01 },
  tracking: { capacity: 60, perSecond: 0.1 },
  // Once per device and day: passes, not likes.
  like: { capacity: 800, perSecond: 2 },
  comment: { capacity: 60, perSecond: 0.05 },
  // Each may cost a call to WeChat; a whole office comes this way in one morning.
  wechat: { capacity: 600, perSecond: 2 },
}
const BUCKETS_KEPT = 50_000
/** Days a tag's key is kept; without it a tag leads back to no address. */
const KEY_DAYS = 7

/**
 * The door of the site: exact limits per network, and the only place where an address becomes a tag. Tags are keyed
 * with a key of the day that never leaves this object and is erased after a week; the address itself is not stored
 * (trust 3.5). A plain hash of an IPv4 address would be undone in two hours.
 */
export class Gate extends DurableObject<Env> {
  readonly #sql: SqlStorage
  readonly #buckets = new Map<string, Bucket>()
  readonly #keys = new Map<Day, Uint8Array>()

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec('create table if not exists day_key (day text primary key, key blob not null) strict')
    this.#sql.exec(
      'create table if not exists spent (token text primary key, owner text not null, at integer not null) strict, without rowid',
    )
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  /**
   * Lets somebody through, or says when to come back. `address` is null where the site cannot know it; such callers
   * share one tag. Returns the tag of the network for this day, 16 hexadecimal signs, and whether more than half of what
   * may come at once has come: a sign, which by itself decides nothing.
   */
  knock(knock: Knock, address: string | null): Verdict<{ readonly tag: string; readonly crowded: boolean }> {
    const now = this.now()
    const tag = this.#tag(address === null ? 'unknown' : networkOf(address), dayOf(now))
    const id = `${knock}:${tag}`
    const { allowed, bucket, retryAfter } = draw(this.#buckets.get(id), ALLOWANCE[knock], now)
    this.#buckets.set(id, bucket)
    if (this.#buckets.size > BUCKETS_KEPT) this.#forget(now)
    const crowded = bucket.tokens < ALLOWANCE[knock].capacity / 2
    return allowed ? accept({ tag, crowded }) : refuse({ code: 'slow-down', retryAfter })
  }

  /**
   * Spends the token of a human check, once: false when somebody else has spent it. The same owner may come again with
   * it, because a ballot whose answer was lost is sent again whole.
   */
  spend(token: string, owner: string): boolean {
    const now = this.now()
    this.#sql.exec('delete from spent where at < ?', now - 600_000)
    this.#sql.exec('insert or ignore into spent values (?, ?, ?)', token, owner, now)
    return this.#sql.exec('select owner from spent where token = ?', token).one().owner === owner
  }

  #tag(network: string, day: Day): string {
    return createHmac('sha256', this.#key(day)).update(network).digest('hex').slice(0, 16)
  }

  #key(day: Day): Uint8Array {
    const held = this.#keys.get(day)
    if (held) return held
    this.#sql.exec('delete from day_key where day < ?', addDays(day, -KEY_DAYS))
    this.#sql.exec('insert or ignore into day_key values (?, ?)', day, crypto.getRandomValues(new Uint8Array(32)))
    const key = new Uint8Array(this.#sql.exec('select key from day_key where day = ?', day).one().key as ArrayBuffer)
    this.#keys.clear()
    this.#keys.set(day, key)
    return key
  }

  #forget(now: Instant): void {
    for (const [id, bucket] of this.#buckets) {
      const knock = id.slice(0, id.indexOf(':')) as Knock
      if (isFull(bucket, ALLOWANCE[knock], now)) this.#buckets.delete(id)
    }
  }
}
