import { auditAlone } from '../../db/audit.ts'
import { type ObjectionFile, objectionById, staffNames } from '../../db/objections.ts'
import { fileAt, filesOf, papersOf } from '../../db/private/objection-papers.ts'
import type { PaperKind } from '../../db/private/objections.ts'
import type { Deps } from '../deps.ts'
import type { ObjectionId } from '../rules/ids.ts'
import { findPersonalData } from '../rules/masking.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import type { Day } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { type FileText, openFile, openName, openPaper, type PaperText, sealOf } from './objection-papers.ts'

/** One writing, open. */
export interface OpenPaper extends PaperText {
  readonly kind: PaperKind
  readonly written: Day
  /** Null when the objector wrote it. */
  readonly by: string | null
  readonly files: readonly { readonly object: string; readonly name: string; readonly size: number }[]
}

export interface Revealing {
  readonly id: ObjectionId
  readonly reason: string
}

/** A reason stands in the log for good, so it must be one and must not carry what it is about. */
export function reasonFlaw(reason: string): FormFlaw | null {
  const length = [...reason].length
  if (length < 4 || length > 100) return { field: 'reason', says: '请写明查看的事由，4 到 100 个字。' }
  return findPersonalData(reason).length > 0
    ? { field: 'reason', says: '事由会留在操作记录里，请不要写证件号、电话等个人信息。' }
    : null
}

/**
 * Opens everything written about an objection, for this one request. The line in the log comes first: without it nothing
 * is opened. Every repetition is another look and another line.
 */
export async function revealObjection(
  deps: Deps,
  staff: Staff,
  { id, reason }: Revealing,
): Promise<Verdict<{ objection: ObjectionFile; papers: readonly OpenPaper[] }>> {
  const found = await lookAt(deps, staff, { id, reason, what: '内容' })
  if (!found.ok) return found
  const objection = found.value
  const [seal, rows, files] = await Promise.all([sealOf(deps, objection), papersOf(deps.db, id), filesOf(deps.db, id)])
  const names = await staffNames(
    deps.db,
    rows.flatMap(({ staffId }) => (staffId ? [staffId] : [])),
  )
  const papers: OpenPaper[] = []
  for (const row of rows) {
    const own = files.filter(({ paper }) => paper === row.paper)
    papers.push({
      ...(await openPaper(seal, id, row)),
      kind: row.kind,
      written: row.written,
      by: row.staffId && (names.get(row.staffId) ?? row.staffId),
      files: await Promise.all(
        own.map(async file => ({ object: file.object, size: file.size, name: (await openName(seal, file)).name })),
      ),
    })
  }
  return accept({ objection, papers })
}

/** Opens one file of an objection, for this one request; it leaves a line of its own. */
export async function revealFile(
  deps: Deps,
  staff: Staff,
  { id, reason, object }: Revealing & { object: string },
): Promise<Verdict<FileText & { bytes: Uint8Array }>> {
  const file = await fileAt(deps.db, { objection: id, object })
  if (!file) return refuse({ code: 'not-found' })
  const found = await lookAt(deps, staff, { id, reason, what: '附件' })
  if (!found.ok) return found
  const seal = await sealOf(deps, found.value)
  const bytes = await openFile(deps, seal, object)
  return bytes ? accept({ ...(await openName(seal, file)), bytes }) : refuse({ code: 'not-found' })
}

async function lookAt(
  deps: Deps,
  staff: Staff,
  { id, reason, what }: Revealing & { what: string },
): Promise<Verdict<ObjectionFile>> {
  const objection = await objectionById(deps.db, id)
  if (!objection) return refuse({ code: 'not-found' })
  const flaw = reasonFlaw(reason)
  if (flaw) return refuse({ code: 'form-refused', flaws: [flaw] })
  const event = { kind: 'private-revealed', subject: `异议 ${id} 的${what}`, reason } as const
  await auditAlone(deps.db, staff, { at: deps.now(), event })
  return accept(objection)
}
