import { getCookie } from 'hono/cookie'
import type { AppContext } from './http.ts'
import type { Passed } from './objects/gate.ts'
import { originOf } from './origin.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { referrerOf } from './rules/referrer.ts'
import { DAY, dayOf } from './rules/time.ts'
import { NO_VISIT, readVisit, type Visit, visitCookie, visitText } from './rules/visit.ts'
import { type Device, nameOf, putCookie } from './session.ts'
import { seal, unseal } from './tokens.ts'

// A device carries its way to the ballot itself, under our seal, so that casting a ballot asks no object and no database
// for it. Only on pages that no cache keeps.

/** A visit is over when the campaign surely is. */
const KEPT = (60 * DAY) / 1000

/** What this device has shown of its visit; nothing where it holds none, or that of another device or campaign. */
export function visitOf(c: AppContext, { id }: Pick<CampaignFile, 'id'>, device: Device | null): Visit {
  const token = device && getCookie(c, nameOf(c, visitCookie(id)))
  const payload = token && unseal(c.var.deps.config.siteKey, 'visit', token)
  return payload ? readVisit(payload, id, device.id) : NO_VISIT
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
  { device, passed, codeAsked }: { device: Device; passed: Pick<Passed, 'host' | 'net'>; codeAsked: boolean },
): void {
  const { host, net } = passed
  put(c, campaign, { device, visit: { ...visitOf(c, campaign, device), asked: c.var.deps.now(), host, net, codeAsked } })
}

function put(c: AppContext, { id }: CampaignFile, { device, visit }: { device: Device; visit: Visit }): void {
  const value = seal(c.var.deps.config.siteKey, 'visit', visitText(id, device.id, visit))
  putCookie(c, { base: visitCookie(id), value, seconds: KEPT })
}
