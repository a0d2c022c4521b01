import { Hono } from 'hono'
import { ConsolePage } from '../../web/console/campaigns.tsx'
import type { AppTypes } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { everyCampaign } from '../reads.ts'
import { missingServices } from '../services.ts'
import { staffOnly } from '../staff-door.ts'

/** The first page of the console. */
export const consoleRoutes = new Hono<AppTypes>()

consoleRoutes.get('/staff', staffOnly('open-console'), async c => {
  const { deps, staff } = c.var
  const campaigns = await everyCampaign(deps)
  const absent = missingServices(deps.config)
  return personalPage(c, <ConsolePage site={siteOf(c)} staff={staff} campaigns={campaigns} now={deps.now()} absent={absent} />)
})
