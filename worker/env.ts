import type { Agenda } from './objects/agenda.ts'
import type { BallotBox } from './objects/ballot-box.ts'
import type { Examiner } from './objects/examiner.ts'
import type { Gate } from './objects/gate.ts'
import type { LikeBoard } from './objects/like-board.ts'
import type { TallyBoard } from './objects/tally-board.ts'
import type { ViewCounter } from './objects/view-counter.ts'

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
  readonly EXAMINER: DurableObjectNamespace<Examiner>
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
  readonly MEMO_MS?: string
  readonly COMPRESS?: string
}

/** Cloudflare's network, or one machine under workerd. */
export type Home = 'cloudflare' | 'machine'

export interface TurnstileKeys {
  readonly siteKey: string
  readonly secret: string
  readonly verifyUrl: string
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
