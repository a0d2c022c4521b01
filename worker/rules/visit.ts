import type { CampaignId } from './ids.ts'
import { REFERRERS, type Referrer } from './signals.ts'
import { type Instant, instant } from './time.ts'

/** A device's way to the ballot of one campaign. It says nothing of what was chosen, and is no other device's. */
export interface Visit {
  /** First sight of the ballot page, in a daily poll of this day; null where it was never seen. */
  readonly first: Instant | null
  readonly views: number
  readonly referrer: Referrer
  /** When the last challenge was issued, or a code asked for instead. */
  readonly asked: Instant | null
  /** Keyed tags of the day, made by the gate. */
  readonly host: string | null
  readonly net: string | null
  /** Whether a voting code was asked for instead of a challenge. */
  readonly codeAsked: boolean
}

export const NO_VISIT: Visit = {
  first: null,
  views: 0,
  referrer: 'none',
  asked: null,
  host: null,
  net: null,
  codeAsked: false,
}

/** Named by the campaign's id, which never changes and needs no escaping. */
export const visitCookie = (campaign: CampaignId): string => `visit-${campaign}`

/** As the device keeps it, under our seal. */
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

/** What stood under the seal; nothing where it is of another campaign or device. */
export function readVisit(text: string, id: CampaignId, device: string): Visit {
  const [campaign, holder, first = '', views = '', referrer = '', asked = '', host, net, code] = text.split('.')
  if (campaign !== id || holder !== device) return NO_VISIT
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

const at36 = (at: Instant | null): string => at?.toString(36) ?? ''
const from36 = (text: string): Instant | null => (text === '' ? null : instant(Number.parseInt(text, 36)))
