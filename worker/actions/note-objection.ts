import { auditLine } from '../../db/audit.ts'
import { objectionById } from '../../db/objections.ts'
import type { Deps } from '../deps.ts'
import type { ObjectionId } from '../rules/ids.ts'
import { LENGTH } from '../rules/objection.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { paperIdOf, writePaper } from './objection-papers.ts'

/** Adds a sealed note that only staff can open. May be repeated with the same key: it is added once. */
export async function noteObjection(
  deps: Deps,
  staff: Staff,
  { id, key, text }: { id: ObjectionId; key: string; text: string },
): Promise<Verdict<null>> {
  const objection = await objectionById(deps.db, id)
  if (!objection || objection.purged) return refuse({ code: 'not-found' })
  const length = [...text].length
  if (length < 2 || length > LENGTH.most)
    return refuse({ code: 'form-refused', flaws: [{ field: 'note', says: `请填写 2 到 ${LENGTH.most} 个字。` }] })
  const paper = paperIdOf(deps, id, key)
  const { statements } = await writePaper(deps, objection, {
    kind: 'note',
    paper,
    by: staff.id,
    content: { text },
    files: [],
    when: 'there',
  })
  await deps.db.batch([
    statements[0],
    auditLine(deps.db, staff, { at: deps.now(), event: { kind: 'objection-noted', objection: id } }),
  ])
  return accept(null)
}
