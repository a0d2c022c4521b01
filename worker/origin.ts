import type { Config } from './env.ts'

/** The address under which readers know this site. The address of a request is always written in full and in lower case. */
export const originOf = ({ url }: Request, config: Pick<Config, 'publicOrigin'>): string =>
  config.publicOrigin ?? url.slice(0, url.indexOf('/', 'https://'.length))

/** Whether cookies can be `__Host-` and Secure. A phone on a local network comes over plain http and still may vote. */
export const isSecure = (request: Request, config: Pick<Config, 'publicOrigin'>): boolean =>
  originOf(request, config).startsWith('https:')

/**
 * No state changes for a page of another site (T21). Browsers say where a request comes from in one of two headers; a
 * request that says neither is refused as well, since every browser we serve says one.
 */
export function isOwnRequest(request: Request, config: Pick<Config, 'publicOrigin'>): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== 'null') return origin === originOf(request, config)
  return site === 'same-origin'
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a request may go on: it changes nothing, or it comes from a page of this site. */
export const mayGoOn = (request: Request, config: Pick<Config, 'publicOrigin'>): boolean =>
  SAFE.has(request.method) || isOwnRequest(request, config)

/**
 * The client's address, from the one header that this home may believe: Cloudflare's own, or the header the operator's
 * proxy sets. Null when the site cannot know it. It is used to make a keyed tag and is stored nowhere.
 */
export function addressOf(request: Request, config: Pick<Config, 'home' | 'proxyHeader'>): string | null {
  const header = config.home === 'cloudflare' ? 'cf-connecting-ip' : config.proxyHeader
  const value = header && request.headers.get(header)
  // A proxy appends; the last entry is the one it saw itself.
  return value ? (value.split(',').at(-1)?.trim() ?? null) : null
}
