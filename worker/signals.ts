import type { AppContext } from './http.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { isHosting } from './rules/hosting.ts'
import type { Signals } from './rules/signals.ts'
import type { Instant } from './rules/time.ts'
import { browserFamily, phoneModel } from './rules/user-agent.ts'
import type { Device, WechatSession } from './session.ts'
import { visitOf } from './visit.ts'

/** What the network says of itself: only Cloudflare tells, so on one machine all of it is null and nothing hangs on it. */
export type NetworkFacts = Pick<Signals, 'asn' | 'hosting' | 'country' | 'region'>

const UNKNOWN: NetworkFacts = { asn: null, hosting: null, country: null, region: null }

export function networkFacts(c: AppContext): NetworkFacts {
  if (c.var.deps.config.home !== 'cloudflare') return UNKNOWN
  const { asn, country, region } = (c.req.raw.cf ?? {}) as Readonly<Record<string, unknown>>
  const number = typeof asn === 'number' ? asn : null
  return { asn: number, hosting: isHosting(number), country: word(country), region: word(region) }
}

const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 60) : null)

/** What was noticed of a ballot's way here, as it arrives. No object, no database: the device carries it under our seal. */
export function signalsOf(
  c: AppContext,
  campaign: CampaignFile,
  { device, wechat }: { readonly device: Device | null; readonly wechat: WechatSession | null },
): Signals {
  const now = c.var.deps.now()
  const agent = c.req.header('user-agent') ?? null
  const { first, views, referrer, asked, host, net } = visitOf(c, campaign, device)
  return {
    identityAgeMs: since(identitySince(campaign, device, wechat), now),
    dwellMs: since(first, now),
    views,
    referrer,
    challengeMs: since(asked, now),
    host,
    net,
    ...networkFacts(c),
    ua: browserFamily(agent),
    model: phoneModel(agent),
  }
}

/** Since when the site has known what the campaign counts by; null for a code and a name on a list, which are not met before. */
function identitySince({ identity }: CampaignFile, device: Device | null, wechat: WechatSession | null): Instant | null {
  if (identity === 'device') return device?.since ?? null
  return identity === 'openid' || identity === 'bound' ? (wechat?.since ?? null) : null
}

/** A clock that was set back makes nothing younger than it is. */
const since = (moment: Instant | null, now: Instant): number | null => (moment === null ? null : Math.max(0, now - moment))
