import * as v from 'valibot'
import type { WechatKeys } from '../env.ts'
import { troubleOf, type WechatTrouble } from '../rules/wechat.ts'

/** What WeChat says of a code: whose it is, that it stands for nobody in particular, or why it says nothing. */
export type Exchange =
  | { readonly kind: 'openid'; readonly openid: string }
  /** The virtual account of a snapshot page: another one each time, so it is nobody who could vote once. */
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'trouble'; readonly trouble: WechatTrouble }

export interface Ticket {
  readonly ticket: string
  /** Seconds for which WeChat honours it, from now. */
  readonly expiresIn: number
}

/** Both as documented; errors come with HTTP 200 as well. Unknown fields are let through. */
const Said = v.object({
  errcode: v.optional(v.number(), 0),
  openid: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/))),
  is_snapshotuser: v.optional(v.union([v.number(), v.string(), v.boolean()])),
})
const SaidTicket = v.object({
  errcode: v.optional(v.number(), 0),
  ticket: v.pipe(v.string(), v.regex(/^[\w-]{1,512}$/)),
  expires_in: v.pipe(v.number(), v.minValue(1), v.maxValue(7200)),
})

/** How long a person is kept waiting for WeChat, in milliseconds. */
const PATIENCE = 2000

/**
 * Where a browser goes to be named, silently (`snsapi_base`: no leave is asked and nothing but the openid is told). The
 * order of the parameters is the documented one; WeChat's page wants it so, and wants the '#'.
 */
export function authorizeUrl({ appId, openUrl }: WechatKeys, { back, state }: { back: string; state: string }): string {
  const query = new URLSearchParams([
    ['appid', appId],
    ['redirect_uri', back],
    ['response_type', 'code'],
    ['scope', 'snsapi_base'],
    ['state', state],
  ])
  return `${openUrl}/connect/oauth2/authorize?${query}#wechat_redirect`
}

/** Gives a code back to WeChat for the openid it stands for. Asks once: a code is spent by asking. */
export async function exchangeCode({ appId, secret, apiUrl }: WechatKeys, code: string): Promise<Exchange> {
  const query = new URLSearchParams({ appid: appId, secret, code, grant_type: 'authorization_code' })
  const parsed = v.safeParse(Said, await ask(`${apiUrl}/sns/oauth2/access_token?${query}`, {}))
  if (!parsed.success) return { kind: 'trouble', trouble: 'busy' }
  const { errcode, openid, is_snapshotuser: snapshot } = parsed.output
  if (errcode !== 0) {
    console.error(JSON.stringify({ event: 'wechat-refused', errcode, trouble: troubleOf(errcode) }))
    return { kind: 'trouble', trouble: troubleOf(errcode) }
  }
  // Whatever it is that is not plainly "no": a mistake here would let one person be many.
  if (snapshot !== undefined && Number(snapshot) !== 0) return { kind: 'snapshot' }
  return openid === undefined ? { kind: 'trouble', trouble: 'busy' } : { kind: 'openid', openid }
}

/** The JS-SDK's ticket from whoever fetches it for us; null when it gives none. */
export async function fetchTicket({ url, key }: NonNullable<WechatKeys['ticket']>): Promise<Ticket | null> {
  const parsed = v.safeParse(SaidTicket, await ask(url, { authorization: `Bearer ${key}` }))
  if (parsed.success && parsed.output.errcode === 0) return { ticket: parsed.output.ticket, expiresIn: parsed.output.expires_in }
  console.error(JSON.stringify({ event: 'wechat-ticket-unavailable' }))
  return null
}

/** The JSON at an address, whatever it calls itself; null when none came in time. The address holds secrets: never in a log. */
async function ask(address: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
  try {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' })
    return JSON.parse(await response.text()) as unknown
  } catch (error) {
    console.error(JSON.stringify({ event: 'wechat-silent', error: error instanceof Error ? error.name : 'unknown' }))
    return null
  }
}
