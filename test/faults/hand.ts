import { deviceCookie, powProof } from '../../db/demo/voters.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { DAY } from '../../worker/rules/time.ts'
import { KEYS, SLUG } from './poll.ts'

/** A ballot that was sent, and what came of it. */
export interface Tried {
  readonly voter: string
  readonly key: string
  /** What the site's clock showed, give or take the time of one request. */
  readonly at: number
  readonly told: string
  readonly receipt: string | null
}

/** Somebody at the site who can move its clock. */
export class Hand {
  readonly #origin: string
  readonly #campaign: CampaignId
  #skew = 0

  constructor(origin: string, campaign: CampaignId) {
    this.#origin = origin
    this.#campaign = campaign
  }

  async setClock(skew: number): Promise<void> {
    this.#skew = Math.round(skew)
    await fetch(`${this.#origin}/operator/clock/${this.#skew}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEYS.OPERATOR_KEY}` },
    })
  }

  /** A ballot of a device that the site has known for ten days, with a proof of this hour. */
  async cast(voter: string, key: string): Promise<Tried> {
    const at = Date.now() + this.#skew
    const proof = await powProof({ siteKey: KEYS.SITE_KEY, campaign: this.#campaign, now: at }, voter)
    const answer = await fetch(`${this.#origin}/api/campaigns/${SLUG}/ballots`, {
      method: 'POST',
      headers: {
        origin: this.#origin,
        'content-type': 'application/json',
        'idempotency-key': key,
        cookie: deviceCookie({ siteKey: KEYS.SITE_KEY, now: Date.now() - 10 * DAY }, voter),
      },
      body: JSON.stringify({ choices: [1], check: proof }),
    })
    const body = (await answer.json()) as { code?: string; receipt?: string }
    const taken = answer.headers.has('idempotent-replayed') ? 'repeated' : 'taken'
    return { voter, key, at, told: answer.ok ? taken : String(body.code), receipt: answer.ok ? String(body.receipt) : null }
  }
}
