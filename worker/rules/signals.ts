/** Where a voter came from, as far as the browser says. */
export const REFERRERS = ['wechat', 'direct', 'search', 'other', 'none'] as const
export type Referrer = (typeof REFERRERS)[number]

/**
 * What the site noticed of a ballot's way here (F3), frozen when it is received so that nobody can rewrite it later.
 * Private: no public code may read it, and it is deleted with the network tags. Null where this home cannot know it:
 * on one machine there is no ASN and no region, and everything works without them.
 */
export interface Signals {
  /** How long the identity that counts had been known to this site, in milliseconds. */
  readonly identityAgeMs: number | null
  /** From the first sight of the ballot page to the ballot's arrival, in milliseconds. */
  readonly dwellMs: number | null
  /** How often this device has opened pages of this vote before. */
  readonly views: number
  readonly referrer: Referrer
  /** From the challenge's issue to the ballot's arrival, in milliseconds. */
  readonly challengeMs: number | null
  /** Keyed tags of the day, 16 hexadecimal signs: the address (v4 /32, v6 /64) and its network (v4 /24, v6 /48). */
  readonly host: string | null
  readonly net: string | null
  readonly asn: number | null
  /** Whether the network is one of machines, not of people. */
  readonly hosting: boolean | null
  readonly country: string | null
  readonly region: string | null
  /** Family of the browser, 'WeChat Android 8'; never the whole text it sent. */
  readonly ua: string
  /** Model of the phone where the browser says one. */
  readonly model: string | null
}

export const NO_SIGNALS: Signals = {
  identityAgeMs: null,
  dwellMs: null,
  views: 0,
  referrer: 'none',
  challengeMs: null,
  host: null,
  net: null,
  asn: null,
  hosting: null,
  country: null,
  region: null,
  ua: '',
  model: null,
}

/** Whether anything was noticed at all: no views of a ballot that nobody looked at mean nothing. */
export const wasNoticed = ({ ua, host }: Pick<Signals, 'ua' | 'host'>): boolean => ua !== '' || host !== null

/** As a ballot's row keeps them: a list in a fixed order, for a million rows need no names. */
export const signalsText = (s: Signals): string =>
  JSON.stringify([
    s.identityAgeMs,
    s.dwellMs,
    s.views,
    s.referrer,
    s.challengeMs,
    s.host,
    s.net,
    s.asn,
    s.hosting,
    s.country,
    s.region,
    s.ua,
    s.model,
  ])

export function readSignals(text: string | null): Signals {
  if (text === null) return NO_SIGNALS
  const [identityAgeMs, dwellMs, views, referrer, challengeMs, host, net, asn, hosting, country, region, ua, model] =
    JSON.parse(text)
  return { identityAgeMs, dwellMs, views, referrer, challengeMs, host, net, asn, hosting, country, region, ua, model }
}
