import { DurableObject } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import type { Env } from '../env.ts'
import { hostOf, networkOf } from '../rules/address.ts'
import { STRANGE } from '../rules/friction.ts'
import { type Allowance, type Bucket, type Draw, draw, isFull } from '../rules/limit.ts'
import { retentionOf } from '../rules/retention.ts'
import { addDays, type Day, dayOf, type Instant, instant, MINUTE, startOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { blob } from './blob.ts'

/** What may be asked for at the door, each with an allowance of its own per network. */
export type Knock = 'challenge' | 'code' | 'sign-in' | 'objection' | 'tracking' | 'like' | 'comment' | 'wechat'

/**
 * Per network tag (a /24 or /48), not per address: mobile networks and offices put hundreds of honest people behind
 * one. 600 at once and two a second let an office of a thousand vote within the hour and make a farm wait.
 */
const ALLOWANCE: Readonly<Record<Knock, Allowance>> = {
  challenge: { capacity: 600, perSecond: 2 },
  // A hall of five hundred types its codes within minutes; what stops a guesser is that codes lock and are 80 bits.
  code: { capacity: 240, perSecond: 1 },
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
const KEY_DAYS = retentionOf('network-keys').days
/** How long a spent token is remembered, in milliseconds: no service takes one that is older. */
const TOKEN_LIFE = 10 * MINUTE

/** Whoever was let through: keyed tags of this day, 16 hexadecimal signs each, and what is noticed of the network. */
export interface Passed {
  /** Of the address itself (an IPv4 address, or the 64 bits of IPv6 that one line has). */
  readonly host: string
  /** Of its network (a /24 or /48). */
  readonly net: string
  /** More than half of what may come at once has come: a sign, which by itself decides nothing. */
  readonly crowded: boolean
  /** Many devices of this network have lately knocked as no reader does (worker/rules/friction.ts). */
  readonly manyStrange: boolean
}

/**
 * The door of the site: exact limits per network, and the only place where an address becomes a tag. Tags are keyed
 * with a key of the day that never leaves this object and is erased after a week, by its own alarm; the address itself is
 * not stored (trust 3.5). A plain hash of an IPv4 address would be undone in two hours.
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
   * share one tag. `strange`: this device knocks as no reader does, which is remembered of its network for a while.
   */
  knock(knock: Knock, address: string | null, strange = false): Verdict<Passed> {
    const now = this.now()
    const day = dayOf(now)
    const net = this.#tag(day, address === null ? 'unknown' : networkOf(address))
    const bucket = this.#draw(`${knock}:${net}`, ALLOWANCE[knock], now)
    if (!bucket.allowed) return refuse({ code: 'slow-down', retryAfter: bucket.retryAfter })
    const crowded = bucket.bucket.tokens < ALLOWANCE[knock].capacity / 2
    const manyStrange = strange && !this.#draw(`strange:${net}`, STRANGE, now).allowed
    const host = address === null ? net : this.#tag(day, `host ${hostOf(address)}`)
    return accept({ host, net, crowded, manyStrange })
  }

  /**
   * Spends the token of a human check, once: false when somebody else has spent it. The same owner may come again with
   * it, because a ballot whose answer was lost is sent again whole.
   */
  spend(token: string, owner: string): boolean {
    const now = this.now()
    this.#sql.exec('delete from spent where at < ?', now - TOKEN_LIFE)
    this.#sql.exec('insert or ignore into spent values (?, ?, ?)', token, owner, now)
    return this.#sql.exec('select owner from spent where token = ?', token).one().owner === owner
  }

  /** Keys go when their time is over, also when nobody knocks any more. */
  override async alarm(): Promise<void> {
    const now = this.now()
    this.#sql.exec('delete from spent where at < ?', now - TOKEN_LIFE)
    this.#eraseKeys(dayOf(now))
  }

  #draw(id: string, allowance: Allowance, now: Instant): Draw {
    const drawn = draw(this.#buckets.get(id), allowance, now)
    this.#buckets.set(id, drawn.bucket)
    if (this.#buckets.size > BUCKETS_KEPT) this.#forget(now)
    return drawn
  }

  #tag(day: Day, text: string): string {
    return createHmac('sha256', this.#key(day)).update(text).digest('hex').slice(0, 16)
  }

  #key(day: Day): Uint8Array {
    const held = this.#keys.get(day)
    if (held) return held
    this.#sql.exec('insert or ignore into day_key values (?, ?)', day, crypto.getRandomValues(new Uint8Array(32)))
    this.#eraseKeys(day)
    const key = blob(this.#sql.exec('select key from day_key where day = ?', day).one().key)
    this.#keys.set(day, key)
    return key
  }

  /** Overwrites and deletes the keys of more than a week ago, and sets the alarm for the next one. */
  #eraseKeys(today: Day): void {
    this.#keys.clear()
    const last = addDays(today, -KEY_DAYS)
    // A deleted row may stand in its page for a while; what stands there then is nothing.
    this.#sql.exec('update day_key set key = zeroblob(32) where day < ?', last)
    this.#sql.exec('delete from day_key where day < ?', last)
    const oldest = this.#sql.exec('select min(day) as day from day_key').one().day as Day | null
    if (oldest === null) return
    const due = startOf(addDays(oldest, KEY_DAYS + 1))
    // The platform keeps real time, whatever clock the rules are given.
    void this.ctx.storage.setAlarm(Date.now() + Math.max(MINUTE, due - this.now()))
  }

  #forget(now: Instant): void {
    for (const [id, bucket] of this.#buckets) {
      const name = id.slice(0, id.indexOf(':')) as Knock | 'strange'
      if (isFull(bucket, name === 'strange' ? STRANGE : ALLOWANCE[name], now)) this.#buckets.delete(id)
    }
  }
}
