import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { batchesOf } from '../../db/codes.ts'
import type { BoardData } from '../../web/console/board.tsx'
import { TallyPage } from '../../web/console/tally-page.tsx'
import { boardData } from '../board-data.ts'
import type { AppContext, AppTypes } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { pollStage } from '../rules/campaign.ts'
import { may } from '../rules/roles.ts'
import { staffOnly } from '../staff-door.ts'
import { disclosedTally } from '../tallies.ts'

/** The tally of a campaign, for those of the staff who may read it. */
export const consoleTallyRoutes = new Hono<AppTypes>()

consoleTallyRoutes.get('/staff/campaigns/:slug/tally', staffOnly('read-final-tally'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const data = await boardOf(c, campaign)
  // Whoever looks at figures while people still vote is on record (T1).
  if (data.figures && pollStage(campaign, deps.now()) === 'open')
    await auditAlone(deps.db, staff, { at: deps.now(), event: { kind: 'running-tally-read', campaign: campaign.id } })
  return personalPage(c, <TallyPage site={siteOf(c)} staff={staff} campaign={campaign} data={data} />)
})

consoleTallyRoutes.get('/staff/campaigns/:slug/tally.json', staffOnly('read-final-tally'), async c =>
  c.json(await boardOf(c, await anyCampaignAt(c.var.deps, c.req.param('slug')))),
)

async function boardOf(c: AppContext, campaign: CampaignFile): Promise<BoardData> {
  const { deps, staff } = c.var
  const disclosure = await disclosedTally(deps, campaign, may(staff, 'read-running-tally') ? 'staff' : 'public')
  const batches =
    may(staff, 'read-code-use') && (campaign.identity === 'code' || campaign.identity === 'bound')
      ? await batchesOf(deps.db, campaign.id)
      : null
  return boardData(campaign, { disclosure, batches, now: deps.now() })
}
