import { createHmac } from 'node:crypto'
import type { IdentityLevel } from './campaign.ts'
import type { CampaignId } from './ids.ts'
import type { Day } from './time.ts'

/** Who votes, as the campaign knows voters: a device, or the selector of a one-time code. */
export interface VoterIdentity {
  readonly level: IdentityLevel
  readonly id: string
}

const encoder = new TextEncoder()

/**
 * Every part with its length in front (2 bytes, big-endian), so that no two different lists of parts make the same
 * bytes whatever signs they hold.
 */
export function lengthPrefixed(parts: readonly string[]): Uint8Array {
  const encoded = parts.map(part => encoder.encode(part))
  const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + 2 + part.length, 0))
  let at = 0
  for (const part of encoded) {
    if (part.length > 0xffff) throw new Error('a part of a dedupe key is longer than 65,535 bytes')
    bytes[at] = part.length >> 8
    bytes[at + 1] = part.length & 0xff
    bytes.set(part, at + 2)
    at += 2 + part.length
  }
  return bytes
}

/**
 * The key under which a voter's ballot of one period is unique (trust 3.2): 16 bytes that link to nobody once the
 * campaign's key is destroyed.
 */
export function dedupeKey(campaignKey: Uint8Array, campaign: CampaignId, voter: VoterIdentity, period: 'once' | Day): Uint8Array {
  const bytes = lengthPrefixed(['vote/v1', campaign, voter.level, voter.id, period])
  return new Uint8Array(createHmac('sha256', campaignKey).update(bytes).digest().subarray(0, 16))
}

/**
 * The box a voter's ballots go to: always the same for one voter, so uniqueness needs no word between boxes. FNV-1a
 * needs no key here: ids are random, and whoever could choose his id could only choose his own box.
 */
export function shardOf(voter: VoterIdentity, shards: number): number {
  let hash = 0x811c9dc5
  for (const byte of lengthPrefixed([voter.level, voter.id])) {
    hash ^= byte
    hash = Math.imul(hash, 0x01000193)
  }
  // The low bits of FNV-1a are its weakest; fold the high half in before masking.
  return ((hash ^ (hash >>> 16)) >>> 0) % shards
}
