import type { CampaignDocument } from '../../worker/import/document.ts'
import { DAY } from '../../worker/rules/time.ts'
import { type DemoSite, moveClock, post } from './site.ts'
import { deviceCookie, powProof } from './voters.ts'
import { deviceBy, votingIn } from './voting.ts'

/** Likes of the last two days, one per device. A repeated one is refused by the site, which is as it should be. */
export async function giveLikes(site: DemoSite, document: CampaignDocument, count: number): Promise<void> {
  const voting = await votingIn(site, document, 55)
  const numbers = document.nominees.map(({ number }) => number)
  const now = (i: number) => Math.floor(Date.now() - 2.2 * DAY + (i / count) * 2.2 * DAY - 60_000)
  for (let i = 0; i < count; i++) {
    if (i % 20 === 0) await moveClock(site, now(i))
    const device = deviceBy(voting.chance)
    const check = await powProof({ siteKey: site.siteKey, campaign: voting.campaign, now: now(i) }, device, 'like')
    const number = voting.chance.sample(numbers, 1, one => voting.weights.get(one) ?? 1)[0]
    await post(site, `/api/campaigns/${document.settings.slug}/likes`, {
      cookie: deviceCookie({ siteKey: site.siteKey, now: now(i) }, device),
      body: { number, check },
    })
  }
}
