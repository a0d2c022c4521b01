import { Buffer } from 'node:buffer'
import { hkdfSync } from 'node:crypto'
import type { Config } from './env.ts'
import { fromBase64 } from './rules/tlog/base64.ts'
import { sameHash } from './rules/tlog/merkle.ts'
import { keyFor } from './tokens.ts'

/** The key with which the heads of a log and its receipts are signed: Ed25519 (RFC 8032). */
export interface LogKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  sign(text: string): Promise<Uint8Array>
}

/** Which key: that of one log of a campaign, by the number of its box (below 0 for what is no box), the first or one that came later. */
export interface KeyName {
  readonly campaign: string
  readonly shard: number
  /** From 1. */
  readonly number: number
}

/** A key as a log names it: with its place among the keys of that log, from 1, and in base 64. */
export interface NamedKey {
  readonly number: number
  readonly key: string
}

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20)

/** What the log of a box is called for ever: where it can be read, without the scheme. A site without a name of its own is nowhere. */
export const logName = ({ publicOrigin }: Pick<Config, 'publicOrigin'>, slug: string, shard: number): string =>
  `${publicOrigin ? new URL(publicOrigin).host : 'localhost'}/c/${slug}/s${shard}`

/** The same of the log of likes, which stands apart from those of the boxes. */
export const likeLogName = (config: Pick<Config, 'publicOrigin'>, slug: string): string => logName(config, `${slug}/likes`, 0)

const kept = new Map<string, Promise<LogKey>>()
const MOST_KEPT = 256

/**
 * A key of a log, derived from the site's key: the same as long as that is. Every log has a key of its own, because a policy
 * (c2sp.org/tlog-policy) knows a log by its key and takes none twice.
 */
export function logKeyOf(siteKey: string, { campaign, shard, number }: KeyName): Promise<LogKey> {
  // The first key of the first box is called as the only key of a campaign once was, so that logs of before go on.
  const info = shard === 0 && number === 1 ? 'ed25519/v1' : `ed25519/v1/${shard}/${number}`
  const name = `${siteKey}/${campaign}/${info}`
  const key = kept.get(name) ?? makeKey(siteKey, campaign, info)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(name, key)
  return key
}

/**
 * The key a log says is in force, if this site has it: null under another site key, with which nothing may be signed before the
 * log was given a new key. Logs that were begun when a campaign had one key for all of them go on with that.
 */
export async function keyInForce(
  siteKey: string,
  { campaign, shard, number, key }: Omit<KeyName, 'number'> & NamedKey,
): Promise<LogKey | null> {
  const wanted = fromBase64(key)
  const names = [{ campaign, shard, number }, ...(number === 1 && shard !== 0 ? [{ campaign, shard: 0, number }] : [])]
  for (const name of names) {
    const found = await logKeyOf(siteKey, name)
    if (wanted && sameHash(found.publicKey, wanted)) return found
  }
  return null
}

async function makeKey(siteKey: string, campaign: string, info: string): Promise<LogKey> {
  const seed = new Uint8Array(hkdfSync('sha256', keyFor(siteKey, 'log-key'), campaign, info, 32))
  const secret = await crypto.subtle.importKey('pkcs8', Uint8Array.of(...PKCS8, ...seed), 'Ed25519', true, ['sign'])
  const { x = '' } = (await crypto.subtle.exportKey('jwk', secret)) as JsonWebKey
  return {
    publicKey: Uint8Array.from(Buffer.from(x, 'base64url')),
    sign: async text => new Uint8Array(await crypto.subtle.sign('Ed25519', secret, new TextEncoder().encode(text))),
  }
}
