import { auditLine } from '../../db/audit.ts'
import { release, sendBack } from '../../db/decision-writes.ts'
import { decisionOf } from '../../db/decisions.ts'
import type { Deps } from '../deps.ts'
import { reasonFlaw } from '../rules/case-reason.ts'
import { mayRelease, publicOutcomes } from '../rules/decision.ts'
import type { DecisionFile } from '../rules/decision-file.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { actingOn, type DecisionAsked, type Written, written } from './save-decision.ts'

type Submitted = Extract<DecisionFile, { state: 'submitted' }>

/** What was handed in, as the page showed it, before somebody who may answer it. */
async function handedIn(deps: Deps, staff: Staff, { campaign, revision }: DecisionAsked): Promise<Verdict<Submitted>> {
  const file = await decisionOf(deps.db, campaign)
  if (!file) return refuse({ code: 'not-found' })
  if (file.state !== 'submitted' || file.revision !== revision) return refuse({ code: 'decision-moved' })
  const handed = { ...file.handed, writtenBy: file.edited.by }
  return mayRelease(handed, staff) ? accept(file) : refuse({ code: 'second-person-needed' })
}

/**
 * The second person's word, by which the decision stands for good (T18). The database refuses the same person, the same
 * role, and whoever wrote it. Pressed twice by the same person it is released once.
 */
export async function releaseDecision(deps: Deps, staff: Staff, asked: DecisionAsked): Promise<Written> {
  const acting = actingOn(deps, staff, asked)
  if (!acting.ok) return acting
  const before = await decisionOf(deps.db, asked.campaign)
  if (before?.state === 'released' && before.released.by === staff.id && before.revision === asked.revision + 1)
    return accept(before)
  const found = await handedIn(deps, staff, asked)
  if (!found.ok) return found
  const { record, hash } = found.value
  const event = { kind: 'decision-released', campaign: asked.campaign, hash } as const
  const [rows] = await deps.db.batch([
    release(deps.db, acting.value, publicOutcomes(record, [])),
    auditLine(deps.db, staff, { at: acting.value.at, event }),
  ])
  return written(rows)
}

/** The second person's no: a draft again, with the reason in the log and on its page. */
export async function returnDecision(
  deps: Deps,
  staff: Staff,
  { reason, ...asked }: DecisionAsked & { readonly reason: string },
): Promise<Written> {
  const acting = actingOn(deps, staff, asked)
  if (!acting.ok) return acting
  const found = await handedIn(deps, staff, asked)
  if (!found.ok) return found
  const flaw = reasonFlaw(reason)
  if (flaw) return refuse({ code: 'form-refused', flaws: [{ ...flaw, field: 'refusal' }] })
  const event = { kind: 'decision-returned', campaign: asked.campaign, hash: found.value.hash, reason } as const
  const [rows] = await deps.db.batch([sendBack(deps.db, acting.value), auditLine(deps.db, staff, { at: acting.value.at, event })])
  return written(rows)
}
