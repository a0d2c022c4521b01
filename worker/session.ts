import { getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import type { AppContext } from './http.ts'
import { isSecure } from './origin.ts'
import type { CampaignFile, VoterClass } from './rules/campaign.ts'
import type { BatchId, CampaignId, Slug } from './rules/ids.ts'
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
  readonly voterClass: VoterClass | null
  /** What the code was issued in: once that is called back, the session is worth nothing. */
  readonly batch: BatchId
  /** The WeChat account the code is tied to, as in `WechatSession`; null where the campaign ties none. */
  readonly wechat: string | null
}

/** A WeChat account: a keyed tag of its openid, which itself is kept nowhere. Good for every campaign of this site. */
export interface WechatSession {
  readonly tag: string
  readonly since: Instant
}

/** Somebody who was found on the list of a campaign by name, number and code. */
export interface RosterSession {
  /** The row of the list; says nothing by itself. */
  readonly id: string
  readonly unit: string
  readonly voterClass: VoterClass
  /** What the person's code was issued in, as in `CodeSession`. */
  readonly batch: BatchId
}

/** The campaign that a session is for. */
type Here = Pick<CampaignFile, 'id' | 'slug' | 'revoked'>

const YEAR = 365 * 24 * 3600
const HALF_A_DAY = 12 * 3600

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

const met = new WeakMap<Request, Device>()

/** The device of this request, made known by a new cookie if it is not yet. Only on pages that no cache keeps. */
export function knownDevice(c: AppContext): Device {
  const held = deviceOf(c) ?? met.get(c.req.raw)
  if (held) return held
  const id = hex(crypto.getRandomValues(new Uint8Array(16)))
  const since = c.var.deps.now()
  putCookie(c, { base: 'device', value: seal(c.var.deps.config.siteKey, 'device', `${id}.${since.toString(36)}`), seconds: YEAR })
  const device = { id, since }
  met.set(c.req.raw, device)
  return device
}

/** Remembers a shown code for this campaign; the code itself is not in the cookie, only what it stands for. */
export function startCodeSession(c: AppContext, campaign: { id: CampaignId; slug: Slug }, session: CodeSession): void {
  const { selector, unit, voterClass, batch, wechat } = session
  const parts = [campaign.id, selector, packed(unit), voterClass ?? '', batch, wechat ?? '']
  const value = seal(c.var.deps.config.siteKey, 'code-session', parts.join('.'))
  putCookie(c, { base: `code-${campaign.slug}`, value, seconds: HALF_A_DAY })
}

export function codeSessionOf(c: AppContext, campaign: Here): CodeSession | null {
  const token = getCookie(c, nameOf(c, `code-${campaign.slug}`))
  const payload = token && unseal(c.var.deps.config.siteKey, 'code-session', token)
  if (!payload) return null
  const [id, selector = '', unit = '', voterClass = '', batch = '', wechat = ''] = payload.split('.')
  if (id !== campaign.id || campaign.revoked.includes(batch as BatchId)) return null
  return {
    selector,
    unit: decodeURIComponent(unit),
    voterClass: (voterClass || null) as VoterClass | null,
    batch: batch as BatchId,
    wechat: wechat || null,
  }
}

/** Remembers whom WeChat named; only a keyed tag of it is in the cookie. */
export function startWechatSession(c: AppContext, { tag, since }: WechatSession): void {
  const value = seal(c.var.deps.config.siteKey, 'wechat-session', `${tag}.${since.toString(36)}`)
  putCookie(c, { base: 'wechat', value, seconds: YEAR })
}

export function wechatSessionOf(c: AppContext): WechatSession | null {
  const token = getCookie(c, nameOf(c, 'wechat'))
  const payload = token && unseal(c.var.deps.config.siteKey, 'wechat-session', token)
  if (!payload) return null
  const [tag = '', since = ''] = payload.split('.')
  return { tag, since: instant(Number.parseInt(since, 36)) }
}

/** Remembers that somebody was found on the list of this campaign; neither name nor number is in the cookie. */
export function startRosterSession(c: AppContext, campaign: { id: CampaignId; slug: Slug }, session: RosterSession): void {
  const { id, unit, voterClass, batch } = session
  const parts = [campaign.id, id, packed(unit), voterClass, batch]
  const value = seal(c.var.deps.config.siteKey, 'roster-session', parts.join('.'))
  putCookie(c, { base: `roster-${campaign.slug}`, value, seconds: HALF_A_DAY })
}

export function rosterSessionOf(c: AppContext, campaign: Here): RosterSession | null {
  const token = getCookie(c, nameOf(c, `roster-${campaign.slug}`))
  const payload = token && unseal(c.var.deps.config.siteKey, 'roster-session', token)
  if (!payload) return null
  const [campaignId, id = '', unit = '', voterClass = '', batch = ''] = payload.split('.')
  if (campaignId !== campaign.id || campaign.revoked.includes(batch as BatchId)) return null
  return { id, unit: decodeURIComponent(unit), voterClass: voterClass as VoterClass, batch: batch as BatchId }
}

/** A text that may hold anything, as one part of a token. */
const packed = (text: string): string => encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('~', '%7E')

const hex = (bytes: Uint8Array): string => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
