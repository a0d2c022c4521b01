import type { Agenda } from './objects/agenda.ts'
import type { BallotBox } from './objects/ballot-box.ts'
import type { Examiner } from './objects/examiner.ts'
import type { Gate } from './objects/gate.ts'
import type { LikeBoard } from './objects/like-board.ts'
import type { Notary } from './objects/notary.ts'
import type { TallyBoard } from './objects/tally-board.ts'
import type { ViewCounter } from './objects/view-counter.ts'
import type { WechatSignIn } from './objects/wechat-sign-in.ts'
import type { WechatTicket } from './objects/wechat-ticket.ts'

/** What the platform binds. Strings are read by `readConfig` and by nothing else. */
export interface Env {
  readonly DB: D1Database
  readonly FILES: R2Bucket
  readonly ASSETS: Fetcher
  readonly BOX: DurableObjectNamespace<BallotBox>
  readonly TALLY: DurableObjectNamespace<TallyBoard>
  readonly LIKES: DurableObjectNamespace<LikeBoard>
  readonly GATE: DurableObjectNamespace<Gate>
  readonly VIEWS: DurableObjectNamespace<ViewCounter>
  readonly AGENDA: DurableObjectNamespace<Agenda>
  readonly NOTARY: DurableObjectNamespace<Notary>
  readonly EXAMINER: DurableObjectNamespace<Examiner>
  readonly WECHAT: DurableObjectNamespace<WechatSignIn>
  readonly TICKET: DurableObjectNamespace<WechatTicket>
  /** The platform's own rate limiting; absent on one machine, where the exact limits of the objects are all there is. */
  readonly SHED?: RateLimit
  readonly HOME?: string
  readonly SITE_KEY?: string
  readonly OPERATOR_KEY?: string
  readonly SITE_NAME?: string
  readonly SITE_OWNER?: string
  readonly PUBLIC_ORIGIN?: string
  readonly PROXY_HEADER?: string
  readonly STAFF_SIGN_IN?: string
  readonly ACCESS_TEAM?: string
  readonly ACCESS_AUD?: string
  readonly ACCESS_CERTS_URL?: string
  readonly TURNSTILE_SITE_KEY?: string
  readonly TURNSTILE_SECRET?: string
  readonly TURNSTILE_VERIFY_URL?: string
  readonly WECHAT_APP_ID?: string
  readonly WECHAT_APP_SECRET?: string
  readonly WECHAT_API_URL?: string
  readonly WECHAT_OPEN_URL?: string
  readonly WECHAT_TICKET_URL?: string
  readonly WECHAT_TICKET_KEY?: string
  readonly WECHAT_VERIFY?: string
  readonly MEMO_MS?: string
  readonly COMPRESS?: string
  readonly SCHEMA?: string
}

/** Cloudflare's network, or one machine under workerd. */
export type Home = 'cloudflare' | 'machine'

export interface TurnstileKeys {
  readonly siteKey: string
  readonly secret: string
  readonly verifyUrl: string
}

/** The WeChat service account in whose name voters are known, and where WeChat is asked. */
export interface WechatKeys {
  readonly appId: string
  readonly secret: string
  /** Asked by us: 'https://api.weixin.qq.com'. */
  readonly apiUrl: string
  /** Where browsers are sent: 'https://open.weixin.qq.com'. */
  readonly openUrl: string
  /**
   * Who fetches the JS-SDK's ticket for us. WeChat hands it only to listed addresses (error 40164) and a Worker has none
   * of its own, so somebody with a fixed address must; null leaves the pages without share cards.
   */
  readonly ticket: { readonly url: string; readonly key: string } | null
}

/** Who signs staff in: this site, or Cloudflare Access before it. */
export type SignIn = { readonly driver: 'local' } | AccessDriver

export interface AccessDriver {
  readonly driver: 'access'
  /** 'https://team.cloudflareaccess.com', which is also what its tokens name as their issuer. */
  readonly team: string
  /** The tag of this application; a token for another one is none. */
  readonly aud: string
  readonly certsUrl: string
}

export interface Config {
  readonly home: Home
  /** Every token and stored verifier hangs on this: at least 32 signs, secret. */
  readonly siteKey: string
  /** Null when no operator may reach the site over HTTP. */
  readonly operatorKey: string | null
  readonly siteName: string
  readonly siteOwner: string
  /** 'https://vote.example.cn': always on Cloudflare, and where the site is reached under another address than the one it sees. */
  readonly publicOrigin: string | null
  /** On one machine, the header in which a trusted proxy names the client's address; null trusts nobody. */
  readonly proxyHeader: string | null
  readonly turnstile: TurnstileKeys | null
  /** Null where no service account is set: campaigns that count by WeChat accounts cannot be voted in. */
  readonly wechat: WechatKeys | null
  /** The sign WeChat wants to read at the root of the site to believe that the domain is ours. */
  readonly wechatVerify: string | null
  readonly signIn: SignIn
  /** How long an isolate may answer from what it read before, in milliseconds; 0 never. */
  readonly memoMs: number
  /** Whether this process compresses pages itself; on Cloudflare the edge does. */
  readonly compress: boolean
}

const SITEVERIFY = 'https://challenges.cloudflare.com/turnstile/v0/siteverify'
/** Turnstile's public test keys pass everybody: never on Cloudflare's network. */
const TEST_KEY = /^[123]x0+/

