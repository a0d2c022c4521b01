import { createHash, randomUUID } from 'node:crypto'
import { powProof } from '../../../db/demo/voters.ts'
import type { CampaignId } from '../../../worker/rules/ids.ts'

/** The site under attack, as those who run it know it. */
export interface Target {
  readonly origin: string
  readonly siteKey: string
  readonly slug: string
  readonly campaign: CampaignId
}

export interface Answer {
  readonly status: number
  /** The refusal's code; null when there was none. */
  readonly refusal: string | null
  /** Seconds. */
  readonly retryAfter: number
  readonly body: unknown
}

interface Challenge {
  readonly pow: { readonly parameters: Record<string, unknown>; readonly signature: string }
}

/** A browser with its cookies at one address. What it is asked for it does as the pages' scripts do. */
export class Browser {
  readonly #target: Target
  readonly #headers: Readonly<Record<string, string>>
  readonly #cookies = new Map<string, string>()
  readonly key = randomUUID()
  challenge: Challenge | null = null
  /** The proof in use, kept as a page keeps it until the ballot is answered. */
  proof: unknown = null

  constructor(target: Target, { address, agent }: { address: string; agent: string }) {
    this.#target = target
    this.#headers = { 'x-real-ip': address, 'user-agent': agent, 'accept-language': 'zh-CN,zh;q=0.9' }
  }

  openBallot(referer: string | null): Promise<Answer> {
    const headers: Record<string, string> = { 'sec-fetch-site': referer ? 'cross-site' : 'none' }
    if (referer) headers.referer = referer
    return this.#ask(`/c/${this.#target.slug}/ballot`, { headers })
  }

  /** Types a voting code into the page before the ballot; 303 when it was taken. */
  enterCode(code: string): Promise<Answer> {
    const headers = { origin: this.#target.origin, 'content-type': 'application/x-www-form-urlencoded' }
    return this.#ask(`/c/${this.#target.slug}/ballot/code`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ code }).toString(),
    })
  }

  async getChallenge(): Promise<Answer> {
    const answer = await this.#ask(`/api/campaigns/${this.#target.slug}/challenge?for=vote`, {
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    if (answer.status === 200) this.challenge = answer.body as Challenge
    return answer
  }

  /** Does the work of the last challenge, hash by hash; how many it took. */
  solve(): number {
    if (!this.challenge) throw new Error('no challenge was asked for')
    const { pow } = this.challenge
    const { salt, nonce, keyPrefix } = pow.parameters as { salt: string; nonce: string; keyPrefix: string }
    const input = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(nonce, 'hex'), Buffer.alloc(4)])
    const prefix = Buffer.from(keyPrefix, 'hex')
    for (let counter = 0; ; counter++) {
      input.writeUInt32BE(counter, input.length - 4)
      const key = createHash('sha256').update(input).digest()
      if (key.subarray(0, prefix.length).equals(prefix)) {
        this.proof = { kind: 'pow', challenge: pow, solution: { counter, derivedKey: key.toString('hex') } }
        return counter + 1
      }
    }
  }

  /** Lets whoever holds the site's key answer at once a challenge as good as the last one: the replay is not about work. */
  async solveCheaply(now: number): Promise<void> {
    const { siteKey, campaign } = this.#target
    this.proof = await powProof({ siteKey, campaign, now }, this.device ?? '')
  }

  /** The number the site gave this browser. */
  get device(): string | null {
    const held = [...this.#cookies].find(([name]) => name.endsWith('device'))?.[1]
    return held ? (decodeURIComponent(held).split('.')[0] ?? null) : null
  }

  cast(
    choices: readonly unknown[],
    { key = this.key, proof = this.proof }: { key?: string; proof?: unknown } = {},
  ): Promise<Answer> {
    const headers = { origin: this.#target.origin, 'content-type': 'application/json', 'idempotency-key': key }
    const body = JSON.stringify(proof === undefined ? { choices } : { choices, check: proof })
    return this.#ask(`/api/campaigns/${this.#target.slug}/ballots`, { method: 'POST', headers, body })
  }

  async #ask(
    path: string,
    { headers, ...init }: { method?: string; headers: Record<string, string>; body?: string },
  ): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(this.#target.origin + path, {
      ...init,
      redirect: 'manual',
      headers: { ...this.#headers, ...headers, ...(cookie ? { cookie } : {}) },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ?? false
    const body = json ? (JSON.parse(text) as { code?: string }) : null
    const refusal = response.status < 400 ? null : (body?.code ?? String(response.status))
    return { status: response.status, refusal, retryAfter: Number(response.headers.get('retry-after') ?? 0), body }
  }
}
