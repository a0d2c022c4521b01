import { createHash } from 'node:crypto'
import type { PollSpec } from './rules/ballot.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import { SCORER } from './rules/score/thresholds.ts'

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
    scorer: SCORER,
  }
  specs.set(campaign, spec)
  return spec
}

/** What names a spec: two specs with one hash are the same poll. */
export const specHash = (spec: PollSpec): string => createHash('sha256').update(JSON.stringify(spec)).digest('hex')

/** Scorers of earlier releases, under which polls may have opened that are still to be known; none before there was one. */
const EARLIER_SCORERS: readonly (string | undefined)[] = ['mingping-2-8a4d7c4b2d26', 'mingping-1-a059c1673e87', undefined]

/**
 * The poll of an opened campaign as it was frozen under this hash: a new release brings a new scorer and must neither
 * change an open poll nor fail to know it. Null where rules or list are not what was frozen.
 */
export function frozenSpec(campaign: CampaignFile, hash: string): PollSpec | null {
  const now = specOf(campaign)
  const was = [now.scorer, ...EARLIER_SCORERS].map(scorer => ({ ...now, scorer }) as PollSpec)
  return was.find(spec => specHash(spec) === hash) ?? null
}
