import type { Deps } from './deps.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { Advisory } from './rules/dossier.ts'
import { bandsOf } from './rules/robustness.ts'
import { raw } from './rules/tally.ts'
import { disclosedTally } from './tallies.ts'

/**
 * The tally as the panel's reader gets it: through the one door, as anybody from outside, and only when it is final. A tally
 * for publicity never comes this way (law 2). Who was withdrawn takes no place.
 */
export async function advisoryFor(deps: Deps, campaign: CampaignFile): Promise<Advisory> {
  if (!campaign.milestones.some(({ step }) => step === 'vote')) return { shows: 'never', why: 'no-vote' }
  if (campaign.use !== 'advisory') return { shows: 'never', why: 'publicity' }
  const disclosure = await disclosedTally(deps, campaign, 'public')
  if (disclosure.shows !== 'everything' || !disclosure.final)
    return { shows: 'later', next: disclosure.shows === 'everything' ? null : disclosure.next }
  const { at, tally, reported } = disclosure.figures
  const numbersIn = (key: string) =>
    campaign.nominees
      .filter(({ category, withdrawn }) => category === key && withdrawn === null)
      .map(({ number }) => number)
      .sort((a, b) => a - b)
  const bands = ({ key, honours }: CampaignFile['categories'][number]) =>
    bandsOf(numbersIn(key), { votes: tally.votes, reported: reported ?? null }, honours)
  return {
    shows: 'bands',
    at,
    received: raw(tally.ballots),
    looked: reported !== undefined,
    categories: Object.fromEntries(campaign.categories.map(category => [category.key, bands(category)])),
  }
}

/** The bands of all categories in one list; null while nothing may be shown. */
export const bandsIn = (advisory: Advisory) =>
  advisory.shows === 'bands' ? Object.values(advisory.categories).flatMap(({ bands }) => bands) : null
