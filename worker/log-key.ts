import { Buffer } from 'node:buffer'
import { hkdfSync } from 'node:crypto'
import type { Config } from './env.ts'
import { keyFor } from './tokens.ts'

/** The key with which the heads of a campaign's logs and its receipts are signed: Ed25519 (RFC 8032). */
export interface LogKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  sign(text: string): Promise<Uint8Array>
}

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20)

/** What the log of a box is called for ever: where it can be read, without the scheme. A site without a name of its own is nowhere. */
export const logName = ({ publicOrigin }: Pick<Config, 'publicOrigin'>, slug: string, shard: number): string =>
  `${publicOrigin ? new URL(publicOrigin).host : 'localhost'}/c/${slug}/s${shard}`

/** The same of the log of likes, which stands apart from those of the boxes. */
export const likeLogName = (config: Pick<Config, 'publicOrigin'>, slug: string): string => logName(config, `${slug}/likes`, 0)

const kept = new Map<string, Promise<LogKey>>()
const MOST_KEPT = 64

/** The log key of a campaign, derived from the site's key: the same as long as that is. */
export function logKeyOf(siteKey: string, campaign: string): Promise<LogKey> {
  const name = `${siteKey}/${campaign}`
  const key = kept.get(name) ?? makeKey(siteKey, campaign)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(name, key)
  return key
}

async function makeKey(siteKey: string, campaign: string): Promise<LogKey> {
  const seed = new Uint8Array(hkdfSync('sha256', keyFor(siteKey, 'log-key'), campaign, 'ed25519/v1', 32))
  const secret = await crypto.subtle.importKey('pkcs8', Uint8Array.of(...PKCS8, ...seed), 'Ed25519', true, ['sign'])
  const { x = '' } = (await crypto.subtle.exportKey('jwk', secret)) as JsonWebKey
  return {
    publicKey: Uint8Array.from(Buffer.from(x, 'base64url')),
    sign: async text => new Uint8Array(await crypto.subtle.sign('Ed25519', secret, new TextEncoder().encode(text))),
  }
}
