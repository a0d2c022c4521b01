import { Buffer } from 'node:buffer'
import * as v from 'valibot'
import type { PasskeyFile } from '../db/staff-factors.ts'
import type { Deps } from './deps.ts'
import { gateOf } from './objects/names.ts'
import { after, MINUTE } from './rules/time.ts'
import { seal, unseal } from './tokens.ts'

/** What a browser is asked to sign, as @simplewebauthn/browser takes it. */
export interface PasskeyAsk {
  /** Says to us, sealed, what the challenge was for; it comes back with the answer. */
  readonly sealed: string
  readonly options: object
}

/** A challenge is good for one thing, for one person ('' while it is not known who comes), once, for five minutes. */
export interface ChallengeUse {
  readonly use: 'sign-in' | 'prove' | 'add'
  readonly holder: string
}

const LIFE = 5 * MINUTE

/**
 * The name that passkeys of this site hang on; null where browsers have none: over plain http, except on this very
 * machine, and where the site has no name but a number.
 */
export function passkeyHost(origin: string): string | null {
  const { protocol, hostname } = new URL(origin)
  if (hostname === 'localhost') return hostname
  return protocol === 'https:' && !/^[\d.]+$|:/.test(hostname) ? hostname : null
}

/** A new challenge and its seal. */
export function newChallenge({ config, now }: Deps, { use, holder }: ChallengeUse): { challenge: string; sealed: string } {
  const challenge = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  const sealed = seal(config.siteKey, 'passkey-challenge', [challenge, after(now(), LIFE), use, holder].join('.'))
  return { challenge, sealed }
}

/** The challenge inside a seal, spent by this; null when it was for something else, is too old or was spent before. */
export async function spendChallenge(deps: Deps, sealed: string, { use, holder }: ChallengeUse): Promise<string | null> {
  const [challenge = '', until = '', meant, whose] = (unseal(deps.config.siteKey, 'passkey-challenge', sealed) ?? '').split('.')
  if (challenge === '' || Number(until) <= deps.now() || meant !== use || whose !== holder) return null
  const spent = await gateOf(deps.env, 'passkeys').spend(`passkey:${challenge}`, crypto.randomUUID())
  return spent ? challenge : null
}

/** Asks for a passkey, whichever the browser has for this site, or one of those named. Null where there can be none. */
export function askForPasskey(
  deps: Deps,
  { origin, use, holder, keys = [] }: ChallengeUse & { origin: string; keys?: readonly PasskeyFile[] },
): PasskeyAsk | null {
  const rpId = passkeyHost(origin)
  if (rpId === null) return null
  const { challenge, sealed } = newChallenge(deps, { use, holder })
  const allowCredentials = keys.map(({ id, transports }) => ({ id, type: 'public-key', transports }))
  return { sealed, options: { challenge, rpId, timeout: LIFE, userVerification: 'required', allowCredentials } }
}

/** The id of the key that answered, before anything is believed; null when the text is no answer at all. */
export function answeringKey(answer: string): { readonly id: string; readonly response: unknown } | null {
  const parsed = v.safeParse(Answer, parsedJson(answer))
  return parsed.success ? { id: parsed.output.id, response: parsed.output } : null
}

const Answer = v.looseObject({
  id: v.pipe(v.string(), v.maxLength(1400)),
  rawId: v.string(),
  type: v.literal('public-key'),
  response: v.looseObject({ clientDataJSON: v.string() }),
})

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** The new counter of a key whose signature holds, with the person verified by the device; null when anything is amiss. */
export async function verifyPasskey(
  key: PasskeyFile,
  { response, challenge, origin }: { response: unknown; challenge: string; origin: string },
): Promise<number | null> {
  const expectedRPID = passkeyHost(origin)
  if (expectedRPID === null) return null
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID,
      requireUserVerification: true,
      // The counter is compared where it is stored, in the statement that raises it.
      credential: { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: 0 },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}
