import type { Deps } from './deps.ts'
import { tallyOf } from './objects/names.ts'
import { emptyState } from './objects/tally-board.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import { type Audience, type Disclosure, disclose } from './rules/disclosure.ts'

/**
 * The one door between a tally and everybody (T1). No other module asks the tally object for its state; the layering
 * test holds the import lines to that, and the leak test the routes.
 */
export async function disclosedTally(deps: Deps, campaign: CampaignFile, audience: Audience): Promise<Disclosure> {
  const window = milestoneFor(campaign, 'vote')
  if (!window) return { shows: 'nothing', next: null }
  const now = deps.now()
  const state = campaign.openedAt === null ? emptyState(now) : await tallyOf(deps.env, campaign.id).state()
  return disclose(state, { ...campaign, window }, audience, now)
}
