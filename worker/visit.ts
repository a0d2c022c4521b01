import { getCookie } from 'hono/cookie'
import type { AppContext } from './http.ts'
import type { Passed } from './objects/gate.ts'
import { originOf } from './origin.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { CampaignId } from './rules/ids.ts'
import { referrerOf } from './rules/referrer.ts'
import { REFERRERS, type Referrer } from './rules/signals.ts'
import { DAY, dayOf, type Instant, instant } from './rules/time.ts'
import { type Device, nameOf, putCookie } from './session.ts'
import { seal, unseal } from './tokens.ts'

/**
 * A device's way to the ballot of one campaign, kept by the device itself under our seal, so that casting a ballot asks
 * no object and no database for it. It says nothing of what was chosen, and is no other device's.
 */
export interface Visit {
  /** First sight of the ballot page, in a daily poll of this day; null where it was never seen. */
  readonly first: Instant | null
  readonly views: number
  readonly referrer: Referrer
  /** When the last challenge was issued or refused. */
  readonly asked: Instant | null
  /** Keyed tags of the day, made by the gate. */
  readonly host: string | null
  readonly net: string | null
  /** Whether a voting code was asked for instead of a challenge. */
  readonly codeAsked: boolean
}

const NONE: Visit = { first: null, views: 0, referrer: 'none', asked: null, host: null, net: null, codeAsked: false }

/** A visit is over when the campaign surely is. */
const KEPT = (60 * DAY) / 1000

/** Named by the campaign's id, which never changes and needs no escaping. */
export const visitCookie = (campaign: CampaignId): string => `visit-${campaign}`

/** The text under the seal; open to whoever holds the site's key, as the makers of demo voters do. */
export const visitText = (campaign: CampaignId, device: string, visit: Visit): string =>
  [
    campaign,
    device,
    at36(visit.first),
    visit.views.toString(36),
    REFERRERS.indexOf(visit.referrer),
    at36(visit.asked),
    visit.host ?? '',
    visit.net ?? '',
    visit.codeAsked ? 'c' : '',
  ].join('.')

/** What this device has shown of its visit; nothing where it holds none, or that of another device or campaign. */
export function visitOf(c: AppContext, { id }: Pick<CampaignFile, 'id'>, device: Device | null): Visit {
  const token = device && getCookie(c, nameOf(c, visitCookie(id)))
  const payload = token && unseal(c.var.deps.config.siteKey, 'visit', token)
  if (!payload) return NONE
  const [campaign, holder, first = '', views = '', referrer = '', asked = '', host, net, code] = payload.split('.')
  if (campaign !== id || holder !== device.id) return NONE
  return {
    first: from36(first),
    views: Number.parseInt(views, 36),
    referrer: REFERRERS[Number(referrer)] ?? 'none',
    asked: from36(asked),
    host: host || null,
    net: net || null,
    codeAsked: code === 'c',
  }
}

/** The ballot page is being shown. */
export function noteView(c: AppContext, campaign: CampaignFile, device: Device): void {
  const { now, config } = c.var.deps
  const at = now()
  const visit = visitOf(c, campaign, device)
  const again = visit.first !== null && (campaign.period === 'once' || dayOf(visit.first) === dayOf(at))
  const header = (name: string): string | null => c.req.header(name) ?? null
  const from = { referer: header('referer'), site: header('sec-fetch-site'), agent: header('user-agent') }
  const referrer = again ? visit.referrer : referrerOf({ ...from, host: new URL(originOf(c.req.raw, config)).host })
  put(c, campaign, { device, visit: { ...visit, first: again ? visit.first : at, views: visit.views + 1, referrer } })
}

/** A challenge was asked for: let through with these tags, or answered by asking for a voting code. */
export function noteChallenge(
  c: AppContext,
  campaign: CampaignFile,
  { device, passed, codeAsked = false }: { device: Device; passed: Pick<Passed, 'host' | 'net'>; codeAsked?: boolean },
): void {
  const { host, net } = passed
  put(c, campaign, { device, visit: { ...visitOf(c, campaign, device), asked: c.var.deps.now(), host, net, codeAsked } })
}

function put(c: AppContext, { id }: CampaignFile, { device, visit }: { device: Device; visit: Visit }): void {
  const value = seal(c.var.deps.config.siteKey, 'visit', visitText(id, device.id, visit))
  putCookie(c, { base: visitCookie(id), value, seconds: KEPT })
}

const at36 = (at: Instant | null): string => at?.toString(36) ?? ''
const from36 = (text: string): Instant | null => (text === '' ? null : instant(Number.parseInt(text, 36)))
