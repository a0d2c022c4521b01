import { auditLine } from '../../db/audit.ts'
import { beginDecision, type DecisionActing, handIn, rewriteDraft, sendBack } from '../../db/decision-writes.ts'
import { decisionOf } from '../../db/decisions.ts'
import type { Deps } from '../deps.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { hashOfText, type Releaser, textOfRecord } from '../rules/decision.ts'
import { judgeDecision } from '../rules/decision-check.ts'
import type { DecisionDraft } from '../rules/decision-draft.ts'
import type { DecisionFile } from '../rules/decision-file.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { Staff, StaffRole } from '../rules/roles.ts'
import { dayOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

export const isReleaser = (role: StaffRole): role is Releaser => role === 'organizer' || role === 'auditor'

/** Which decision, as the page showed it. */
export interface DecisionAsked {
  readonly campaign: CampaignId
  readonly revision: number
}

export type Written = Verdict<{ readonly revision: number }>

/** Who acts on it and on what; refused for a role that has no hand in it. */
export function actingOn(deps: Deps, staff: Staff, { campaign, revision }: DecisionAsked): Verdict<DecisionActing> {
  if (!isReleaser(staff.role)) return refuse({ code: 'not-allowed' })
  return accept({ campaign, revision, by: staff.id, role: staff.role, at: deps.now() })
}

export const written = (rows: readonly { readonly revision: number }[]): Written =>
  rows[0] ? accept(rows[0]) : refuse({ code: 'decision-moved' })

/**
 * Keeps a draft as it was typed, right or not. Saving the same again changes nothing; where somebody was faster nothing is
 * written, and who it was is told. Only the first save is an event: what is handed in, and by whom, is in the log.
 */
export async function saveDecision(
  deps: Deps,
  staff: Staff,
  { draft, ...asked }: DecisionAsked & { readonly draft: DecisionDraft },
): Promise<Written> {
  const acting = actingOn(deps, staff, asked)
  if (!acting.ok) return acting
  const before = await decisionOf(deps.db, asked.campaign)
  if (before?.state === 'draft' && JSON.stringify(before.draft) === JSON.stringify(draft)) return accept(before)
  if (before && before.state !== 'draft') return refuse({ code: 'decision-moved' })
  if ((before?.revision ?? 0) !== asked.revision) return refuse(overtaken(before))
  const { at } = acting.value
  const [rows] = before
    ? await deps.db.batch([rewriteDraft(deps.db, acting.value, draft)])
    : await deps.db.batch([
        beginDecision(deps.db, acting.value, draft),
        auditLine(deps.db, staff, { at, event: { kind: 'decision-drafted', campaign: asked.campaign } }),
      ])
  return rows[0] ? accept(rows[0]) : refuse(overtaken(await decisionOf(deps.db, asked.campaign)))
}

const overtaken = (before: DecisionFile | null) =>
  before
    ? ({ code: 'edited-by-other', by: before.edited.name, at: before.edited.at } as const)
    : ({ code: 'decision-moved' } as const)

/**
 * Hands the saved draft in: from now on it is a record under its hash, and waits for a person of another role. Refused with
 * everything that is missing or does not add up; the draft stays.
 */
export async function handInDecision(
  deps: Deps,
  staff: Staff,
  { campaign, revision }: { readonly campaign: CampaignFile; readonly revision: number },
): Promise<Written> {
  const acting = actingOn(deps, staff, { campaign: campaign.id, revision })
  if (!acting.ok) return acting
  const file = await decisionOf(deps.db, campaign.id)
  if (!file) return refuse({ code: 'not-found' })
  if (file.state !== 'draft' || file.revision !== revision) return refuse({ code: 'decision-moved' })
  const { at } = acting.value
  const judged = judgeDecision(file.draft, { campaign, today: dayOf(at) })
  if (!judged.ok) return refuse({ code: 'decision-incomplete', flaws: judged.flaws })
  const text = textOfRecord(judged.record)
  const hash = hashOfText(text)
  const [rows] = await deps.db.batch([
    handIn(deps.db, acting.value, { text, hash }),
    auditLine(deps.db, staff, { at, event: { kind: 'decision-submitted', campaign: campaign.id, hash } }),
  ])
  return written(rows)
}

/** Takes back what was handed in, to go on writing. */
export async function recallDecision(deps: Deps, staff: Staff, asked: DecisionAsked): Promise<Written> {
  const acting = actingOn(deps, staff, asked)
  if (!acting.ok) return acting
  const file = await decisionOf(deps.db, asked.campaign)
  if (file?.state !== 'submitted') return refuse({ code: 'decision-moved' })
  const event = { kind: 'decision-recalled', campaign: asked.campaign, hash: file.hash } as const
  const [rows] = await deps.db.batch([sendBack(deps.db, acting.value), auditLine(deps.db, staff, { at: acting.value.at, event })])
  return written(rows)
}
