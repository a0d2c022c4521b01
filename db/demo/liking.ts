import type { CampaignDocument } from '../../worker/import/document.ts'
import { DAY } from '../../worker/rules/time.ts'
import { type DemoSite, moveClock, post } from './site.ts'
import { deviceCookie, powProof } from './voters.ts'
import { deviceBy, votingIn } from './voting.ts'

/** Likes of the last two days, one per device. A repeated one is answered as the first was, and counted once. */
export async function giveLikes(site: DemoSite, document: CampaignDocument, count: number): Promise<void> {
  const voting = await votingIn(site, document, 55)
  const numbers = document.nominees.map(({ number }) => number)
  const now = (i: number) => Math.floor(Date.now() - 2.2 * DAY + (i / count) * 2.2 * DAY - 60_000)
  for (let i = 0; i < count; i++) {
    // The clock goes on every twenty likes; devices and proofs are of its time, never ahead of it.
    const at = now(i - (i % 20))
    if (i % 20 === 0) await moveClock(site, at)
    const device = deviceBy(voting.chance)
    const check = await powProof({ siteKey: site.siteKey, campaign: voting.campaign, now: at }, device, 'like')
    const number = voting.chance.sample(numbers, 1, one => voting.weights.get(one) ?? 1)[0]
    const answer = await post(site, `/api/campaigns/${document.settings.slug}/likes`, {
      cookie: deviceCookie({ siteKey: site.siteKey, now: at }, device),
      body: { number, check },
    })
    if (!answer.ok) throw new Error(`a demo like was refused: ${answer.status} ${await answer.text()}`)
  }
}
