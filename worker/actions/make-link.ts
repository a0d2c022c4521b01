import { type AuditActor, auditLine } from '../../db/audit.ts'
import { insertStaff, type StaffFile } from '../../db/staff.ts'
import { putFirstLink, putLink } from '../../db/staff-links.ts'
import type { Deps } from '../deps.ts'
import { idFrom, type StaffId } from '../rules/ids.ts'
import type { Invited } from '../rules/invitation.ts'
import { after, DAY, HOUR } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { newToken, tokenHash } from '../staff-session.ts'

/** An invitation may wait for a week; a link to an account that is in use may not. */
const LIFE = { invitation: 7 * DAY, recovery: 24 * HOUR, first: 24 * HOUR } as const

/** The token is shown once; the database keeps its hash. */
function newLink({ now }: Deps, kind: keyof typeof LIFE) {
  const [token, createdAt] = [newToken(), now()]
  return { token, row: { tokenHash: tokenHash(token), createdAt, until: after(createdAt, LIFE[kind]) } }
}

/** Makes an account without a password and the link by which its holder takes it. Repeating it is refused: the login is taken. */
export async function inviteStaff(
  deps: Deps,
  actor: AuditActor,
  invited: Invited,
): Promise<Verdict<{ id: StaffId; token: string }>> {
  const { token, row } = newLink(deps, 'invitation')
  const id = idFrom('stf', crypto.getRandomValues(new Uint8Array(16))) as StaffId
  const { login, role } = invited
  const [made] = await deps.db.batch([
    insertStaff(deps.db, { ...invited, id, passwordHash: '', createdAt: row.createdAt }),
    auditLine(deps.db, actor, { at: row.createdAt, event: { kind: 'staff-invited', login, role } }),
    putLink(deps.db, id, { ...row, kind: 'invitation' }),
  ])
  if (made.length > 0) return accept({ id, token })
  return refuse({ code: 'form-refused', flaws: [{ field: 'login', says: '这个账号名或邮箱已经有人使用，请换一个。' }] })
}

/** Makes a link by which the holder sets password and second factor anew. Repeating it makes another, and the older one is dead. */
export async function sendLink(
  deps: Deps,
  actor: AuditActor,
  { id, login, passwordHash }: StaffFile,
): Promise<Verdict<{ token: string }>> {
  const kind = passwordHash === '' ? 'invitation' : 'recovery'
  const { token, row } = newLink(deps, kind)
  const [made] = await deps.db.batch([
    putLink(deps.db, id, { ...row, kind }),
    auditLine(deps.db, actor, { at: row.createdAt, event: { kind: 'staff-recovery-sent', login } }),
  ])
  return made.length > 0 ? accept({ token }) : refuse({ code: 'not-found' })
}

/** The link of the first administrator; null once there is an administrator. Repeating it makes another, and the older one is dead. */
export async function firstAdministratorLink(deps: Deps): Promise<string | null> {
  const { token, row } = newLink(deps, 'first')
  const event = { kind: 'first-administrator-invited' } as const
  const [dropped, put] = putFirstLink(deps.db, row)
  const [, made] = await deps.db.batch([dropped, put, auditLine(deps.db, { role: 'operator' }, { at: row.createdAt, event })])
  return made.length > 0 ? token : null
}
