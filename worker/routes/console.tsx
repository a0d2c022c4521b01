import { Hono } from 'hono'
import { seatsOf } from '../../db/panels.ts'
import { waitingFor } from '../../db/waiting.ts'
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
  const [campaigns, seats, waiting] = await Promise.all([
    everyCampaign(deps),
    seatsOf(deps.db, staff.id),
    waitingFor(deps.db, staff),
  ])
  const absent = missingServices(deps.config)
  const props = { staff, campaigns, seats, waiting, now: deps.now(), absent }
  return personalPage(c, <ConsolePage site={siteOf(c)} {...props} />)
})
