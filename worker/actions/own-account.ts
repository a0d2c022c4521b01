import { auditLine } from '../../db/audit.ts'
import { setPassword } from '../../db/staff.ts'
import { deletePasskey, deleteTotp } from '../../db/staff-factors.ts'
import { deleteOtherSessions, deleteSessionNamed } from '../../db/staff-sessions.ts'
import type { Deps } from '../deps.ts'
import { hashPassword } from '../passwords.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { type Presence, staffOf } from '../staff-session.ts'
import { type Joining, passwordFlaws } from './use-link.ts'

/** A new password, asked for twice; every other session ends with the old one. Repeating it is harmless. */
export async function changePassword(
  deps: Deps,
  { account, tokenHash }: Presence,
  typed: Pick<Joining, 'password' | 'again'>,
): Promise<Verdict<null>> {
  const flaws = passwordFlaws(typed, account)
  if (flaws.length > 0) return refuse({ code: 'form-refused', flaws })
  const passwordHash = await hashPassword(typed.password)
  await deps.db.batch([
    setPassword(deps.db, account.id, { passwordHash }),
    auditLine(deps.db, staffOf(account), { at: deps.now(), event: { kind: 'password-changed' } }),
    deleteOtherSessions(deps.db, account.id, tokenHash ?? ''),
  ])
  return accept(null)
}

/** Takes a passkey away, or the app when no passkey is named; never the last of both. Repeating it is refused. */
export async function removeFactor(deps: Deps, { account }: Presence, passkey: string | null): Promise<Verdict<null>> {
  const factor = passkey === null ? '动态码' : '通行密钥'
  const [removed] = await deps.db.batch([
    passkey === null ? deleteTotp(deps.db, account.id) : deletePasskey(deps.db, account.id, passkey),
    auditLine(deps.db, staffOf(account), { at: deps.now(), event: { kind: 'second-factor-removed', factor } }),
  ])
  return removed.meta.changes > 0 ? accept(null) : refuse({ code: 'not-ready', missing: ['另一种登录方式'] })
}

/** Ends one session of one's own, or all but this one when none is named. Repeating it changes nothing. */
export async function endOwnSession(deps: Deps, { account, tokenHash }: Presence, name: string | null): Promise<void> {
  const { id, login } = account
  await deps.db.batch([
    name === null ? deleteOtherSessions(deps.db, id, tokenHash ?? '') : deleteSessionNamed(deps.db, id, name),
    auditLine(deps.db, staffOf(account), { at: deps.now(), event: { kind: 'session-ended', login } }),
  ])
}
