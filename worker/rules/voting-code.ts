import { createHmac } from 'node:crypto'
import { decodeCrockford, encodeCrockford, grouped, plain } from './crockford.ts'

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
  createHmac('sha256', siteKey).update(`code/v1:${selector}:${verifier}`).digest('hex')
