import { auditLine } from '../../db/audit.ts'
import { type CodeBatch, revokeBatch } from '../../db/codes.ts'
import type { Deps } from '../deps.ts'
import { forgetAll } from '../memo.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/**
 * Calls a batch back: its codes open nothing any more, and who came in by one of them and has not voted yet is asked for
 * another, at the latest when an isolate has forgotten what it read (MEMO_MS). Ballots that were recorded stay. Repeating
 * it changes nothing.
 */
export async function revokeCodes(
  deps: Deps,
  staff: Staff,
  { campaign, batch }: { campaign: CampaignFile; batch: CodeBatch },
): Promise<Verdict<{ readonly revoked: boolean }>> {
  const at = deps.now()
  const { id, unit, issued: count } = batch
  if (batch.campaignId !== campaign.id) return refuse({ code: 'not-found' })
  const event = { kind: 'codes-revoked', campaign: campaign.id, batch: id, unit, count } as const
  const [result] = await deps.db.batch([
    revokeBatch(deps.db, campaign.id, { batch: id, at }),
    auditLine(deps.db, staff, { at, event }),
  ])
  forgetAll()
  return accept({ revoked: result.meta.changes > 0 })
}
