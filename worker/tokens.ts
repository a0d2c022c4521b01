import { Buffer } from 'node:buffer'
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { hmacSha256 } from './rules/hash.ts'

/**
 * What a token or a derived key is for. Each purpose has its own key, so a token made for one thing proves nothing
 * for another (ASVS 9.1, 9.2).
 */
export type Purpose =
  | 'device'
  | 'visit'
  | 'code-session'
  | 'wechat'
  | 'wechat-session'
  | 'wechat-step'
  | 'roster'
  | 'roster-session'
  | 'question'
  | 'pow'
  | 'pow-key'
  | 'voting-code'
  | 'campaign-key'
  | 'log-key'
  | 'cdata'
  | 'like-pass'
  | 'comment-writer'
  | 'staff-step'
  | 'passkey-challenge'
  | 'recovery-code'
  | 'totp-secret'
  | 'objection-seal'
  | 'objection-key'
  | 'paper-seal'
  | 'paper-mark'
  | 'tracking'

const keys = new Map<string, Partial<Record<Purpose, Buffer>>>()

/** The key of one purpose, 32 bytes, derived from the site's key (HKDF-SHA-256). */
export function keyFor(siteKey: string, purpose: Purpose): Buffer {
  const ring = keys.get(siteKey) ?? {}
  keys.set(siteKey, ring)
  const key = ring[purpose] ?? Buffer.from(hkdfSync('sha256', siteKey, 'mingping/v1', purpose, 32))
  ring[purpose] = key
  return key
}

/** The key of one campaign's dedupe keys; without the campaign's salt nobody can make it again. */
export const campaignKey = (siteKey: string, salt: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', keyFor(siteKey, 'campaign-key'), salt, 'dedupe/v1', 32))

/** A short keyed tag of a text, 22 signs; the same text gives the same tag. */
export const tagOf = (siteKey: string, purpose: Purpose, text: string): string =>
  hmacSha256(keyFor(siteKey, purpose), text).toString('base64url').slice(0, 22)

/** `payload` may hold anything but a '~'. */
export const seal = (siteKey: string, purpose: Purpose, payload: string): string =>
  `${payload}~${tagOf(siteKey, purpose, payload)}`

/** The payload, or null when the text was not sealed by this site for this purpose. */
export function unseal(siteKey: string, purpose: Purpose, token: string): string | null {
  const cut = token.lastIndexOf('~')
  if (cut < 0) return null
  const payload = token.slice(0, cut)
  return sameText(token.slice(cut + 1), tagOf(siteKey, purpose, payload)) ? payload : null
}

/** Compares two texts of public length without telling by time where they differ. */
export function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

/** Compares two secrets without telling by time where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
