import { Buffer } from 'node:buffer'
import { bytesToHex } from '@noble/hashes/utils.js'
import { type Challenge, createChallenge, randomInt } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { type Data, hmacSha256 } from '../rules/sha256.ts'
import { keyFor, sameText } from '../tokens.ts'
import { type CheckScope, type HumanCheck, lifeOf, scopeText } from './human-check.ts'

/** The parameters of our challenges, as they come back. */
export interface PowParameters {
  readonly algorithm: 'SHA-256'
  readonly cost: number
  readonly data: { readonly for: string; readonly until: number }
  readonly keyLength: number
  readonly keyPrefix: string
  readonly keySignature: string
  readonly nonce: string
  readonly salt: string
}

export interface PowProof {
  readonly challenge: { readonly parameters: PowParameters; readonly signature: string }
  readonly solution: { readonly counter: number; readonly derivedKey: string }
}

/** Hashes until the answer: about 0.1 s on a good phone, a second on an old one, and bounded for both. */
const WORK = { least: 20_000, most: 60_000 }
/** The library wants its keys as text, and signs with the bytes of that text. */
const secret = (siteKey: string, purpose: 'pow' | 'pow-key'): string => keyFor(siteKey, purpose).toString('hex')

/** A signed challenge whose answer is `counter`: what it costs to solve is what it costs to count there. */
export const powChallenge = ({
  siteKey,
  scope,
  until,
  counter,
}: {
  siteKey: string
  scope: CheckScope
  until: number
  counter: number
}): Promise<Challenge> =>
  createChallenge({
    algorithm: 'SHA-256',
    cost: 1,
    counter,
    deriveKey,
    hmacSignatureSecret: secret(siteKey, 'pow'),
    hmacKeySignatureSecret: secret(siteKey, 'pow-key'),
    // Not the library's expiresAt: that one asks the machine's clock, and ours is given to us.
    data: { until, for: scopeText(scope) },
  })

/**
 * Proof of work by the ALTCHA protocol, version 2, in its deterministic mode: the server picks the answer, so the work
 * is bounded and checking costs two HMACs; they are taken here and not by the library, whose verifier waits for
 * WebCrypto six times where the cast path has no time to lose (a test holds both to the same verdicts). The challenge
 * carries whom and what it is for; a ballot box takes one ballot per voter, so a proof used twice buys nothing and
 * needs no table of its own.
 */
export const pow: HumanCheck<Challenge, PowProof> = {
  issue({ config, now }, scope, work = 1) {
    const counter = randomInt(WORK.most, WORK.least) * work
    return powChallenge({ siteKey: config.siteKey, scope, until: now() + lifeOf(scope), counter })
  },

  async verify({ config, now }, scope, { challenge: { parameters, signature }, solution }) {
    if (parameters.data.for !== scopeText(scope)) return 'failed'
    if (!sameText(hmacHex(config.siteKey, 'pow', canonical(parameters)), signature)) return 'failed'
    const key = hmacHex(config.siteKey, 'pow-key', Buffer.from(solution.derivedKey, 'hex'))
    if (!sameText(key, parameters.keySignature)) return 'failed'
    return parameters.data.until > now() ? 'passed' : 'expired'
  },
}

/** What the library signs: the parameters as JSON with sorted keys. */
const canonical = ({ algorithm, cost, data, keyLength, keyPrefix, keySignature, nonce, salt }: PowParameters): string =>
  JSON.stringify({ algorithm, cost, data: { for: data.for, until: data.until }, keyLength, keyPrefix, keySignature, nonce, salt })

const hmacHex = (siteKey: string, purpose: 'pow' | 'pow-key', data: Data): string =>
  bytesToHex(hmacSha256(secretBytes(siteKey, purpose), data))

const kept = { pow: new Map<string, Buffer>(), 'pow-key': new Map<string, Buffer>() }
function secretBytes(siteKey: string, purpose: 'pow' | 'pow-key'): Buffer {
  const held = kept[purpose].get(siteKey) ?? Buffer.from(secret(siteKey, purpose))
  kept[purpose].set(siteKey, held)
  return held
}
