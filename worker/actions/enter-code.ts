import { countCodeFailure, livingCode } from '../../db/codes.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { readVotingCode, verifierHash } from '../rules/voting-code.ts'
import type { CodeSession } from '../session.ts'
import { keyFor, sameSecret } from '../tokens.ts'

/**
 * Exchanges a voting code for a session of this campaign. May be repeated. Whether a code is unknown, wrong or locked
 * is never told apart, in words or in work done: each takes the same look-up and the same hash (T25).
 */
export async function enterCode(
  deps: Deps,
  { campaign, address, typed }: { campaign: CampaignFile; address: string | null; typed: string },
): Promise<Verdict<CodeSession>> {
  const knock = await gateFor(deps.env, address).knock('code', address)
  if (!knock.ok) return knock
  const code = readVotingCode(typed) ?? { selector: '00000000', verifier: '00000000' }
  const stored = await livingCode(deps.db, campaign.id, code.selector)
  const hash = verifierHash(keyFor(deps.config.siteKey, 'voting-code'), code)
  if (stored && sameSecret(stored.verifierHash, hash))
    return accept({ selector: stored.selector, unit: stored.unit, voterClass: null, wechat: null })
  await countCodeFailure(deps.db, campaign.id, code.selector)
  return refuse({ code: 'code-refused' })
}
