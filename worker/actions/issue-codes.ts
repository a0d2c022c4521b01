import { type AuditActor, auditLine } from '../../db/audit.ts'
import { insertBatch, insertCodes } from '../../db/codes.ts'
import { type FreshCode, forgeCodes } from '../code-forge.ts'
import type { Deps } from '../deps.ts'
import type { CampaignFile, VoterClass } from '../rules/campaign.ts'
import { type BatchId, idFrom } from '../rules/ids.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

export interface CodeOrder {
  readonly campaign: CampaignFile
  readonly unit: string
  /** What its holders are to the organization, where the batch is for one kind of voters. */
  readonly voterClass: VoterClass | null
  readonly count: number
  /** Named before, so that a form that is sent twice does not issue twice. */
  readonly batch: BatchId
}

export interface IssuedBatch {
  readonly batch: BatchId
  readonly unit: string
  readonly voterClass: VoterClass | null
  /** As printed. This answer is the only place where they ever stand; the database keeps what proves them. */
  readonly codes: readonly FreshCode[]
}

/** Most codes in one batch: one statement of D1, one printed book. */
export const MOST_CODES = 5000

/** The name of a batch that is still to be issued. */
export const newBatch = (): BatchId => idFrom('bat', crypto.getRandomValues(new Uint8Array(16))) as BatchId

/**
 * Issues a batch of one-time codes to a unit. Under the name of a batch that was issued before it refuses: the codes stood
 * in the first answer and nowhere else.
 */
export async function issueCodes(
  deps: Deps,
  actor: AuditActor,
  { campaign: { id: campaign }, batch, unit, voterClass, count }: CodeOrder,
): Promise<Verdict<IssuedBatch>> {
  const at = deps.now()
  const codes = forgeCodes(deps.config.siteKey, campaign, count)
  const event = { kind: 'codes-issued', campaign, batch, unit, count } as const
  try {
    await deps.db.batch([
      insertBatch(deps.db, { id: batch, campaignId: campaign, unit, issued: count, createdAt: at, voterClass }),
      auditLine(deps.db, actor, { at, event }),
      insertCodes(deps.db, { campaign, batch, unit, voterClass, codes: codes.map(({ kept }) => kept) }),
    ])
  } catch (error) {
    if (/UNIQUE constraint failed: code_batches\.id/.test(`${error} ${(error as Error).cause}`))
      return refuse({ code: 'codes-shown' })
    throw error
  }
  return accept({ batch, unit, voterClass, codes: codes.map(({ code, token }) => ({ code, token })) })
}
