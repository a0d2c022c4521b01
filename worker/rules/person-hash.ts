import { hmacSha256 } from './hash.ts'
import type { CampaignId } from './ids.ts'
import { comparedName, comparedNumber, type Person } from './roster.ts'

/**
 * All that is kept of a name and a number. The key is the site's, so the table alone cannot be searched for anybody,
 * although names and numbers can be guessed; the campaign is in it, so no two lists can be compared either.
 */
export const personHash = (key: Uint8Array, campaign: CampaignId, { name, number }: Person): string =>
  hmacSha256(key, `roster/v1:${campaign}\n${comparedName(name)}\n${comparedNumber(number)}`).toString('hex')
