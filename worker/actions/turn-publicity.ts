import type { BatchItem } from 'drizzle-orm/batch'
import { auditLine } from '../../db/audit.ts'
import { noticeById } from '../../db/notices.ts'
import { beginPublicity, lastEditor, turnPublicity, wasStale } from '../../db/publicity.ts'
import type { Deps } from '../deps.ts'
import type { AuditEvent } from '../rules/audit.ts'
import type { NoticeId } from '../rules/ids.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

export interface Turning {
  readonly notice: NoticeId
  /** The revision the form was opened at. */
  readonly revision: number
  readonly event: AuditEvent
  /** Only while nobody has read the notice. */
  readonly unread?: boolean
}

/**
 * Writes one save of a public notice: its revision turns, the line is added, and everything else goes with them or not at
 * all. Refused when somebody else has saved since, or when the notice has been concluded; saving the same form twice is
 * such a refusal, so repeating it is harmless.
 */
export async function turn(
  deps: Deps,
  staff: Staff,
  { notice, revision, event, unread = false }: Turning,
  rest: readonly BatchItem<'sqlite'>[],
): Promise<Verdict<null>> {
  const at = deps.now()
  try {
    await deps.db.batch([
      beginPublicity(deps.db, notice),
      turnPublicity(deps.db, { notice, revision, by: staff.id, at, unread }),
      auditLine(deps.db, staff, { at, event }),
      ...rest,
    ])
    return accept(null)
  } catch (error) {
    if (!wasStale(error)) throw error
    return refuse(await whyStale(deps, notice))
  }
}

/** Why a save came too late. */
export async function whyStale(deps: Deps, notice: NoticeId): Promise<Refusal> {
  if ((await noticeById(deps.db, notice))?.conclusion) return CONCLUDED
  const last = await lastEditor(deps.db, notice)
  return { code: 'edited-by-other', by: last?.by ?? '其他工作人员', at: last?.at ?? deps.now() }
}

/** Nothing of a public notice changes after its result is out. */
const CONCLUDED: Refusal = { code: 'not-ready', missing: ['公示结果已经公布，不能再改'] }
