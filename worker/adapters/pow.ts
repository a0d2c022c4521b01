import { Buffer } from 'node:buffer'
import { type Challenge, createChallenge, randomInt, type Solution, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { keyFor, tagOf } from '../tokens.ts'
import { CHALLENGE_LIFE, type HumanCheck, scopeText } from './human-check.ts'

export interface PowProof {
  readonly challenge: Challenge
  readonly solution: Solution
}

/** Hashes until the answer: about 0.1 s on a good phone, a second on an old one, and bounded for both. */
const WORK = { least: 20_000, most: 60_000 }

const secret = (siteKey: string, purpose: 'pow' | 'pow-key'): string => Buffer.from(keyFor(siteKey, purpose)).toString('hex')

/**
 * Proof of work by the ALTCHA protocol, version 2, in its deterministic mode: the server picks the answer, so the work
 * is bounded and checking costs two HMACs. The challenge carries whom and what it is for; a ballot box takes one
 * ballot per voter, so a proof used twice buys nothing and needs no table of its own.
 */
export const pow: HumanCheck<Challenge, PowProof> = {
  issue: ({ config, now }, scope) =>
    createChallenge({
      algorithm: 'SHA-256',
      cost: 1,
      counter: randomInt(WORK.most, WORK.least),
      deriveKey,
      hmacSignatureSecret: secret(config.siteKey, 'pow'),
      hmacKeySignatureSecret: secret(config.siteKey, 'pow-key'),
      // Not the library's expiresAt: that one asks the machine's clock, and ours is given to us.
      data: { until: now() + CHALLENGE_LIFE, for: tagOf(config.siteKey, 'holder', scopeText(scope)) },
    }),

  async verify({ config, now }, scope, { challenge, solution }) {
    const { data } = challenge.parameters
    if (data?.for !== tagOf(config.siteKey, 'holder', scopeText(scope))) return 'failed'
    const { verified } = await verifySolution({
      challenge,
      solution,
      deriveKey,
      hmacSignatureSecret: secret(config.siteKey, 'pow'),
      hmacKeySignatureSecret: secret(config.siteKey, 'pow-key'),
    })
    if (!verified) return 'failed'
    return typeof data.until === 'number' && data.until > now() ? 'passed' : 'expired'
  },
}
