import { type DemoSite, post } from '../../db/demo/site.ts'
import { ballotFor } from '../../db/demo/voters.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'

/** A campaign of a running site, and where to vote in it. */
export interface OpenPoll {
  readonly site: DemoSite
  readonly slug: string
  readonly campaign: CampaignId
}

/** Casts a ballot of a new device through the public door; answers its receipt. `at` is what the site's clock shows. */
export async function castAt({ site, slug, campaign }: OpenPoll, at: number, choices: readonly number[]): Promise<string> {
  const { cookie, key, body } = await ballotFor({ siteKey: site.siteKey, campaign, now: at }, choices)
  const answer = await post(site, `/api/campaigns/${slug}/ballots`, { cookie, key, body: JSON.parse(body) as unknown })
  if (!answer.ok) throw new Error(`a ballot was refused: ${await answer.text()}`)
  return ((await answer.json()) as { receipt: string }).receipt
}
