import { assets } from '../web/assets.ts'
import type { Config } from './env.ts'

const TURNSTILE = 'https://challenges.cloudflare.com'

/**
 * Only our own files, plus the hashes of the sheets and the one script that stand in the page itself. Nothing inline
 * that somebody else wrote can run, and nothing is loaded from elsewhere unless Turnstile is switched on.
 */
export function contentSecurityPolicy(config: Pick<Config, 'turnstile'>, { frames, framed }: Framing = NO_FRAMES): string {
  const other = config.turnstile ? ` ${TURNSTILE}` : ''
  return [
    "default-src 'none'",
    `script-src 'self' ${assets.bootHash}${other}`,
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

/** Whether a page holds pages of ours in frames, or may be held in one. */
interface Framing {
  readonly frames: boolean
  readonly framed: boolean
}
const NO_FRAMES: Framing = { frames: false, framed: false }

/** Only the console's preview of a campaign has a frame, and only what is shown in it may be framed, by us. */
function framingOf(path: string): Framing {
  const [, below] = /^\/staff\/campaigns\/[^/]+\/preview(\/page(?:\/.*)?)?$/.exec(path) ?? []
  if (below !== undefined) return { frames: false, framed: true }
  return /^\/staff\/campaigns\/[^/]+\/preview$/.test(path) ? { frames: true, framed: false } : NO_FRAMES
}

/** Private and uncached unless a route opts in with `CACHEABLE`; the strict headers, those for documents on documents. */
export function secure(headers: Headers, config: Config, path: string): void {
  const framing = framingOf(path)
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store')
  headers.set('X-Content-Type-Options', 'nosniff')
  if (headers.get('Content-Type')?.startsWith('text/html')) {
    headers.set('Content-Security-Policy', policyOf(config, framing))
    if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', 'same-origin')
    headers.set('X-Frame-Options', framing.framed ? 'SAMEORIGIN' : 'DENY')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  }
  if (config.home === 'cloudflare' || config.publicOrigin?.startsWith('https:'))
    headers.set('Strict-Transport-Security', 'max-age=31536000')
}

const policies = new WeakMap<Config, string>()
function policyOf(config: Config, framing: Framing): string {
  if (framing !== NO_FRAMES) return contentSecurityPolicy(config, framing)
  const policy = policies.get(config) ?? contentSecurityPolicy(config)
  policies.set(config, policy)
  return policy
}

/** Seconds a shared cache may keep a public page; it may serve it stale a little longer while it asks again. */
export const PUBLIC_SECONDS = 10
export const CACHEABLE = `public, max-age=${PUBLIC_SECONDS}, stale-while-revalidate=30`
/** Pictures and attachments: their address changes with their content. */
export const IMMUTABLE = 'public, max-age=31536000, immutable'
