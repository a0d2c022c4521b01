import { sql } from 'drizzle-orm'
import { clearTries } from '../../db/attempts.ts'
import { auditLine } from '../../db/audit.ts'
import { insertStaffWhen, type StaffFile, setPassword, staffById } from '../../db/staff.ts'
import { deleteFactors } from '../../db/staff-factors.ts'
import { deleteLink, linkLives, livingLink, NO_ADMINISTRATOR } from '../../db/staff-links.ts'
import { deleteSessionsOf } from '../../db/staff-sessions.ts'
import type { Deps } from '../deps.ts'
import { hashPassword } from '../passwords.ts'
import { idFrom, type StaffId } from '../rules/ids.ts'
import { LOGIN } from '../rules/invitation.ts'
import { passwordFlaw } from '../rules/password.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { staffOf, tokenHash } from '../staff-session.ts'
import { subjectOf } from './take-turn.ts'

/** What somebody with a link types. */
export interface Joining {
  readonly password: string
  readonly again: string
  /** Only the first administrator chooses these. */
  readonly login: string
  readonly name: string
  /** The address by which Cloudflare Access knows who is here: then there is no password. Null where this site signs people in. */
  readonly email: string | null
}

/** What is wrong with a new password that was typed twice. */
export function passwordFlaws(
  { password, again }: Pick<Joining, 'password' | 'again'>,
  holder: { login: string; name: string },
): readonly FormFlaw[] {
  const says = passwordFlaw(password, holder)
  if (says !== null) return [{ field: 'password', says }]
  return password === again ? [] : [{ field: 'again', says: '两次输入的密码不一样，请重新输入。' }]
}

/**
 * Spends a link: the password is set, every factor and session from before is gone. What follows is the second factor.
 * A link opens once; of two who use it together the second is refused.
 */
export async function takeLink(deps: Deps, token: string, joining: Joining): Promise<Verdict<StaffFile>> {
  const found = await livingLink(deps.db, tokenHash(token), deps.now())
  // Access knows people by their address; a link for an account has nothing to say there.
  if (!found || (found.account && joining.email !== null)) return refuse({ code: 'link-spent' })
  const { account: held } = found
  const passwords = joining.email === null ? passwordFlaws(joining, held ?? joining) : []
  const flaws = [...(held ? [] : nameFlaws(joining)), ...passwords]
  if (flaws.length > 0) return refuse({ code: 'form-refused', flaws })
  const passwordHash = joining.email === null ? await hashPassword(joining.password) : ''
  const id = held
    ? await takeAccount(deps, { account: held, token, passwordHash })
    : await makeFirst(deps, { joining, token, passwordHash })
  const account = id && (await staffById(deps.db, id))
  if (account) return accept(account)
  // Spent meanwhile; or, for the first administrator, the login was somebody's.
  return (await livingLink(deps.db, tokenHash(token), deps.now()))
    ? refuse({ code: 'form-refused', flaws: [{ field: 'login', says: '这个账号名或邮箱已经有人使用，请换一个。' }] })
    : refuse({ code: 'link-spent' })
}

function nameFlaws({ login, name }: Joining): readonly FormFlaw[] {
  return [
    ...(LOGIN.test(login) ? [] : [{ field: 'login', says: '账号用小写字母、数字、点或横线，2 至 39 个字符，例如 wangfang。' }]),
    ...(name.length >= 1 && name.length <= 40 ? [] : [{ field: 'name', says: '请填写姓名，最多 40 个字。' }]),
  ]
}

interface Spending {
  readonly token: string
  readonly passwordHash: string
}

async function takeAccount(
  { db, now }: Deps,
  { account, token, passwordHash }: Spending & { account: StaffFile },
): Promise<StaffId | null> {
  const hash = tokenHash(token)
  const lives = linkLives(hash, now())
  const [set] = await db.batch([
    setPassword(db, account.id, { passwordHash, when: lives }),
    auditLine(db, staffOf(account), { at: now(), event: { kind: 'staff-link-used' } }),
    ...deleteFactors(db, account.id, lives),
    deleteSessionsOf(db, account.id, lives),
    clearTries(db, subjectOf(account.login)),
    deleteLink(db, hash),
  ])
  return set[0]?.id ?? null
}

async function makeFirst(
  { db, now }: Deps,
  { joining, token, passwordHash }: Spending & { joining: Joining },
): Promise<StaffId | null> {
  const [at, hash] = [now(), tokenHash(token)]
  const id = idFrom('stf', crypto.getRandomValues(new Uint8Array(16))) as StaffId
  const { login, name, email } = joining
  const row = { id, login, name, role: 'administrator', passwordHash, createdAt: at, email } as const
  const [made] = await db.batch([
    insertStaffWhen(db, row, sql`${linkLives(hash, at)} and ${NO_ADMINISTRATOR}`),
    auditLine(db, { role: 'operator' }, { at, event: { kind: 'staff-created', login, role: 'administrator' } }),
    deleteLink(db, hash, sql`exists (select 1 from staff where role = 'administrator')`),
  ])
  return made[0]?.id ?? null
}
