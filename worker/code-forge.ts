import type { NewCode } from '../db/codes.ts'
import type { CampaignId } from './rules/ids.ts'
import { linkHash, linkTokenFrom, printedCode, verifierHash, votingCodeFrom } from './rules/voting-code.ts'
import { keyFor } from './tokens.ts'

/** A code in both its forms, as it is given out: it stands nowhere else. */
export interface FreshCode {
  /** As it is typed and printed: four groups of four signs. */
  readonly code: string
  /** What the address of its link ends in. */
  readonly token: string
}

/** A code that was just made: what is given out, and what the database keeps of it. */
export interface ForgedCode extends FreshCode {
  readonly kept: NewCode
}

/** New codes, no two with the same selector. */
export function forgeCodes(siteKey: string, campaign: CampaignId, wanted: number): readonly ForgedCode[] {
  const key = keyFor(siteKey, 'voting-code')
  const bySelector = new Map<string, ForgedCode>()
  while (bySelector.size < wanted) {
    const random = crypto.getRandomValues(new Uint8Array(26))
    const code = votingCodeFrom(random.subarray(0, 10))
    const token = linkTokenFrom(random.subarray(10))
    const kept = {
      selector: code.selector,
      verifierHash: verifierHash(key, code),
      linkHash: linkHash(key, campaign, token),
    }
    bySelector.set(code.selector, { code: printedCode(code), token, kept })
  }
  return [...bySelector.values()]
}
