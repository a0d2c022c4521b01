import type { StaffRole } from '../../worker/rules/roles.ts'
import { operate, Visitor } from './visitor.ts'

const PASSWORD = '一个足够长的口令 2026'

/** Somebody of the staff, signed in; the account is made where it is not there yet. */
export async function aStaffMember(login: string, { role = 'organizer' as StaffRole, name = login } = {}): Promise<Visitor> {
  await operate('staff', { body: { login, name, role, unit: role === 'clerk' ? '东城区' : null, password: PASSWORD } })
  const visitor = new Visitor()
  const answer = await visitor.form('/staff/sign-in', [
    ['login', login],
    ['password', PASSWORD],
  ])
  if (answer.status !== 303) throw new Error(`not signed in: ${answer.status}`)
  return visitor
}
