import { createHash } from 'node:crypto'
import type { PollSpec } from './rules/ballot.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'

const specs = new WeakMap<CampaignFile, PollSpec>()

/** The poll of a campaign as it would be frozen now. Throws when the timetable has no vote. */
export function specOf(campaign: CampaignFile): PollSpec {
  const held = specs.get(campaign)
  if (held) return held
  const vote = milestoneFor(campaign, 'vote')
  if (!vote) throw new Error('a campaign without a vote has no poll')
  const { id, title, use, identity, period, categories, totalMin, totalMax, nominees, shards } = campaign
  const spec: PollSpec = {
    campaign: id,
    title,
    use,
    identity,
    period,
    window: { from: vote.from, until: vote.until },
    categories: categories.map(({ key, name, min, max }) => ({ key, name, min, max })),
    totalMin,
    totalMax,
    nominees: nominees.map(({ number, category }) => ({ number, category })).sort((a, b) => a.number - b.number),
    shards,
  }
  specs.set(campaign, spec)
  return spec
}

/** What names a spec: two specs with one hash are the same poll. */
export const specHash = (spec: PollSpec): string => createHash('sha256').update(JSON.stringify(spec)).digest('hex')
