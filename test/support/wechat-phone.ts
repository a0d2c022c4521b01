import { randomUUID } from 'node:crypto'
import { powProof } from '../../db/demo/voters.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { unseal } from '../../worker/tokens.ts'
import { WECHAT } from './chromium.ts'

/** A site under test, and the address under which its readers know it. */
export interface Reached {
  readonly origin: string
  readonly known: string
  readonly siteKey: string
}

export interface Trip {
  /** Every address on the way, the last being where it ended. */
  readonly hops: readonly string[]
  readonly answer: Response
  readonly text: string
}

/** A browser on a phone: it keeps the cookies of the site and follows redirects one by one, as far as they go. */
export class WechatPhone {
  readonly cookies = new Map<string, string>()
  readonly #site: Reached
  readonly #agent: string

  constructor(site: Reached, agent = WECHAT) {
    this.#site = site
    this.#agent = agent
  }

  /** One request, to the site or to another host; redirects are left to the caller. */
  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    const { origin, known } = this.#site
    const url = new URL(address, known)
    const own = url.origin === known
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { 'user-agent': this.#agent, ...(own && cookie ? { cookie } : {}), ...(init.headers as object) }
    const target = own ? origin + url.pathname + url.search : url.href
    const answer = await fetch(target, { ...init, headers, redirect: 'manual' })
    if (own) for (const line of answer.headers.getSetCookie()) this.#keep(line)
    return answer
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }

  /** Goes to an address and on, at most ten times. `stop` ends the way before an address is asked. */
  async follow(address: string, stop: (address: string) => boolean = () => false): Promise<Trip> {
    const hops: string[] = []
    let next = new URL(address, this.#site.known).href
    for (;;) {
      hops.push(next)
      const answer = await this.ask(next)
      const location = answer.headers.get('location')
      if (location === null || hops.length > 10) return { hops, answer, text: await answer.text() }
      next = new URL(location, next).href
      if (stop(next)) return { hops: [...hops, next], answer, text: '' }
    }
  }

  /** As far as the address WeChat sends the browser back to, which is returned and not asked. */
  async halfWay(address: string): Promise<string> {
    const { hops } = await this.follow(address, one => one.includes('/wechat/return?'))
    return hops.at(-1) ?? ''
  }

  get device(): string {
    const payload = unseal(this.#site.siteKey, 'device', decodeURIComponent(this.cookies.get('__Host-device') ?? ''))
    return payload?.split('.')[0] ?? ''
  }

  /** Casts a ballot with a proof of work that is in order. */
  async cast({ slug, id }: { slug: string; id: CampaignId }, choices: readonly number[]) {
    const check = await powProof({ siteKey: this.#site.siteKey, campaign: id, now: Date.now() + 3_600_000 }, this.device)
    const answer = await this.ask(`/api/campaigns/${slug}/ballots`, {
      method: 'POST',
      headers: { origin: this.#site.known, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ choices, check }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
}
