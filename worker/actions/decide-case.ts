import { auditLine } from '../../db/audit.ts'
import { type Acting, caseById, confirmVerdict, proposeVerdict, refuseVerdict } from '../../db/cases.ts'
import { carryOutNow } from '../case-boxes.ts'
import type { Deps } from '../deps.ts'
import { agendaOf } from '../objects/names.ts'
import { isJudge, mayConfirm, verdictFor } from '../rules/case-decision.ts'
import type { CaseFile } from '../rules/case-file.ts'
import { reasonFlaw } from '../rules/case-reason.ts'
import type { CampaignId, CaseId } from '../rules/ids.ts'
import type { Staff } from '../rules/roles.ts'
import { after, MINUTE } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** Which case, as the page showed it. */
export interface CaseAsked {
  readonly campaign: CampaignId
  readonly id: CaseId
  readonly revision: number
}

type Judged = Verdict<{ readonly id: CaseId }>

/** The case and who acts on it; refused when somebody has moved it since, or when this role does not judge. */
async function atHand(
  deps: Deps,
  staff: Staff,
  { campaign, id, revision }: CaseAsked,
): Promise<Verdict<{ one: CaseFile; acting: Acting }>> {
  const one = await caseById(deps.db, campaign, id)
  if (!one) return refuse({ code: 'not-found' })
  if (!isJudge(staff.role)) return refuse({ code: 'not-allowed' })
  if (one.revision !== revision) return refuse({ code: 'case-moved' })
  return accept({ one, acting: { id, revision, by: staff.id, role: staff.role, at: deps.now() } })
}

const settled = (rows: readonly unknown[], id: CaseId): Judged =>
  rows.length > 0 ? accept({ id }) : refuse({ code: 'case-moved' })

/** One person's word on a case. Nothing happens to a ballot until another confirms it; repeating it is refused. */
export async function proposeCase(
  deps: Deps,
  staff: Staff,
  { verdict: text, reason, ...asked }: CaseAsked & { verdict: string; reason: string },
): Promise<Judged> {
  const found = await atHand(deps, staff, asked)
  if (!found.ok) return found
  const { one, acting } = found.value
  const verdict = verdictFor(one.kind, text)
  if (!verdict) return refuse({ code: 'form-refused', flaws: [{ field: 'verdict', says: '请选择一种处理意见。' }] })
  const flaw = reasonFlaw(reason)
  if (flaw) return refuse({ code: 'form-refused', flaws: [flaw] })
  const event = { kind: 'case-proposed', campaign: asked.campaign, case: one.id, verdict, reason } as const
  const [rows] = await deps.db.batch([
    proposeVerdict(deps.db, { ...acting, verdict, reason }),
    auditLine(deps.db, staff, { at: acting.at, event }),
  ])
  return settled(rows, one.id)
}

/**
 * The second person's word, which decides (trust 3.4). The database refuses the same person and the same role. The decision
 * stands with its line in the log; then the boxes are told, and whatever fails of that is made good by the Agenda.
 */
export async function confirmCase(deps: Deps, staff: Staff, asked: CaseAsked): Promise<Judged> {
  const found = await atHand(deps, staff, asked)
  if (!found.ok) return found
  const { one, acting } = found.value
  if (one.state !== 'proposed' || !one.proposed || !one.verdict) return refuse({ code: 'case-moved' })
  if (!mayConfirm(one.proposed, staff)) return refuse({ code: 'second-person-needed' })
  const { campaign } = asked
  const event = { kind: 'case-decided', campaign, case: one.id, verdict: one.verdict, ballots: one.size } as const
  // Told before there is something to do: a crash right after the decision finds the Agenda awake.
  await agendaOf(deps.env).wake(after(acting.at, MINUTE))
  const [rows] = await deps.db.batch([confirmVerdict(deps.db, acting), auditLine(deps.db, staff, { at: acting.at, event })])
  if (rows.length > 0) await carryOutNow(deps.env, deps.db, one.id, acting.at)
  return settled(rows, one.id)
}

/** The second person's no: the case is open again, with the reason in its steps. */
export async function refuseCase(
  deps: Deps,
  staff: Staff,
  { reason, ...asked }: CaseAsked & { reason: string },
): Promise<Judged> {
  const found = await atHand(deps, staff, asked)
  if (!found.ok) return found
  const { one, acting } = found.value
  if (one.state !== 'proposed' || !one.proposed) return refuse({ code: 'case-moved' })
  if (one.proposed.by === staff.id) return refuse({ code: 'second-person-needed' })
  const flaw = reasonFlaw(reason)
  if (flaw) return refuse({ code: 'form-refused', flaws: [{ ...flaw, field: 'refusal' }] })
  const [rows] = await deps.db.batch([
    refuseVerdict(deps.db, acting),
    auditLine(deps.db, staff, {
      at: acting.at,
      event: { kind: 'case-refused', campaign: asked.campaign, case: one.id, reason },
    }),
  ])
  return settled(rows, one.id)
}
