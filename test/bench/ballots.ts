import { ballotFor } from '../../db/demo/voters.ts'
import type { CampaignDocument } from '../../worker/import/document.ts'
import { castRequest } from '../support/cast-request.ts'
import { aDocument } from '../support/makers.ts'
import { type Server, VARS } from './server.ts'

const SLUG = 'qinghe-2026'

/** A small campaign that is open now, has one box, and tells its figures at once so that they can be checked. */
export const openCampaign = (): CampaignDocument =>
  aDocument({
    visibility: 'live',
    expectedPeak: 150,
    milestones: [{ step: 'vote', title: '网上评议', from: '2020-01-01', until: '2099-01-01' }],
  })

let voters = 0
/** Every voter from an address of its own, none of them in the same network as 65,535 others. */
const nextAddress = (): string => {
  const n = voters++
  return `${10 + ((n >> 24) & 63)}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
}

/** The bytes of ballots of `count` new voters, every proof in order. */
export async function ballots(site: Server, count: number): Promise<readonly Buffer[]> {
  const maker = { siteKey: VARS.SITE_KEY, campaign: site.campaign(SLUG) }
  const host = `127.0.0.1:${site.port}`
  const made: Buffer[] = []
  for (let i = 0; i < count; i++)
    made.push(castRequest(await ballotFor(maker, [1, 2, 4]), { slug: SLUG, host, address: nextAddress() }))
  return made
}

/** How many ballots the box has told the tally, counted or held; asks anew each time, past every cache. */
async function counted(site: Server): Promise<number> {
  const answer = await fetch(`${site.origin}/api/campaigns/${SLUG}/results?at=${Date.now()}`)
  const { ballots } = (await answer.json()) as { ballots: number }
  return ballots
}

/** Waits until the tally has heard of every ballot; throws when it does not become what was accepted. */
export async function allCounted(site: Server, accepted: number): Promise<number> {
  let heard = 0
  for (let i = 0; i < 40; i++) {
    heard = await counted(site)
    if (heard === accepted) return heard
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  throw new Error(`${accepted} ballots were accepted and ${heard} are counted`)
}
