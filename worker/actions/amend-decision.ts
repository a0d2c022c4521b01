import { auditLine } from '../../db/audit.ts'
import {
  type AmendmentActing,
  confirmAmendment,
  dropAmendment,
  proposeAmendment,
  settleByAmendment,
  showAmended,
} from '../../db/decision-writes.ts'
import { decisionOf } from '../../db/decisions.ts'
import type { Deps } from '../deps.ts'
import { type AmendmentDraft, judgeAmendment } from '../rules/amendment.ts'
import { reasonFlaw } from '../rules/case-reason.ts'
import { hashOfText, mayRelease, publicOutcomes, textOfRecord } from '../rules/decision.ts'
import { type AmendmentFile, confirmedOf, headOf, openAmendment, type ReleasedDecision } from '../rules/decision-file.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { Staff } from '../rules/roles.ts'
import { dayOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { refresh } from './publish-notice.ts'
import { isReleaser } from './save-decision.ts'

type Amended = Verdict<{ readonly number: number }>

const settled = (rows: readonly { readonly number: number }[]): Amended =>
  rows[0] ? accept(rows[0]) : refuse({ code: 'decision-moved' })

async function releasedOf(deps: Deps, campaign: CampaignId): Promise<Verdict<ReleasedDecision>> {
  const file = await decisionOf(deps.db, campaign)
  return file?.state === 'released' ? accept(file) : refuse({ code: 'decision-moved' })
}

/**
 * Proposes to take honours back from a released decision, under the next number. The decision itself is not touched, and
 * nothing happens until a person of another role confirms. One at a time: of two proposals at once the second is refused.
 */
export async function proposeRevocation(
  deps: Deps,
  staff: Staff,
  { campaign, ...draft }: AmendmentDraft & { readonly campaign: CampaignId },
): Promise<Amended> {
  if (!isReleaser(staff.role)) return refuse({ code: 'not-allowed' })
  const found = await releasedOf(deps, campaign)
  if (!found.ok) return found
  const file = found.value
  if (openAmendment(file)) return refuse({ code: 'decision-moved' })
  const at = deps.now()
  const terms = { record: file.record, amendments: confirmedOf(file), previous: headOf(file), today: dayOf(at) }
  const judged = judgeAmendment(draft, terms)
  if (!judged.ok) return refuse({ code: 'form-refused', flaws: judged.flaws })
  const { number, reason, revoked } = judged.amendment
  const text = textOfRecord(judged.amendment)
  const acting = { campaign, number, by: staff.id, role: staff.role, at }
  const event = { kind: 'amendment-proposed', campaign, number, revoked: revoked.map(one => one.number), reason } as const
  const [rows] = await deps.db.batch([
    proposeAmendment(deps.db, acting, { text, hash: hashOfText(text) }),
    auditLine(deps.db, staff, { at, event }),
  ])
  return settled(rows)
}

/** Which amendment, and by its hash the very text that was read. */
export interface AmendmentAsked {
  readonly campaign: CampaignId
  readonly hash: string
}

interface Open {
  readonly file: ReleasedDecision
  readonly open: AmendmentFile
  readonly acting: AmendmentActing
}

/** The amendment that waits, before somebody who may answer it. */
async function waiting(deps: Deps, staff: Staff, { campaign, hash }: AmendmentAsked): Promise<Verdict<Open>> {
  if (!isReleaser(staff.role)) return refuse({ code: 'not-allowed' })
  const found = await releasedOf(deps, campaign)
  if (!found.ok) return found
  const open = openAmendment(found.value)
  if (open?.hash !== hash) return refuse({ code: 'decision-moved' })
  if (!mayRelease({ ...open.proposed, writtenBy: open.proposed.by }, staff)) return refuse({ code: 'second-person-needed' })
  const acting = { campaign, number: open.amendment.number, by: staff.id, role: staff.role, at: deps.now() }
  return accept({ file: found.value, open, acting })
}

/**
 * The second person's word on an amendment. From then on the public pages no longer call the revoked honoured, where the
 * result is out; nobody moves up. Pressed twice by the same person it is confirmed once.
 */
export async function confirmRevocation(deps: Deps, staff: Staff, asked: AmendmentAsked): Promise<Amended> {
  const before = await decisionOf(deps.db, asked.campaign)
  const mine =
    before?.state === 'released' && before.amendments.find(one => one.confirmed?.by === staff.id && one.hash === asked.hash)
  if (mine) return accept(mine.amendment)
  const found = await waiting(deps, staff, asked)
  if (!found.ok) return found
  const { file, open, acting } = found.value
  const { campaign, number, at } = acting
  const event = { kind: 'amendment-confirmed', campaign, number, hash: open.hash } as const
  const [rows] = await deps.db.batch([
    confirmAmendment(deps.db, acting, open.hash),
    auditLine(deps.db, staff, { at, event }),
    showAmended(deps.db, campaign, publicOutcomes(file.record, [...confirmedOf(file), open.amendment])),
    settleByAmendment(deps.db, campaign),
  ])
  if (rows.length > 0) refresh()
  return settled(rows)
}

/** The second person's no: the number is free again, the reason stays in the log. */
export async function refuseRevocation(
  deps: Deps,
  staff: Staff,
  { reason, ...asked }: AmendmentAsked & { readonly reason: string },
): Promise<Amended> {
  const found = await waiting(deps, staff, asked)
  if (!found.ok) return found
  const flaw = reasonFlaw(reason)
  if (flaw) return refuse({ code: 'form-refused', flaws: [{ ...flaw, field: 'refusal' }] })
  const { open, acting } = found.value
  const event = { kind: 'amendment-refused', campaign: acting.campaign, number: acting.number, reason } as const
  const [rows] = await deps.db.batch([
    dropAmendment(deps.db, acting, open.hash),
    auditLine(deps.db, staff, { at: acting.at, event }),
  ])
  return settled(rows)
}
