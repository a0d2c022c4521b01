import { Buffer } from 'node:buffer'
import type { StaffFile } from '../db/staff.ts'
import type { PasskeyFile } from '../db/staff-factors.ts'
import type { Deps } from './deps.ts'
import { answeringKey, newChallenge, type PasskeyAsk, passkeyHost, spendChallenge } from './passkeys.ts'

/** Asks the browser to make a passkey that finds itself (no name to type) and verifies its holder. Null where there are none. */
export async function offerPasskey(
  deps: Deps,
  account: StaffFile,
  { origin, keys }: { origin: string; keys: readonly PasskeyFile[] },
): Promise<PasskeyAsk | null> {
  const rpID = passkeyHost(origin)
  if (rpID === null) return null
  const { challenge, sealed } = newChallenge(deps, { use: 'add', holder: account.id })
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const options = await generateRegistrationOptions({
    rpID,
    rpName: deps.config.siteName,
    userID: new TextEncoder().encode(account.id),
    userName: account.login,
    userDisplayName: account.name,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    excludeCredentials: keys.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { sealed, options }
}

/** The row of a passkey that the device has just made for what this site asked; null when anything is amiss. */
export async function newPasskey(
  deps: Deps,
  { id: staffId }: StaffFile,
  { passkey, sealed, origin, name }: { passkey: string; sealed: string; origin: string; name: string },
): Promise<PasskeyFile | null> {
  const [expectedRPID, answered] = [passkeyHost(origin), answeringKey(passkey)]
  const expectedChallenge = expectedRPID && answered && (await spendChallenge(deps, sealed, { use: 'add', holder: staffId }))
  if (!expectedRPID || !answered || !expectedChallenge) return null
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    const expected = { expectedChallenge, expectedOrigin: origin, expectedRPID, requireUserVerification: true }
    const { registrationInfo } = await verifyRegistrationResponse({ response: answered.response as never, ...expected })
    if (!registrationInfo) return null
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential
    return { id, staffId, publicKey, counter, transports, name, createdAt: deps.now(), usedAt: null }
  } catch {
    return null
  }
}
