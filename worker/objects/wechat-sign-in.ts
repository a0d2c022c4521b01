import { DurableObject } from 'cloudflare:workers'
import { type Exchange, exchangeCode } from '../adapters/wechat.ts'
import { type Config, type Env, readConfig } from '../env.ts'
import { sha256 } from '../rules/hash.ts'
import { type Instant, instant, MINUTE, SECOND } from '../rules/time.ts'
import type { WechatTrouble } from '../rules/wechat.ts'
import { tagOf } from '../tokens.ts'

/** How a sign-in ended: who it is (a keyed tag, never the openid), nobody in particular, why not, or that its state is used up. */
export type Redeemed =
  | { readonly kind: 'signed-in'; readonly tag: string }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'trouble'; readonly trouble: WechatTrouble }
  | { readonly kind: 'spent' }

/** How long a state may be used, counted from the moment it was made. */
export const STATE_LIFE = 10 * MINUTE
/** How long the same redirect gets the same answer again. */
const REPEAT = 60 * SECOND

/**
 * The end of a sign-in, settled where only one thing happens at a time. WeChat and proxies on the way call the address of
 * return twice, sometimes at once, and a code is good for one exchange: whoever comes with the same state and the same
 * code gets what the first got. A state with a second code, or after a minute, is spent; without that, an address of
 * return that leaks could be used to put somebody into another's session (T12).
 *
 * What is kept is looked up by the state, which is bound to one browser: by the code alone, whoever sees a code
 * within that minute could fetch its owner's session from here with a state of his own.
 */
export class WechatSignIn extends DurableObject<Env> {
  readonly #sql: SqlStorage
  readonly #config: Config
  readonly #underWay = new Map<string, Promise<Redeemed>>()
  #swept = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = readConfig(env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(
      'create table if not exists sign_in (state text primary key, code text not null, at integer not null, ended text) strict, without rowid',
    )
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  /** `state` is the hash of the state. Repeating is harmless: one code is exchanged once. */
  async redeem(state: string, code: string): Promise<Redeemed> {
    const now = this.now()
    this.#sweep(now)
    const codeHash = sha256(code).toString('hex')
    const [row] = this.#sql
      .exec<{ code: string; at: number; ended: string | null }>('select code, at, ended from sign_in where state = ?', state)
      .toArray()
    if (!row) {
      this.#sql.exec('insert into sign_in (state, code, at) values (?, ?, ?)', state, codeHash, now)
      return this.#exchange(state, code)
    }
    if (row.code !== codeHash || now - row.at > REPEAT) return { kind: 'spent' }
    if (row.ended !== null) return JSON.parse(row.ended) as Redeemed
    // Without a promise this object was moved while WeChat was asked; whether the code is spent only WeChat knows.
    return this.#underWay.get(state) ?? this.#exchange(state, code)
  }

  #exchange(state: string, code: string): Promise<Redeemed> {
    const asked = this.#asked(state, code).finally(() => this.#underWay.delete(state))
    this.#underWay.set(state, asked)
    return asked
  }

  async #asked(state: string, code: string): Promise<Redeemed> {
    const { wechat, siteKey } = this.#config
    const said: Exchange = wechat ? await exchangeCode(wechat, code) : { kind: 'trouble', trouble: 'setup' }
    const ended: Redeemed = said.kind === 'openid' ? { kind: 'signed-in', tag: tagOf(siteKey, 'wechat', said.openid) } : said
    this.#sql.exec('update sign_in set ended = ? where state = ?', JSON.stringify(ended), state)
    return ended
  }

  /** A state that could still be shown by a browser is remembered; an older one is refused by its own age. */
  #sweep(now: Instant): void {
    if (now - this.#swept < MINUTE) return
    this.#swept = now
    this.#sql.exec('delete from sign_in where at < ?', now - STATE_LIFE)
  }
}