/** What is wrong with the settings, in words for the operator. */
export class ConfigError extends Error {}

/** Reads and checks every setting once. Throws `ConfigError` naming the setting. */
export function readConfig(env: Env): Config {
  const home = env.HOME === 'cloudflare' || env.HOME === 'machine' ? env.HOME : fail('HOME must be "cloudflare" or "machine"')
  const siteKey =
    env.SITE_KEY && env.SITE_KEY.length >= 32 ? env.SITE_KEY : fail('SITE_KEY must be a secret of at least 32 signs')
  if (env.OPERATOR_KEY !== undefined && env.OPERATOR_KEY.length < 32) fail('OPERATOR_KEY must have at least 32 signs')
  if (home === 'cloudflare' && env.PROXY_HEADER) fail('PROXY_HEADER is only for one machine behind a proxy')
  const turnstile = turnstileOf(env, home)
  // Workers Cache keeps a page for every host alike, so what a page says of its own address may not hang on the host asked (T27).
  if (home === 'cloudflare' && !env.PUBLIC_ORIGIN) fail('PUBLIC_ORIGIN must be set on Cloudflare')
  return {
    home,
    siteKey,
    operatorKey: env.OPERATOR_KEY ?? null,
    siteName: env.SITE_NAME || '明评',
    siteOwner: env.SITE_OWNER || '',
    publicOrigin: env.PUBLIC_ORIGIN ? originOf(env.PUBLIC_ORIGIN) : null,
    proxyHeader: env.PROXY_HEADER || null,
    turnstile,
    wechat: wechatOf(env, home),
    wechatVerify: env.WECHAT_VERIFY ? verifySign(env.WECHAT_VERIFY) : null,
    signIn: signInOf(env),
    memoMs: env.MEMO_MS === undefined ? 3000 : Number(env.MEMO_MS),
    compress: env.COMPRESS === '1',
  }
}

function turnstileOf(env: Env, home: Home): TurnstileKeys | null {
  const { TURNSTILE_SITE_KEY: siteKey, TURNSTILE_SECRET: secret } = env
  if (!siteKey && !secret) return null
  if (!siteKey || !secret) return fail('TURNSTILE_SITE_KEY and TURNSTILE_SECRET belong together')
  if (home === 'cloudflare' && (TEST_KEY.test(siteKey) || TEST_KEY.test(secret)))
    fail('Turnstile test keys must not be used in production')
  return { siteKey, secret, verifyUrl: env.TURNSTILE_VERIFY_URL || SITEVERIFY }
}

function wechatOf(env: Env, home: Home): WechatKeys | null {
  const { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: secret, WECHAT_TICKET_URL: url, WECHAT_TICKET_KEY: key } = env
  if (!appId && !secret) return url || key ? fail('WECHAT_TICKET_URL is of no use without WECHAT_APP_ID') : null
  if (!appId || !secret) return fail('WECHAT_APP_ID and WECHAT_APP_SECRET belong together')
  if (Boolean(url) !== Boolean(key)) return fail('WECHAT_TICKET_URL and WECHAT_TICKET_KEY belong together')
  const keys = {
    appId,
    secret,
    apiUrl: (env.WECHAT_API_URL || 'https://api.weixin.qq.com').replace(/\/$/, ''),
    openUrl: (env.WECHAT_OPEN_URL || 'https://open.weixin.qq.com').replace(/\/$/, ''),
    ticket: url && key ? { url, key } : null,
  }
  // The secret and the ticket travel to these addresses, voters to the other: never in the open on the real network.
  const plain = Object.entries({ WECHAT_API_URL: keys.apiUrl, WECHAT_OPEN_URL: keys.openUrl, WECHAT_TICKET_URL: url }).find(
    ([, address]) => address && !(home === 'cloudflare' ? /^https:\/\// : /^https?:\/\//).test(address),
  )
  return plain ? fail(`${plain[0]} must be an address that begins with https://`) : keys
}

/** 'MP_verify_x.txt' as WeChat names the file to be put up; the file holds nothing but that x. */
const verifySign = (name: string): string =>
  /^MP_verify_([A-Za-z0-9]{1,64})\.txt$/.exec(name)?.[1] ?? fail('WECHAT_VERIFY must be a name such as MP_verify_x.txt')

function signInOf(env: Env): SignIn {
  const { STAFF_SIGN_IN: driver = 'local', ACCESS_TEAM: name, ACCESS_AUD: aud } = env
  if (driver === 'local') return { driver }
  if (driver !== 'access') return fail('STAFF_SIGN_IN must be "local" or "access"')
  if (!name || !aud) return fail('STAFF_SIGN_IN "access" needs ACCESS_TEAM and ACCESS_AUD')
  if (!/^[a-z0-9-]+$/.test(name)) return fail('ACCESS_TEAM must be the name before .cloudflareaccess.com')
  const team = `https://${name}.cloudflareaccess.com`
  return { driver, team, aud, certsUrl: env.ACCESS_CERTS_URL || `${team}/cdn-cgi/access/certs` }
}

function originOf(text: string): string {
  try {
    return new URL(text).origin
  } catch {
    return fail('PUBLIC_ORIGIN must be an address such as https://vote.example.cn')
  }
}

function fail(message: string): never {
  throw new ConfigError(message)
}
