import { getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import type { AppContext } from './http.ts'
import { isSecure } from './origin.ts'
import type { CampaignId, Slug } from './rules/ids.ts'
import { type Instant, instant } from './rules/time.ts'
import { seal, unseal } from './tokens.ts'

/** A device as the site knows it: a random number in a cookie, and since when. */
export interface Device {
  readonly id: string
  readonly since: Instant
}

/** Somebody who has shown a living voting code of a campaign. */
export interface CodeSession {
  readonly selector: string
  readonly unit: string
}

const YEAR = 365 * 24 * 3600

/** `__Host-` on https; on plain http a name that says what it is. */
export const nameOf = (c: AppContext, base: string): string =>
  isSecure(c.req.raw, c.var.deps.config) ? `__Host-${base}` : `local-${base}`

export function putCookie(c: AppContext, { base, value, seconds }: { base: string; value: string; seconds: number }): void {
  const secure = isSecure(c.req.raw, c.var.deps.config)
  const options: CookieOptions = { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: seconds }
  setCookie(c, nameOf(c, base), value, options)
}

/** The device that sends this request; null when it has no cookie of ours, or a forged one. */
export function deviceOf(c: AppContext): Device | null {
  const token = getCookie(c, nameOf(c, 'device'))
  const payload = token && unseal(c.var.deps.config.siteKey, 'device', token)
  if (!payload) return null
  const [id = '', since = ''] = payload.split('.')
  return { id, since: instant(Number.parseInt(since, 36)) }
}

/** The device of this request, made known by a new cookie if it is not yet. Only on pages that no cache keeps. */
export function knownDevice(c: AppContext): Device {
  const held = deviceOf(c)
  if (held) return held
  const id = hex(crypto.getRandomValues(new Uint8Array(16)))
  const since = c.var.deps.now()
  putCookie(c, { base: 'device', value: seal(c.var.deps.config.siteKey, 'device', `${id}.${since.toString(36)}`), seconds: YEAR })
  return { id, since }
}

/** Remembers a shown code for this campaign; the code itself is not in the cookie, only what it stands for. */
export function startCodeSession(c: AppContext, campaign: { id: CampaignId; slug: Slug }, session: CodeSession): void {
  const value = seal(
    c.var.deps.config.siteKey,
    'code-session',
    `${campaign.id}.${session.selector}.${encodeURIComponent(session.unit).replaceAll('.', '%2E')}`,
  )
  putCookie(c, { base: `code-${campaign.slug}`, value, seconds: 12 * 3600 })
}

export function codeSessionOf(c: AppContext, campaign: { id: CampaignId; slug: Slug }): CodeSession | null {
  const token = getCookie(c, nameOf(c, `code-${campaign.slug}`))
  const payload = token && unseal(c.var.deps.config.siteKey, 'code-session', token)
  if (!payload) return null
  const [id, selector = '', unit = ''] = payload.split('.')
  return id === campaign.id ? { selector, unit: decodeURIComponent(unit) } : null
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
