import type { Referrer } from './signals.ts'

/** What a request says of the page it comes from. */
export interface ComingFrom {
  /** The header Referer; null where there is none. */
  readonly referer: string | null
  /** The header Sec-Fetch-Site; 'none' where the address was typed, scanned or kept as a bookmark. */
  readonly site: string | null
  readonly agent: string | null
  /** Host of this site. */
  readonly host: string
}

const SEARCH = /(^|\.)(baidu\.com|sogou\.com|so\.com|sm\.cn|toutiao\.com|bing\.com|google\.[a-z.]{2,6}|yandex\.[a-z]{2,3})$/

/**
 * The class of where somebody came from; the address itself is not kept. Inside WeChat's browser it is WeChat, whatever
 * else is said; a page of this site, a typed address and a scanned code are 'direct'; 'none' says nothing at all.
 */
export function referrerOf({ referer, site, agent, host }: ComingFrom): Referrer {
  if (agent && /MicroMessenger\//.test(agent.slice(0, 400))) return 'wechat'
  const from = referer ? hostOf(referer) : null
  if (from === null) return site === 'none' || site === 'same-origin' ? 'direct' : 'none'
  if (from === host) return 'direct'
  if (/(^|\.)(weixin|wx|mp)\.qq\.com$/.test(from)) return 'wechat'
  return SEARCH.test(from) ? 'search' : 'other'
}

/** The host of an address, in lower case; null when it is none. */
const hostOf = (address: string): string | null => /^https?:\/\/([^/?#@\s]{1,255})/i.exec(address)?.[1]?.toLowerCase() ?? null
