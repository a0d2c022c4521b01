import type { BatchItem } from 'drizzle-orm/batch'
import { auditLine } from '../../db/audit.ts'
import { moveObjection as moveRow, objectionById } from '../../db/objections.ts'
import type { Deps } from '../deps.ts'
import { agendaOf } from '../objects/names.ts'
import type { AuditEvent } from '../rules/audit.ts'
import type { ObjectionId } from '../rules/ids.ts'
import { isDone, moveFrom, type ObjectionState, purgeDayOf, wordsFlaw } from '../rules/objection.ts'
import { may, type Staff } from '../rules/roles.ts'
import { startOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { paperIdOf, writePaper } from './objection-papers.ts'

export interface MoveAsked {
  readonly id: ObjectionId
  readonly to: string
  /** The revision the page showed. */
  readonly revision: number
  /** Reason or answer, where the move needs one. */
  readonly words: string
}

/**
 * Moves an objection one lawful step, with what is said to the objector, in one batch with its audit line. Repeating it is
 * refused as an edit by another, since the revision has turned: nothing happens twice.
 */
export async function moveObjection(deps: Deps, staff: Staff, asked: MoveAsked): Promise<Verdict<{ to: ObjectionState }>> {
  const { id, to, revision, words } = asked
  const objection = await objectionById(deps.db, id)
  if (!objection) return refuse({ code: 'not-found' })
  const at = deps.now()
  if (objection.revision !== revision) return refuse(movedMeanwhile(objection, at))
  const move = moveFrom(objection.state, to)
  if (!move) return refuse({ code: 'body-malformed', where: 'to' })
  if (!may(staff, move.verb)) return refuse({ code: 'not-allowed' })
  const flaw = wordsFlaw(move.words, words)
  if (flaw) return refuse({ code: 'form-refused', flaws: [flaw] })
  const event: AuditEvent =
    move.to === 'answered'
      ? { kind: 'objection-answered', objection: id }
      : { kind: 'objection-moved', objection: id, to: move.to }
  const said = move.words === 'nothing' ? null : move.words
  const paper = paperIdOf(deps, id, `${said}/${revision}`)
  const content = { text: words }
  const written =
    said && (await writePaper(deps, objection, { kind: said, paper, by: staff.id, content, files: [], when: 'follows' }))
  const [moved] = await deps.db.batch([
    moveRow(deps.db, { id, from: objection.state, to: move.to, revision, by: staff.id, at }),
    auditLine(deps.db, staff, { at, event }),
    ...((written ? written.statements : []) as readonly BatchItem<'sqlite'>[]),
  ])
  if (moved.length > 0) {
    // The content of what is done goes one day; the Agenda finds out which.
    if (isDone(move.to)) await agendaOf(deps.env).wake(startOf(purgeDayOf(at, at)))
    return accept({ to: move.to })
  }
  return refuse(movedMeanwhile((await objectionById(deps.db, id)) ?? objection, at))
}

/** A supplement has no moment on record, only a day; then "now" is the latest it can have been. */
const movedMeanwhile = (
  { movedBy, movedAt }: { movedBy: string | null; movedAt: ReturnType<Deps['now']> | null },
  now: ReturnType<Deps['now']>,
) => ({ code: 'edited-by-other', by: movedBy ?? '异议人', at: movedAt ?? now }) as const
