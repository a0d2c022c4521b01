import type { IdentityLevel } from './campaign.ts'
import { hmacSha256 } from './hash.ts'
import type { CampaignId } from './ids.ts'
import type { Day } from './time.ts'
import { writeUtf8 } from './utf8.ts'

/** Who votes, as the campaign knows voters: a device, or the selector of a one-time code. */
export interface VoterIdentity {
  readonly level: IdentityLevel
  readonly id: string
}

// Written anew by every call and read before the next: a dozen small arrays for each ballot are work for the collector.
const scratch = new Uint8Array(4096)

/**
 * Every part with its length in front (2 bytes, big-endian), so that no two different lists of parts make the same
 * bytes whatever signs they hold. Good until the next call. Throws when the parts may be longer than 4 KiB.
 */
export function lengthPrefixed(parts: readonly string[]): Uint8Array {
  let at = 0
  for (const part of parts) {
    const written = writeUtf8(part, scratch, at + 2)
    scratch[at] = written >> 8
    scratch[at + 1] = written & 0xff
    at += 2 + written
  }
  return scratch.subarray(0, at)
}

/**
 * The key under which a voter's ballot of one period is unique (trust 3.2): 16 bytes that link to nobody once the
 * campaign's key is destroyed.
 */
export function dedupeKey(campaignKey: Uint8Array, campaign: CampaignId, voter: VoterIdentity, period: 'once' | Day): Uint8Array {
  const bytes = lengthPrefixed(['vote/v1', campaign, voter.level, voter.id, period])
  return hmacSha256(campaignKey, bytes).subarray(0, 16)
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
