import { auditLine } from '../../db/audit.ts'
import { openAgain, panelOf, seatReviewer, unseatReviewer, writePanel } from '../../db/panels.ts'
import { staffById } from '../../db/staff.ts'
import type { Deps } from '../deps.ts'
import type { CampaignId, StaffId } from '../rules/ids.ts'
import type { PanelTerms } from '../rules/panel.ts'
import { REASON, reasonFlaw } from '../rules/panel-form.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/**
 * Makes the panel of a campaign or changes its terms. A save names the revision it began with (0 for none); one that comes
 * too late is told who was quicker. Once a mark is given the terms are fixed.
 */
export async function setPanel(
  deps: Deps,
  staff: Staff,
  { campaign, terms, revision }: { campaign: CampaignId; terms: PanelTerms; revision: number },
): Promise<Verdict<{ readonly revision: number }>> {
  const before = await panelOf(deps.db, campaign)
  if (before?.fixed) return refuse({ code: 'panel-fixed' })
  const at = deps.now()
  const event = {
    ...({ kind: 'panel-set', campaign, revision: revision + 1 } as const),
    criteria: terms.criteria.length,
    blind: terms.blind,
  }
  const [rows] = await deps.db.batch([
    writePanel(deps.db, { campaign, terms, revision, by: staff.id, at }),
    auditLine(deps.db, staff, { at, event }),
  ])
  if (rows[0]) return accept(rows[0])
  const now = await panelOf(deps.db, campaign)
  if (!now || now.fixed) return refuse({ code: 'panel-fixed' })
  return refuse({ code: 'edited-by-other', by: now.editedBy, at: now.editedAt })
}

interface Seating {
  readonly campaign: CampaignId
  readonly reviewer: StaffId
}

type Seated = Verdict<{ readonly id: StaffId }>

/** Gives a reviewer a seat. Repeating it changes nothing. */
export async function seat(deps: Deps, staff: Staff, { campaign, reviewer }: Seating): Promise<Seated> {
  const person = await staffById(deps.db, reviewer)
  if (person?.role !== 'reviewer') return refuse({ code: 'not-found' })
  const at = deps.now()
  await deps.db.batch([
    seatReviewer(deps.db, { campaign, reviewer, by: staff.id, at }),
    auditLine(deps.db, staff, { at, event: { kind: 'reviewer-seated', campaign, reviewer: person.name } }),
  ])
  return accept({ id: reviewer })
}

/** Takes a reviewer off the panel; what they wrote is kept and counted no more. Repeating it changes nothing. */
export async function unseat(deps: Deps, staff: Staff, { campaign, reviewer }: Seating): Promise<Seated> {
  const person = await staffById(deps.db, reviewer)
  if (!person) return refuse({ code: 'not-found' })
  const at = deps.now()
  await deps.db.batch([
    unseatReviewer(deps.db, { campaign, reviewer, at }),
    auditLine(deps.db, staff, { at, event: { kind: 'reviewer-removed', campaign, reviewer: person.name } }),
  ])
  return accept({ id: reviewer })
}

/** Gives handed-in sheets back, with a reason that stands in the log. */
export async function reopenSheets(
  deps: Deps,
  staff: Staff,
  { campaign, reviewer, revision, reason }: Seating & { revision: number; reason: string },
): Promise<Seated> {
  const flaw = reasonFlaw('reason', reason, REASON)
  if (flaw) return refuse({ code: 'form-refused', flaws: [flaw] })
  const person = await staffById(deps.db, reviewer)
  if (!person) return refuse({ code: 'not-found' })
  const at = deps.now()
  const [rows] = await deps.db.batch([
    openAgain(deps.db, { campaign, reviewer, revision }),
    auditLine(deps.db, staff, { at, event: { kind: 'sheets-reopened', campaign, reviewer: person.name, reason } }),
  ])
  return rows.length > 0 ? accept({ id: reviewer }) : refuse({ code: 'edited-by-other', by: person.name, at })
}
