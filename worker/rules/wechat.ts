import { sha1 } from '@noble/hashes/legacy.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

// What WeChat's web authorization and JS-SDK documents settle, as plain functions.

/**
 * Why WeChat did not say who somebody is: the code is no longer good and a new one will be ('again'), the service cannot
 * answer now ('busy'), this site is not set up as WeChat wants it ('setup'), or this account may not ('account').
 */
export type WechatTrouble = 'again' | 'busy' | 'setup' | 'account'

/** Every documented code of `sns/oauth2/access_token`, and those of the authorization page that can travel with it. */
const TROUBLE: Readonly<Record<number, WechatTrouble>> = {
  // invalid, spent, missing, expired code; a token or a refresh token that ran out
  40029: 'again',
  40163: 'again',
  41008: 'again',
  42001: 'again',
  42002: 'again',
  42003: 'again',
  42007: 'again',
  40030: 'again',
  // too busy, or asked too often: in a day, in a minute, by one person
  [-1]: 'busy',
  45009: 'busy',
  45011: 'busy',
  10009: 'busy',
  // app id, secret, kind of grant, a missing parameter, method, https, address not on the list
  40001: 'setup',
  40002: 'setup',
  40013: 'setup',
  40125: 'setup',
  40164: 'setup',
  41002: 'setup',
  41004: 'setup',
  43001: 'setup',
  43003: 'setup',
  48001: 'setup',
  48004: 'setup',
  // said by the authorization page: domain, banned account, scope, test account, empty parameters, foreign app id
  10003: 'setup',
  10004: 'setup',
  10005: 'setup',
  10006: 'setup',
  10010: 'setup',
  10011: 'setup',
  10012: 'setup',
  10013: 'setup',
  10015: 'setup',
  10016: 'setup',
  // an account that is restricted, of high risk, or has withdrawn its leave
  40003: 'account',
  40226: 'account',
  50001: 'account',
  50002: 'account',
}

/** What an `errcode` means for the person who waits; an unknown one is WeChat's own trouble until somebody has read the log. */
export const troubleOf = (errcode: number): WechatTrouble => TROUBLE[errcode] ?? 'busy'

/** Whether a page is shown by WeChat itself; that of WeCom says so too, but signs in elsewhere. */
export const isWechat = (userAgent: string): boolean => /MicroMessenger\//i.test(userAgent) && !/wxwork\//i.test(userAgent)

/** A state as this site makes it: 32 random bytes in hexadecimal, within the letters, digits and 128 bytes WeChat allows. */
export const readState = (text: string | undefined): string | null =>
  /^[0-9a-f]{64}$/.test(text ?? '') ? (text as string) : null

/** A code as WeChat makes it; its length is not documented. */
export const readCode = (text: string | undefined): string | null => (/^[\w-]{1,256}$/.test(text ?? '') ? (text as string) : null)

/** The signature of a page for `wx.config`: SHA-1 over the four values as they are, by name. `timestamp` is in seconds. */
export function jsSignature({ ticket, nonce, timestamp, url }: JsSigned): string {
  const text = `jsapi_ticket=${ticket}&noncestr=${nonce}&timestamp=${timestamp}&url=${url}`
  return bytesToHex(sha1(utf8ToBytes(text)))
}

export interface JsSigned {
  readonly ticket: string
  readonly nonce: string
  readonly timestamp: number
  /** As the browser has it, without what follows '#'. */
  readonly url: string
}

/** The page that may be signed: on this very site and without '#'; null for any other text. */
export function signableUrl(text: string, origin: string): string | null {
  if (text.length > 2048 || /[#\\\s]/.test(text)) return null
  return text === origin || text.startsWith(`${origin}/`) ? text : null
}
