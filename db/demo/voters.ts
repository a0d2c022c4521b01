import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { powChallenge } from '../../worker/adapters/pow.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { instant } from '../../worker/rules/time.ts'
import { type Visit, visitCookie, visitText } from '../../worker/rules/visit.ts'
import { seal } from '../../worker/tokens.ts'

// Voters for the demo and for load and fault runs. Whoever holds the site's key can make as many as it likes, with
// every proof in order: the ballots are cast through the same address as anybody's and count by the same rules, and
// what is measured is the site and not the making of its visitors.

export interface VoterMaker {
  readonly siteKey: string
  readonly campaign: CampaignId
  /** The clock of the site, in UTC milliseconds; the demo moves it. */
  readonly now?: number
}

/** A ballot ready to be sent, and sent again. */
export interface Ballot {
  readonly device: string
  readonly key: string
  readonly cookie: string
  readonly choices: readonly number[]
  readonly body: string
}

/** The cookie of a device that the site has known for an hour; on plain http the name begins with 'local-'. */
export function deviceCookie({ siteKey, now = Date.now() }: Pick<VoterMaker, 'siteKey' | 'now'>, device: string): string {
  return `local-device=${encodeURIComponent(seal(siteKey, 'device', `${device}.${(now - 3_600_000).toString(36)}`))}`
}

/** The cookie of somebody who has come from WeChat, has looked at the ballot for a minute or some, and asked for a challenge. */
export function visitCookieOf({ siteKey, campaign, now = Date.now() }: VoterMaker, device: string): string {
  const read = 40_000 + 1000 * Number.parseInt(device.slice(0, 2), 16)
  const visit: Visit = {
    first: instant(now - read),
    views: 1,
    referrer: 'wechat',
    asked: instant(now - 4000),
    host: device.slice(0, 16),
    net: device.slice(0, 16),
    codeAsked: false,
  }
  return `local-${visitCookie(campaign)}=${encodeURIComponent(seal(siteKey, 'visit', visitText(campaign, device, visit)))}`
}

/** A proof of work for one device whose answer is the first counter, so that making it costs one hash. */
export async function powProof(
  { siteKey, campaign, now = Date.now() }: VoterMaker,
  device: string,
  purpose: 'vote' | 'like' | 'comment' = 'vote',
) {
  const scope = { campaign, purpose, holder: device }
  const challenge = await powChallenge({ siteKey, scope, until: now + 86_400_000, counter: 0 })
  const { salt, nonce } = challenge.parameters
  const input = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(nonce, 'hex'), Buffer.alloc(4)])
  return {
    kind: 'pow' as const,
    challenge,
    solution: { counter: 0, derivedKey: createHash('sha256').update(input).digest('hex') },
  }
}

/** A complete ballot of a new voter. */
export async function ballotFor(maker: VoterMaker, choices: readonly number[]): Promise<Ballot> {
  const device = randomBytes(16).toString('hex')
  const check = await powProof(maker, device)
  const cookie = `${deviceCookie(maker, device)}; ${visitCookieOf(maker, device)}`
  return { device, key: randomUUID(), cookie, choices, body: JSON.stringify({ choices, check }) }
}
