import { auditLine } from '../../db/audit.ts'
import { withdrawRow } from '../../db/nominee-edits.ts'
import type { Deps } from '../deps.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { RowSeen } from '../rules/nominee-desk.ts'
import type { Staff } from '../rules/roles.ts'
import { refuse } from '../rules/verdict.ts'
import { done, type Saved, whyNot } from './edit-nominees.ts'

/** Signs of a reason, which readers will see. */
export const REASON = { least: 4, most: 200 } as const

/**
 * Withdraws a nominee (撤下). The page stays with the reason. Nothing about the vote changes: the box goes by the spec it was
 * opened with, a ballot that names a withdrawn nominee is recorded like any other, and what was counted stays counted and is
 * shown as such (law 3). A second time it is refused: the first reason stands.
 */
export async function withdrawNominee(
  deps: Deps,
  staff: Staff,
  { campaign, seen, reason }: { campaign: Pick<CampaignFile, 'id'>; seen: RowSeen; reason: string },
): Promise<Saved> {
  const text = reason.trim()
  if (text.length < REASON.least || text.length > REASON.most)
    return flawed(`请写明原因，${REASON.least} 至 ${REASON.most} 个字；原因会公开显示。`)
  const at = deps.now()
  const [withdrawn] = await deps.db.batch([
    withdrawRow(deps.db, { campaign: campaign.id, by: staff.id, at }, { ...seen, reason: text }),
    auditLine(deps.db, staff, {
      at,
      event: { kind: 'nominee-withdrawn', campaign: campaign.id, number: seen.number, reason: text },
    }),
  ])
  if (withdrawn.meta.changes > 0) return done()
  const why = await whyNot(deps, campaign, [seen])
  return !why.ok && why.refusal.code === 'spec-frozen' ? flawed('已经撤下，原因不能再改。') : why
}

const flawed = (says: string): Saved => ({ ...refuse({ code: 'form-refused', flaws: [{ field: 'reason', says }] }), theirs: [] })
