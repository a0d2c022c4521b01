import { clearTries } from '../../db/attempts.ts'
import { auditLine } from '../../db/audit.ts'
import type { StaffFile } from '../../db/staff.ts'
import { passkeyById, totpOf, usePasskey, useRecoveryCode, useTotpStep } from '../../db/staff-factors.ts'
import { markProved } from '../../db/staff-sessions.ts'
import type { Deps } from '../deps.ts'
import { answeringKey, type ChallengeUse, spendChallenge, verifyPasskey } from '../passkeys.ts'
import { passwordMatches } from '../passwords.ts'
import { recoveryCodeHash } from '../recovery-codes.ts'
import type { StaffId } from '../rules/ids.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { openSecret } from '../sealed.ts'
import { type Presence, staffOf } from '../staff-session.ts'
import { totpStep } from '../totp.ts'
import { subjectOf, takeTurn } from './take-turn.ts'

/** What a person offers as proof: a password and a code, or a passkey. */
export interface Offered {
  readonly password: string
  /** Of the authenticator app, or a recovery code. */
  readonly code: string
  /** The browser's answer, as JSON, with the seal of what it was asked. */
  readonly passkey: string
  readonly sealed: string
  /** The address under which the site is reached: a passkey is bound to it. */
  readonly origin: string
}

/**
 * Takes a proof from somebody who is signed in; their session counts as proved from now on. A proof opens once:
 * repeating it is refused and counts as a wrong try.
 */
export async function prove(deps: Deps, { account, tokenHash }: Presence, offered: Offered): Promise<Verdict<null>> {
  const turn = await takeTurn(deps, account.login)
  if (!turn.ok) return turn
  if (!(await provesSelf(deps, account, offered)) || tokenHash === null) return refuse({ code: 'proof-refused' })
  await deps.db.batch([markProved(deps.db, tokenHash, deps.now()), clearTries(deps.db, subjectOf(account.login))])
  return accept(null)
}

async function provesSelf(deps: Deps, account: StaffFile, offered: Offered): Promise<boolean> {
  if (offered.passkey !== '') return (await passkeyHolder(deps, offered, { use: 'prove', holder: account.id })) === account.id
  if (!(await passwordMatches(offered.password, account.passwordHash))) return false
  return (account.factorWaived && deps.waivers) || codeOpens(deps, account, offered.code)
}

/** Whether a code of the app or a recovery code is this person's and still good. It is used up by this. */
export async function codeOpens(deps: Deps, account: StaffFile, typed: string): Promise<boolean> {
  const code = typed.replace(/\s/g, '')
  return (await totpOpens(deps, account.id, code)) || recoveryCodeOpens(deps, account, code)
}

async function totpOpens({ db, config, now }: Deps, id: StaffId, code: string): Promise<boolean> {
  const held = /^\d{6}$/.test(code) ? await totpOf(db, id) : null
  const secret = held && (await openSecret(config.siteKey, held.secretSealed, { purpose: 'totp-secret', owner: id }))
  const step = secret ? totpStep(secret, code, now()) : null
  return step !== null && (await useTotpStep(db, id, step)).length > 0
}

async function recoveryCodeOpens({ db, config, now }: Deps, account: StaffFile, code: string): Promise<boolean> {
  const hash = recoveryCodeHash(config.siteKey, account.id, code)
  if (hash === null) return false
  const [used] = await db.batch([
    useRecoveryCode(db, account.id, hash),
    auditLine(db, staffOf(account), { at: now(), event: { kind: 'recovery-code-used' } }),
  ])
  return used.length > 0
}

/** Whose passkey has answered what this site asked; null when nobody's. The challenge is used up by this. */
export async function passkeyHolder(
  deps: Deps,
  { passkey, sealed, origin }: Pick<Offered, 'passkey' | 'sealed' | 'origin'>,
  use: ChallengeUse,
): Promise<StaffId | null> {
  const answered = answeringKey(passkey)
  const challenge = answered && (await spendChallenge(deps, sealed, use))
  const key = challenge ? await passkeyById(deps.db, answered.id) : null
  if (!answered || !challenge || !key) return null
  const counter = await verifyPasskey(key, { response: answered.response, challenge, origin })
  if (counter === null) return null
  const used = await usePasskey(deps.db, { id: key.id, counter, now: deps.now() })
  return used.length > 0 ? key.staffId : null
}
