import { createHash, randomBytes } from 'node:crypto'
import { auditLine } from '../../db/audit.ts'
import {
  clearFailures,
  countFailure,
  deleteOldSessions,
  deleteSession,
  failuresOf,
  insertSession,
  type StaffFile,
  staffByLogin,
  staffBySession,
} from '../../db/staff.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import { passwordMatches } from '../passwords.ts'
import type { Staff } from '../rules/roles.ts'
import { after, HOUR, MINUTE } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** 12 hours at most, half an hour without a sign of life. */
export const SESSION_LIFE = 12 * HOUR
const IDLE = 30 * MINUTE
/** After so many wrong passwords an account rests for so long (ASVS 6.3.1); the account, not only the network. */
const PATIENCE = { failures: 8, rest: 15 * MINUTE }

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export function staffOf({ id, name, role, unit }: StaffFile): Staff {
  if (role === 'clerk') return { role, id, name, unit: unit ?? '' }
  return { role, id, name }
}

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
    insertSession(deps.db, { tokenHash: hashOf(token), staffId: account.id, now, until: after(now, SESSION_LIFE) }),
    auditLine(deps.db, staff, { at: now, event: { kind: 'signed-in' } }),
    clearFailures(deps.db, subject),
    deleteOldSessions(deps.db, now),
  ])
  return accept({ token, staff })
}

/** Who holds this token; null when nobody, any more. */
export async function staffByToken(deps: Deps, token: string): Promise<Staff | null> {
  const account = await staffBySession(deps.db, hashOf(token), { now: deps.now(), idle: IDLE })
  return account && staffOf(account)
}

/** Ends a session for good. Repeating it is harmless. */
export async function signOut(deps: Deps, token: string, staff: Staff): Promise<void> {
  await deps.db.batch([
    deleteSession(deps.db, hashOf(token)),
    auditLine(deps.db, staff, { at: deps.now(), event: { kind: 'signed-out' } }),
  ])
}
