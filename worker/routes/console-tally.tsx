import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { batchesOf } from '../../db/codes.ts'
import type { BoardData } from '../../web/console/board-shape.ts'
import { TallyPage } from '../../web/console/tally-page.tsx'
import { boardData } from '../board-data.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { isOwnRequest } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { pollStage } from '../rules/campaign.ts'
import { LIVE } from '../rules/live.ts'
import { may } from '../rules/roles.ts'
import { after, day } from '../rules/time.ts'
import { staffOnly } from '../staff-door.ts'
import { audienceOf, disclosedTally, watchedTally } from '../tallies.ts'

/** The tally of a campaign, for those of the staff who may read it. */
export const consoleTallyRoutes = new Hono<AppTypes>()

consoleTallyRoutes.get('/staff/campaigns/:slug/tally', staffOnly('read-final-tally'), async c => {
  const { staff } = c.var
  const campaign = await countedCampaign(c)
  const data = await boardOf(c, campaign)
  const asked = day(c.req.query('day') ?? '')
  return personalPage(c, <TallyPage site={siteOf(c)} staff={staff} campaign={campaign} data={data} day={asked} />)
})

consoleTallyRoutes.get('/staff/campaigns/:slug/tally.json', staffOnly('read-final-tally'), async c =>
  c.json(await boardOf(c, await countedCampaign(c))),
)

/** The same, kept up to date over a WebSocket. A page of another site may not open one in the name of who is signed in here. */
consoleTallyRoutes.get('/staff/campaigns/:slug/tally.live', staffOnly('read-final-tally'), async c => {
  const { deps, staff, presence } = c.var
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw new Refused({ code: 'live-only' })
  if (!isOwnRequest(c.req.raw, deps.config)) throw new Refused({ code: 'cross-site' })
  const campaign = await countedCampaign(c)
  if (campaign.openedAt === null) throw new Refused({ code: 'poll-not-ready' })
  const until = after(deps.now(), LIVE.life)
  const watcher = { slug: campaign.slug, staff: staff.id, session: presence.tokenHash, until, noted: false }
  return watchedTally(deps, campaign, watcher)
})

/** The campaign, where this reader may know its tally: what is publicity reaches no reviewer, not even when all is over (law 2). */
async function countedCampaign(c: AppContext): Promise<CampaignFile> {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug') ?? '')
  if (campaign.use !== 'advisory' && may(staff, 'score')) throw new Refused({ code: 'not-allowed' })
  return campaign
}

async function boardOf(c: AppContext, campaign: CampaignFile): Promise<BoardData> {
  const { deps, staff } = c.var
  const disclosure = await disclosedTally(deps, campaign, audienceOf(staff))
  const byCode = campaign.identity === 'code' || campaign.identity === 'bound'
  const batches = byCode && may(staff, 'read-code-use') ? await batchesOf(deps.db, campaign.id) : null
  const data = boardData(campaign, { disclosure, batches, now: deps.now() })
  // Whoever looks at figures while people still vote is on record (T1).
  if (data.figures && pollStage(campaign, deps.now()) === 'open')
    await auditAlone(deps.db, staff, { at: deps.now(), event: { kind: 'running-tally-read', campaign: campaign.id } })
  return data
}
