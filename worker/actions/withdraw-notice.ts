import { auditLine } from '../../db/audit.ts'
import { settleByNotice } from '../../db/decision-writes.ts'
import { withdraw } from '../../db/notice-writes.ts'
import type { Deps } from '../deps.ts'
import type { DeskNotice } from '../rules/notice-desk.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { refresh } from './publish-notice.ts'

/**
 * Takes a published notice back: its address stays and says when and why, its text and files go. Repeating it changes
 * nothing; the first reason stands.
 */
export async function withdrawNotice(deps: Deps, actor: Staff, notice: DeskNotice, reason: string): Promise<Verdict<null>> {
  if (reason === '')
    return refuse({ code: 'form-refused', flaws: [{ field: 'reason', says: '请写明撤回的原因，它会显示在公告页上。' }] })
  const now = deps.now()
  if (notice.publishAt === null || notice.publishAt > now)
    return refuse({ code: 'not-ready', missing: ['公告还没有发布，不需要撤回'] })
  await deps.db.batch([
    withdraw(deps.db, { id: notice.id, now, reason }),
    auditLine(deps.db, actor, { at: now, event: { kind: 'notice-withdrawn', notice: notice.id, title: notice.title, reason } }),
    settleByNotice(deps.db, notice.id),
    auditLine(deps.db, actor, { at: now, event: { kind: 'outcomes-set', notice: notice.id, title: notice.title, shown: false } }),
  ])
  refresh()
  return accept(null)
}
