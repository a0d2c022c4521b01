import type { CampaignFile } from './rules/campaign.ts'
import type { Stamp } from './rules/paper.ts'
import type { Instant } from './rules/time.ts'

/** What a paper is stamped with at this moment. The log of a campaign has no checkpoint that could be named yet. */
export const stampOf = ({ title }: Pick<CampaignFile, 'title'>, { at, filter }: { at: Instant; filter: string }): Stamp => ({
  ...{ at, filter, campaign: title },
  checkpoint: null,
})
