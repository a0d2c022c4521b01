import { paths } from '../../web/paths.ts'
import { type NoticeId, type Slug, slug as toSlug } from '../../worker/rules/ids.ts'

export type PageName = 'home' | 'notice' | 'campaign' | 'nominee' | 'ballot' | 'results'

/** One page of each kind on a running site, found the way a reader finds them: any site with a campaign will do. */
export async function pagesOf(origin: string): Promise<Readonly<Record<PageName, string>>> {
  const slug = await votingCampaign(origin)
  const { nominees } = (await json(origin + paths.apiCampaign(slug))) as { nominees: readonly { number: number }[] }
  const list = await (await fetch(origin + paths.notices())).text()
  const notice = /href="\/notices\/(\w+)"/.exec(list)?.[1]
  if (!nominees[0] || !notice) throw new Error(`${origin} needs a campaign with nominees and a published notice`)
  return {
    home: paths.home(),
    notice: paths.notice(notice as NoticeId),
    campaign: paths.campaign(slug),
    nominee: paths.nominee(slug, nominees[0].number),
    ballot: paths.ballot(slug),
    results: paths.results(slug),
  }
}

/** The campaign with the most nominees among those that can be voted in now. */
async function votingCampaign(origin: string): Promise<Slug> {
  interface Line {
    readonly slug: string
    readonly nomineeCount: number
    readonly milestones: readonly { readonly step: string; readonly from: number; readonly until: number }[]
  }
  const { campaigns } = (await json(`${origin}/api/campaigns`)) as { campaigns: readonly Line[] }
  const now = Date.now()
  const voting = campaigns.filter(({ milestones }) =>
    milestones.some(({ step, from, until }) => step === 'vote' && from <= now && now < until),
  )
  const largest = voting.toSorted((a, b) => b.nomineeCount - a.nomineeCount)[0]
  const found = largest && toSlug(largest.slug)
  if (!found) throw new Error(`${origin} has no campaign that is open for voting`)
  return found
}

async function json(address: string): Promise<unknown> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return answer.json()
}
