import { getCookie } from 'hono/cookie'
import type { AppContext } from './http.ts'
import type { CampaignId, Slug } from './rules/ids.ts'
import { type Day, dayOf } from './rules/time.ts'
import { type Device, nameOf, putCookie } from './session.ts'
import { seal, unseal } from './tokens.ts'

/**
 * What a device shows instead of a new proof with every like of a day: it has passed one human check, in this network.
 * So a phone works once a day, and not once a tap.
 */
export interface LikePass {
  readonly device: string
  readonly day: Day
  /** The network's keyed tag of the day. */
  readonly network: string
  readonly crowded: boolean
  readonly weakCheck: boolean
  /** How long the device had been known when it got this pass, in milliseconds. */
  readonly age: number
}

const cookieOf = (slug: Slug): string => `like-${slug}`

export function giveLikePass(c: AppContext, { id, slug }: { id: CampaignId; slug: Slug }, pass: LikePass): void {
  const { device, day, network, crowded, weakCheck, age } = pass
  const payload = [id, device, day, network, crowded ? 'c' : '', weakCheck ? 'w' : '', age.toString(36)].join('.')
  putCookie(c, { base: cookieOf(slug), value: seal(c.var.deps.config.siteKey, 'like-pass', payload), seconds: 24 * 3600 })
}

/** The pass this device holds for today in this campaign; null when it has none, or that of another device or day. */
export function likePassOf(c: AppContext, { id, slug }: { id: CampaignId; slug: Slug }, device: Device | null): LikePass | null {
  const token = getCookie(c, nameOf(c, cookieOf(slug)))
  const payload = token && unseal(c.var.deps.config.siteKey, 'like-pass', token)
  if (!payload || !device) return null
  const [campaign, holder, day, network = '', crowded, weakCheck, age = ''] = payload.split('.')
  const today = dayOf(c.var.deps.now())
  if (campaign !== id || holder !== device.id || day !== today) return null
  return {
    device: holder,
    day: today,
    network,
    crowded: crowded === 'c',
    weakCheck: weakCheck === 'w',
    age: Number.parseInt(age, 36),
  }
}
