import { decodeCrockford, encodeCrockford, grouped, plain } from './crockford.ts'
import { hmacSha256 } from './hash.ts'
import type { CampaignId } from './ids.ts'

/**
 * A one-time voting code: 16 signs, of which the first 8 (40 bits) find the record and the last 8 (40 bits) prove
 * possession. Whoever guesses must hit a living selector and its verifier, and a selector locks after 5 failures.
 */
export interface VotingCode {
  readonly selector: string
  readonly verifier: string
}

/** Wrong verifiers until a code locks. */
export const MOST_FAILURES = 5

/** Null when what was typed cannot be a code at all. */
export function readVotingCode(typed: string): VotingCode | null {
  const text = plain(typed)
  return decodeCrockford(text, 10) ? { selector: text.slice(0, 8), verifier: text.slice(8) } : null
}

/** A code from 10 random bytes. */
export function votingCodeFrom(random: Uint8Array): VotingCode {
  if (random.length !== 10) throw new Error('a voting code needs 10 random bytes')
  const text = encodeCrockford(random)
  return { selector: text.slice(0, 8), verifier: text.slice(8) }
}

/** As printed on the slip. */
export const printedCode = ({ selector, verifier }: VotingCode): string => grouped(selector + verifier)

/**
 * What is stored of a verifier. The key is the site's and lies outside the database, so a stolen table cannot be
 * searched; a slow hash would add nothing to that and would let a flood of wrong codes buy our processor.
 */
export const verifierHash = (siteKey: Uint8Array, { selector, verifier }: VotingCode): string =>
  hmacSha256(siteKey, `code/v1:${selector}:${verifier}`).toString('hex')

/** Looks like a code and belongs to nobody: what is looked up when what was typed cannot be a code at all. */
export const NOBODYS: VotingCode = { selector: '!!!!!!!!', verifier: '!!!!!!!!' }

/** The other form of a code: 128 random bits for a link or a QR code, 26 signs. Nobody types it, so nothing need lock it. */
export function linkTokenFrom(random: Uint8Array): string {
  if (random.length !== 16) throw new Error('a link needs 16 random bytes')
  return encodeCrockford(random).toLowerCase()
}

/** Null when the text cannot be the token of a link. */
export function readLinkToken(text: string): string | null {
  const signs = plain(text)
  return decodeCrockford(signs, 16) ? signs.toLowerCase() : null
}

/** What is stored of a link's token; that of one campaign opens nothing in another. */
export const linkHash = (siteKey: Uint8Array, campaign: CampaignId, token: string): string =>
  hmacSha256(siteKey, `link/v1:${campaign}:${token}`).toString('hex')
