import { createHmac, randomBytes } from 'node:crypto'
import { deviceCookie, powProof, type VoterMaker, visitCookieOf } from '../../db/demo/voters.ts'
import { scopeText } from '../../worker/adapters/human-check.ts'
import { keyFor, seal } from '../../worker/tokens.ts'

/** Somebody with everything a ballot needs but the choices. */
export interface Voter {
  readonly id: string
  readonly cookie: string
  /** The proof of the human check as JSON, ready to be put into a body. */
  readonly check: string
  /** Whether this voter has been given a receipt. */
  acknowledged: boolean
}

export interface VoterWishes {
  /** Whether they have been named by WeChat; the account then bears the number of the device. */
  readonly wechat?: boolean
  /** Another proof of the human check than the work. */
  readonly proof?: (voter: string) => object
}

/**
 * A maker of voters that costs a tenth of making every challenge anew, so that a million of them do not take the core
 * the site needs: all share one solved challenge, and only for whom it is, and so its signature, is made for each.
 * The site tells no difference; if the form of its challenges changes, it refuses these and the run stops at once.
 */
export async function voterMaker(maker: VoterMaker, { wechat = false, proof }: VoterWishes = {}): Promise<() => Voter> {
  const { challenge, solution } = await powProof(maker, 'nobody')
  const secret = Buffer.from(keyFor(maker.siteKey, 'pow')).toString('hex')
  const { data, ...parameters } = challenge.parameters
  return () => {
    const id = randomBytes(16).toString('hex')
    const scope = { campaign: maker.campaign, purpose: 'vote', holder: id } as const
    const own = sorted({ ...parameters, data: sorted({ ...data, for: scopeText(scope) }) })
    const signature = createHmac('sha256', secret).update(JSON.stringify(own)).digest('hex')
    const check = JSON.stringify(proof?.(id) ?? { kind: 'pow', challenge: { parameters: own, signature }, solution })
    const cookies = [deviceCookie(maker, id), visitCookieOf(maker, id), ...(wechat ? [wechatCookie(maker, id)] : [])]
    return { id, cookie: cookies.join('; '), check, acknowledged: false }
  }
}

const wechatCookie = ({ siteKey, now = Date.now() }: VoterMaker, account: string): string =>
  `local-wechat=${encodeURIComponent(seal(siteKey, 'wechat-session', `${account}.${(now - 3_600_000).toString(36)}`))}`

/** With its keys in order, as they are signed. */
const sorted = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))) as T
