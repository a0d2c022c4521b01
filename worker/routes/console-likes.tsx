import { Hono } from 'hono'
import { LikesDesk } from '../../web/console/likes.tsx'
import { csvHeaders } from '../csv-headers.ts'
import type { AppTypes } from '../http.ts'
import { likeLedger } from '../likes.ts'
import { likesCsv } from '../likes-csv.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt } from '../reads.ts'
import { staffOnly } from '../staff-door.ts'

/** The likes of a campaign, for those who run it and those who audit it; never for reviewers (L1). */
export const consoleLikesRoutes = new Hono<AppTypes>()

consoleLikesRoutes.get('/staff/campaigns/:slug/likes', staffOnly('read-likes'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const ledger = await likeLedger(deps, campaign)
  return personalPage(c, <LikesDesk site={siteOf(c)} staff={staff} campaign={campaign} ledger={ledger} />)
})

consoleLikesRoutes.get('/staff/campaigns/:slug/likes.csv', staffOnly('read-likes'), async c => {
  const { deps } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const text = likesCsv(campaign, await likeLedger(deps, campaign), deps.now())
  return c.body(text, 200, csvHeaders(`${campaign.shortTitle}-点赞`))
})
