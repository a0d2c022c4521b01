import { randomBytes } from 'node:crypto'
import { auditLine } from '../../db/audit.ts'
import {
  arrangePapers,
  deletePaper,
  describePaper,
  insertPaper,
  type PaperRow,
  paperAt,
  papersOf,
  type Whose,
} from '../../db/private/dossier-papers.ts'
import type { Deps } from '../deps.ts'
import { bytesLabel, closeName, markOf, paperSeal, readPapers } from '../dossier-papers.ts'
import { agendaOf } from '../objects/names.ts'
import { papersKeptUntil } from '../purge-papers.ts'
import type { AuditEvent } from '../rules/audit.ts'
import { MOST_PAPERS, movedPaper, PAPER_BYTES, type PaperKind, paperFolder, paperName } from '../rules/dossier-paper.ts'
import type { FileKind } from '../rules/file-kind.ts'
import { idFrom, type PaperId } from '../rules/ids.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { putAway, takeFiles } from './take-files.ts'

const TAKEN: readonly FileKind[] = ['pdf', 'jpeg', 'png', 'webp', 'docx', 'xlsx']

/** What somebody says of a paper. */
export interface Described {
  readonly kind: PaperKind
  /** As typed; empty for the name of the file. */
  readonly name: string
}

/**
 * Puts a paper of a nominee away, sealed, if its bytes are what may be sent (T20). The same file again changes nothing; of
 * two sent at once the database takes the first.
 */
export async function addPaper(
  deps: Deps,
  staff: Staff,
  { whose, kind, name, file }: Described & { readonly whose: Whose; readonly file: File },
): Promise<Verdict<null>> {
  const read = await takeFiles([file], { most: 1, bytes: PAPER_BYTES, kinds: TAKEN })
  if (!read.ok) return read
  const [taken] = read.value
  if (!taken) return refuse({ code: 'file-refused', name: '附件', why: '没有选择文件，或者文件是空的' })
  const called = paperName(name, taken.name)
  const now = deps.now()
  if ((await papersKeptUntil(deps.db, whose.campaign, now)) <= now) return refuse({ code: 'not-ready', missing: [OVER] })
  const seal = await paperSeal(deps, whose.campaign)
  const id = idFrom('pap', randomBytes(16)) as PaperId
  const object = paperFolder(whose.campaign) + randomBytes(16).toString('hex')
  const mark = markOf(deps, whose.campaign, taken.bytes)
  await putAway(deps, [{ object, bytes: await seal.close(taken.bytes, bytesLabel(id)) }])
  const row = { id, number: whose.number, kind, mediaType: taken.mediaType, size: taken.bytes.length, object, mark }
  const by = { campaignId: whose.campaign, addedBy: staff.id, addedAt: now }
  const [added] = await deps.db.batch([
    insertPaper(deps.db, { ...row, ...by, sealedName: await closeName(seal, id, called) }),
    paperLine(deps, staff, { whose, paper: { id, kind }, change: 'added' }),
  ])
  if (added.meta.changes > 0) {
    await agendaOf(deps.env).wake(now)
    return accept(null)
  }
  await deps.env.FILES.delete(object)
  return whyNotAdded(deps, whose, { mark, name: taken.name, called })
}

const FIXED = '评审决定已经提交复核或生效，它所依据的材料不能再改'
const OVER = '活动已经结束，材料的保存期已满，不再收'

/** Why nothing was added: it is there already, there are enough, or a decision rests on those there are. */
async function whyNotAdded(
  deps: Deps,
  whose: Whose,
  { mark, name, called }: { mark: string; name: string; called: string },
): Promise<Verdict<null>> {
  const rows = await papersOf(deps.db, whose)
  const same = rows.find(row => row.mark === mark)
  if (same) {
    const known = (await readPapers(deps, whose)).find(({ id }) => id === same.id)?.name ?? null
    if (known === called) return accept(null)
    return refuse({ code: 'file-refused', name, why: known ? `同样的文件已经上传过，名称是“${known}”` : '同样的文件已经上传过' })
  }
  if (rows.length >= MOST_PAPERS) return refuse({ code: 'file-refused', name, why: `一个候选对象最多 ${MOST_PAPERS} 份材料` })
  return refuse({ code: 'not-ready', missing: [FIXED] })
}

/** Says anew what a paper is and what it is called. Repeating it changes nothing more. */
export async function renamePaper(
  deps: Deps,
  staff: Staff,
  { whose, id, kind, name }: Described & { readonly whose: Whose; readonly id: string },
): Promise<Verdict<null>> {
  const paper = await paperAt(deps.db, whose, id)
  if (!paper) return refuse({ code: 'not-found' })
  if (name.trim() === '') return refuse({ code: 'form-refused', flaws: [{ field: 'name', says: '请填写材料名称。' }] })
  const sealedName = await closeName(await paperSeal(deps, whose.campaign), paper.id, paperName(name, ''))
  return settled(
    await deps.db.batch([
      describePaper(deps.db, whose, { id: paper.id, kind, sealedName }),
      paperLine(deps, staff, { whose, paper: { id: paper.id, kind }, change: 'described' }),
    ]),
  )
}

/** Moves a paper by one place among its kind. One that stands first or last stays. */
export async function movePaper(
  deps: Deps,
  staff: Staff,
  { whose, id, step }: { readonly whose: Whose; readonly id: string; readonly step: -1 | 1 },
): Promise<Verdict<null>> {
  const rows = await papersOf(deps.db, whose)
  const paper = rows.find(row => row.id === id)
  if (!paper) return refuse({ code: 'not-found' })
  const order = movedPaper(rows, id, step)
  if (order === null) return accept(null)
  return settled(
    await deps.db.batch([arrangePapers(deps.db, whose, order), paperLine(deps, staff, { whose, paper, change: 'arranged' })]),
  )
}

/** Takes a paper out, and its content out of the store. Repeating it finds nothing and harms nothing. */
export async function removePaper(
  deps: Deps,
  staff: Staff,
  { whose, id }: { readonly whose: Whose; readonly id: string },
): Promise<Verdict<null>> {
  const paper = await paperAt(deps.db, whose, id)
  if (!paper) return accept(null)
  const gone = await deps.db.batch([
    deletePaper(deps.db, whose, paper.id),
    paperLine(deps, staff, { whose, paper, change: 'removed' }),
  ])
  // The row first: what fails in between leaves bytes that nobody can find or open, and that go with the rest on their day.
  if (gone[0].meta.changes > 0) await deps.env.FILES.delete(paper.object)
  return settled(gone)
}

const settled = ([done]: readonly [{ readonly meta: { readonly changes: number } }, ...unknown[]]): Verdict<null> =>
  done.meta.changes > 0 ? accept(null) : refuse({ code: 'not-ready', missing: [FIXED] })

type Change = Extract<AuditEvent, { kind: 'papers-edited' }>['change']

/** The log names the paper by its id and kind and never by its name: that may hold what must not stand there. */
const paperLine = (
  deps: Deps,
  staff: Staff,
  {
    whose: { campaign, number },
    paper: { id, kind },
    change,
  }: { whose: Whose; paper: Pick<PaperRow, 'id' | 'kind'>; change: Change },
) =>
  auditLine(deps.db, staff, { at: deps.now(), event: { kind: 'papers-edited', campaign, number, paper: id, of: kind, change } })
