import { sql } from 'drizzle-orm'
import { auditLine } from '../../db/audit.ts'
import { disableStaff, restoreStaff, type StaffFile } from '../../db/staff.ts'
import { deleteLinkOf } from '../../db/staff-links.ts'
import { deleteSessionNamed, deleteSessionsOf } from '../../db/staff-sessions.ts'
import type { Deps } from '../deps.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** Closes an account: its sessions and its link end with it. Never that of the last administrator. Repeating it is harmless. */
export async function disableAccount(deps: Deps, actor: Staff, { id, login }: StaffFile): Promise<Verdict<null>> {
  const at = deps.now()
  const closed = sql`exists (select 1 from staff where id = ${id} and disabled_at is not null)`
  const [disabled] = await deps.db.batch([
    disableStaff(deps.db, id, at),
    auditLine(deps.db, actor, { at, event: { kind: 'staff-disabled', login } }),
    deleteSessionsOf(deps.db, id, closed),
    deleteLinkOf(deps.db, id, closed),
  ])
  if (disabled.length > 0) return accept(null)
  return refuse({ code: 'not-ready', missing: ['另一个能登录的系统管理员'] })
}

/** Opens a closed account again, as it was. Repeating it changes nothing. */
export async function restoreAccount(deps: Deps, actor: Staff, { id, login }: StaffFile): Promise<void> {
  await deps.db.batch([
    restoreStaff(deps.db, id),
    auditLine(deps.db, actor, { at: deps.now(), event: { kind: 'staff-restored', login } }),
  ])
}

/** Ends one session of somebody, or all of them when none is named. Repeating it changes nothing. */
export async function endSessionOf(
  deps: Deps,
  actor: Staff,
  { account: { id, login }, name }: { account: StaffFile; name: string | null },
): Promise<void> {
  await deps.db.batch([
    name === null ? deleteSessionsOf(deps.db, id) : deleteSessionNamed(deps.db, id, name),
    auditLine(deps.db, actor, { at: deps.now(), event: { kind: 'session-ended', login } }),
  ])
}
