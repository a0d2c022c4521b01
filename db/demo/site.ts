import type { CampaignId } from '../../worker/rules/ids.ts'

/** Where the demo is loaded: a site of the local build, whose clock can be moved. Production has no such address. */
export interface DemoSite {
  readonly origin: string
  readonly operatorKey: string
  readonly siteKey: string
  readonly say: (line: string) => void
}

export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly body?: unknown
}

/** Asks the operator's address; anything but success is an error of the demo itself. */
export async function operator<T>({ origin, operatorKey }: DemoSite, path: string, { method, body }: Sent): Promise<T> {
  const picture = body instanceof Uint8Array
  const response = await fetch(`${origin}/operator/${path}`, {
    method,
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': picture ? 'image/jpeg' : 'application/json' },
    body: picture ? new Uint8Array(body) : body === undefined ? null : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

/** The id of a campaign that the site has. */
export async function campaignIdOf(site: DemoSite, slug: string): Promise<CampaignId> {
  type Listed = { readonly campaigns: readonly { readonly id: CampaignId; readonly slug: string }[] }
  const { campaigns } = await operator<Listed>(site, 'campaigns', { method: 'GET' })
  const found = campaigns.find(one => one.slug === slug)
  if (!found) throw new Error(`the site has no campaign ${slug}`)
  return found.id
}

/** Sets the site's clock to a moment, or back to the machine's. */
export const moveClock = (site: DemoSite, to: number | null): Promise<unknown> =>
  operator(site, `clock/${to === null ? 0 : Math.round(to - Date.now())}`, { method: 'POST' })

/** Posts as a page of the site would. */
export const post = (
  site: DemoSite,
  path: string,
  { cookie, body, key }: { cookie: string; body: unknown; key?: string },
): Promise<Response> =>
  fetch(site.origin + path, {
    method: 'POST',
    headers: { origin: site.origin, 'content-type': 'application/json', cookie, ...(key ? { 'idempotency-key': key } : {}) },
    body: JSON.stringify(body),
  })
