import { randomBytes } from 'node:crypto'
import { auditLine } from '../../db/audit.ts'
import {
  clearFailures,
  countFailure,
  deleteOldSessions,
  deleteSession,
  failuresOf,
  insertSession,
  staffByLogin,
} from '../../db/staff.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import { passwordMatches } from '../passwords.ts'
import type { Staff } from '../rules/roles.ts'
import { after, MINUTE } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { SESSION_LIFE, staffOf, tokenHash } from '../staff-session.ts'

/** After so many wrong passwords an account rests for so long (ASVS 6.3.1); the account, not only the network. */
const PATIENCE = { failures: 8, rest: 15 * MINUTE }

/** Starts a session: 256 random bits for the cookie, of which the database keeps only the hash. */
export async function signIn(
  deps: Deps,
  { login, password, address }: { login: string; password: string; address: string | null },
): Promise<Verdict<{ token: string; staff: Staff }>> {
  const knock = await gateFor(deps.env, address).knock('sign-in', address)
  if (!knock.ok) return knock
  const now = deps.now()
  const subject = `login:${login}`
  const failed = await failuresOf(deps.db, subject)
  if (failed && failed.failures >= PATIENCE.failures && now - failed.lastAt < PATIENCE.rest)
    return refuse({ code: 'sign-in-locked', retryAfter: Math.ceil((PATIENCE.rest - (now - failed.lastAt)) / 1000) })
  const account = await staffByLogin(deps.db, login)
  if (!(await passwordMatches(password, account?.passwordHash ?? null)) || !account) {
    await countFailure(deps.db, subject, { now, forget: PATIENCE.rest })
    return refuse({ code: 'sign-in-refused' })
  }
  const staff = staffOf(account)
  const token = randomBytes(32).toString('base64url')
  await deps.db.batch([
    insertSession(deps.db, { tokenHash: tokenHash(token), staffId: account.id, now, until: after(now, SESSION_LIFE) }),
    auditLine(deps.db, staff, { at: now, event: { kind: 'signed-in' } }),
    clearFailures(deps.db, subject),
    deleteOldSessions(deps.db, now),
  ])
  return accept({ token, staff })
}

/** Ends a session for good. Repeating it is harmless. */
export async function signOut(deps: Deps, token: string, staff: Staff): Promise<void> {
  await deps.db.batch([
    deleteSession(deps.db, tokenHash(token)),
    auditLine(deps.db, staff, { at: deps.now(), event: { kind: 'signed-out' } }),
  ])
}
