import { auditLine } from '../../db/audit.ts'
import { noticeById } from '../../db/notices.ts'
import { objectionCounts } from '../../db/objections.ts'
import { beginPublicity, concludeNotice, markConcluded } from '../../db/publicity.ts'
import type { Deps } from '../deps.ts'
import { agendaOf } from '../objects/names.ts'
import { findPersonalData } from '../rules/masking.ts'
import { stateOf } from '../rules/notice.ts'
import { purgeDayOf } from '../rules/objection.ts'
import { conclusionFlaws } from '../rules/publicity.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { startOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import type { PublicityCase } from './list-publicity.ts'

/**
 * Puts the result line on a public notice whose period is over and which has no open objection; both are looked at by
 * the statement that writes (`concludeNotice`). Repeating it is harmless: the first line stays.
 */
export async function concludePublicity(
  deps: Deps,
  staff: Staff,
  { notice }: PublicityCase,
  line: string,
): Promise<Verdict<{ line: string }>> {
  const flaw = lineFlaw(line)
  if (flaw) return refuse({ code: 'form-refused', flaws: [flaw] })
  const [at, { id }] = [deps.now(), notice]
  const [, concluded] = await deps.db.batch([
    beginPublicity(deps.db, id),
    concludeNotice(deps.db, { notice: id, line, now: at }),
    auditLine(deps.db, staff, { at, event: { kind: 'publicity-concluded', notice: id } }),
    markConcluded(deps.db, { notice: id, by: staff.id, at }),
  ])
  if (concluded.length > 0) {
    await agendaOf(deps.env).wake(startOf(purgeDayOf(at, at)))
    return accept({ line })
  }
  const [stands, { received, done }] = await Promise.all([noticeById(deps.db, id), objectionCounts(deps.db, id)])
  if (stands?.conclusion) return accept({ line: stands.conclusion })
  const missing = conclusionFlaws(stands?.period ?? notice.period, { open: received - done, now: at })
  const unread = !stands || stateOf(stands, at).state !== 'published'
  return refuse({ code: 'not-ready', missing: unread ? ['公示没有发布，或已撤回', ...missing] : missing })
}

function lineFlaw(line: string): FormFlaw | null {
  const length = [...line].length
  if (length < 5 || length > 200) return { field: 'line', says: '请填写公示结果，5 到 200 个字。' }
  return findPersonalData(line).length > 0
    ? { field: 'line', says: '公示结果会公开显示，请不要写证件号、电话等个人信息。' }
    : null
}
