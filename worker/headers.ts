import { assets } from '../web/assets.ts'
import { paths } from '../web/paths.ts'
import type { Config } from './env.ts'

const TURNSTILE = 'https://challenges.cloudflare.com'
/** From where WeChat's script for share cards comes. It also wants to report to open.weixin.qq.com, which nothing here hangs on. */
const WECHAT_SDK = 'https://res.wx.qq.com'

/**
 * Only our own files, plus the hashes of the sheets and the one script that stand in the page itself. Nothing inline
 * that somebody else wrote can run, and nothing is loaded from elsewhere unless Turnstile or share cards are switched on.
 */
export function contentSecurityPolicy(
  config: Pick<Config, 'turnstile' | 'wechat'>,
  { frames, framed, staff, verifies }: Kind = FOR_READERS,
): string {
  const other = config.turnstile ? ` ${TURNSTILE}` : ''
  return [
    "default-src 'none'",
    `script-src 'self' ${assets.bootHash}${verifies ? ` ${assets.verifyHash}` : ''}${other}${config.wechat?.ticket && !staff ? ` ${WECHAT_SDK}` : ''}`,
    `style-src ${Object.values(assets.styleHashes).join(' ')}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    `frame-src ${frames ? `'self'${other}` : other.trim() || "'none'"}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framed ? "'self'" : "'none'"}`,
  ].join('; ')
}

/** Whether a page is of staff, holds pages of ours in frames, may be held in one, or has the verifier in it. */
interface Kind {
  readonly frames: boolean
  readonly framed: boolean
  readonly staff: boolean
  readonly verifies?: boolean
}
const FOR_READERS: Kind = { frames: false, framed: false, staff: false }
const FOR_VERIFYING: Kind = { ...FOR_READERS, verifies: true }
const FOR_STAFF: Kind = { ...FOR_READERS, staff: true }

/** Only the console's preview of a campaign has a frame, and only what is shown in it may be framed, by us. */
function kindOf(path: string): Kind {
  if (path === paths.verify()) return FOR_VERIFYING
  if (!path.startsWith('/staff')) return FOR_READERS
  const [, below] = /^\/staff\/campaigns\/[^/]+\/preview(\/page(?:\/.*)?)?$/.exec(path) ?? []
  if (below !== undefined) return { ...FOR_STAFF, framed: true }
  return /^\/staff\/campaigns\/[^/]+\/preview$/.test(path) ? { ...FOR_STAFF, frames: true } : FOR_STAFF
}

/** Private and uncached unless a route opts in with `CACHEABLE`; the strict headers, those for documents on documents. */
export function secure(headers: Headers, config: Config, path: string): void {
  const kind = kindOf(path)
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store')
  headers.set('X-Content-Type-Options', 'nosniff')
  if (headers.get('Content-Type')?.startsWith('text/html')) {
    headers.set('Content-Security-Policy', policyOf(config, kind))
    if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', 'same-origin')
    headers.set('X-Frame-Options', kind.framed ? 'SAMEORIGIN' : 'DENY')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  }
  if (config.home === 'cloudflare' || config.publicOrigin?.startsWith('https:'))
    headers.set('Strict-Transport-Security', 'max-age=31536000')
}

const policies = new WeakMap<Config, string>()
function policyOf(config: Config, kind: Kind): string {
  if (kind !== FOR_READERS) return contentSecurityPolicy(config, kind)
  const policy = policies.get(config) ?? contentSecurityPolicy(config)
  policies.set(config, policy)
  return policy
}

/** Seconds a shared cache may keep a public page; it may serve it stale a little longer while it asks again. */
export const PUBLIC_SECONDS = 10
export const CACHEABLE = `public, max-age=${PUBLIC_SECONDS}, stale-while-revalidate=30`
/** Pictures and attachments: their address changes with their content. */
export const IMMUTABLE = 'public, max-age=31536000, immutable'
