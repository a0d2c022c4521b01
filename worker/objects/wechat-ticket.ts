import { DurableObject } from 'cloudflare:workers'
import { fetchTicket } from '../adapters/wechat.ts'
import { type Config, type Env, readConfig } from '../env.ts'
import { type Instant, instant, MINUTE, SECOND } from '../rules/time.ts'

interface Held {
  readonly ticket: string | null
  readonly until: Instant
}

/** A ticket about to end could end before the page that was signed with it has asked WeChat. */
const MARGIN = 5 * MINUTE
/** How long a relay that gave nothing is left alone. */
const PAUSE = 30 * SECOND

/**
 * The one ticket of the JS-SDK for the whole site: WeChat gives few a day, and a new one may end the old. Kept on disk, so
 * that a restart asks for none.
 */
export class WechatTicket extends DurableObject<Env> {
  readonly #config: Config
  #held: Held | undefined
  #underWay: Promise<string | null> | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = readConfig(env)
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  /** The ticket, fetched when there is none that lasts; null where nobody fetches one or it could not be had. */
  async ticket(): Promise<string | null> {
    this.#held ??= await this.ctx.storage.get<Held>('ticket')
    if (this.#held && this.#held.until > this.now()) return this.#held.ticket
    this.#underWay ??= this.#fetched().finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  async #fetched(): Promise<string | null> {
    const relay = this.#config.wechat?.ticket
    const got = relay ? await fetchTicket(relay) : null
    const life = got ? Math.max(got.expiresIn * SECOND - MARGIN, PAUSE) : PAUSE
    this.#held = { ticket: got?.ticket ?? null, until: instant(this.now() + life) }
    if (got) await this.ctx.storage.put('ticket', this.#held)
    return this.#held.ticket
  }
}
