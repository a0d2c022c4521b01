import type { FormFlaw } from './refusal.ts'
import { STAFF_ROLES, type StaffRole } from './roles.ts'
import { accept, refuse, type Verdict } from './verdict.ts'

/** What people sign in with: easy to say on the telephone. */
export const LOGIN = /^[a-z0-9][a-z0-9._-]{1,38}$/
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,100}\.[^\s@]{2,}$/

/** A person who is to have an account. */
export interface Invited {
  readonly login: string
  readonly name: string
  readonly role: StaffRole
  readonly unit: string | null
  readonly email: string | null
}

/** What an administrator typed: blanks at the ends gone, login and address in lower case. */
export type TypedInvitation = Readonly<Record<keyof Invited, string>>

/** The invitation, or what is wrong with it. `byEmail` where Cloudflare Access knows people by their address. */
export function invitation(typed: TypedInvitation, byEmail: boolean): Verdict<Invited> {
  const { login, name, unit, email } = typed
  const role = STAFF_ROLES.find(one => one === typed.role)
  const flaws: FormFlaw[] = []
  const flaw = (field: string, says: string) => flaws.push({ field, says })
  if (name.length < 1 || name.length > 40) flaw('name', '请填写姓名，最多 40 个字。')
  if (!LOGIN.test(login)) flaw('login', '账号用小写字母、数字、点或横线，2 至 39 个字符，例如 wangfang。')
  if (!role) flaw('role', '请选择角色。')
  if (role === 'clerk' && (unit.length < 1 || unit.length > 60)) flaw('unit', '请填写这位经办人的推荐单位，最多 60 个字。')
  if (role !== 'clerk' && unit !== '') flaw('unit', '只有推荐单位经办人填写单位；请清空，或改选角色。')
  if (byEmail && !EMAIL.test(email)) flaw('email', '请填写单位邮箱，例如 wangfang@example.cn。')
  if (!role || flaws.length > 0) return refuse({ code: 'form-refused', flaws })
  return accept({ login, name, role, unit: role === 'clerk' ? unit : null, email: byEmail ? email : null })
}
