import { type AuditActor, auditLine } from '../../db/audit.ts'
import { insertBatch, insertCodes } from '../../db/codes.ts'
import type { Deps } from '../deps.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type BatchId, idFrom } from '../rules/ids.ts'
import { printedCode, verifierHash, votingCodeFrom } from '../rules/voting-code.ts'
import { keyFor } from '../tokens.ts'

export interface IssuedBatch {
  readonly batch: BatchId
  readonly unit: string
  /** As printed. This answer is the only place where they ever stand; the database keeps what proves them. */
  readonly codes: readonly string[]
}

/** Most codes in one batch: one statement of D1, one printed book. */
export const MOST_CODES = 5000

/** Issues a batch of one-time codes to a unit. Not repeatable: every call issues new codes. */
export async function issueCodes(
  deps: Deps,
  actor: AuditActor,
  { campaign, unit, count }: { campaign: CampaignFile; unit: string; count: number },
): Promise<IssuedBatch> {
  const at = deps.now()
  const batch = idFrom('bat', crypto.getRandomValues(new Uint8Array(16))) as BatchId
  const key = keyFor(deps.config.siteKey, 'voting-code')
  const codes = distinctCodes(count)
  const rows = codes.map(code => ({ selector: code.selector, verifierHash: verifierHash(key, code) }))
  await deps.db.batch([
    insertBatch(deps.db, { id: batch, campaignId: campaign.id, unit, issued: count, createdAt: at }),
    auditLine(deps.db, actor, { at, event: { kind: 'codes-issued', campaign: campaign.id, batch, unit, count } }),
    insertCodes(deps.db, { campaign: campaign.id, batch, unit, codes: rows }),
  ])
  return { batch, unit, codes: codes.map(printedCode) }
}

/** Two codes of a batch never share a selector; one that another batch already has makes the whole batch fail. */
function distinctCodes(count: number) {
  const bySelector = new Map<string, ReturnType<typeof votingCodeFrom>>()
  while (bySelector.size < count) {
    const code = votingCodeFrom(crypto.getRandomValues(new Uint8Array(10)))
    bySelector.set(code.selector, code)
  }
  return [...bySelector.values()]
}
