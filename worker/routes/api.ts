import { Hono } from 'hono'
import { CACHEABLE } from '../headers.ts'
import type { AppTypes } from '../http.ts'
import { campaignSchema } from '../import/schema.ts'
import { BALLOT_ENDPOINTS } from './api-ballots.ts'
import { CAMPAIGN_ENDPOINTS } from './api-campaigns.ts'
import { ENTRANCE_ENDPOINTS } from './api-entrance.ts'
import { LIKE_ENDPOINTS } from './api-likes.ts'
import { WECHAT_ENDPOINTS } from './api-wechat.ts'
import type { Endpoint } from './endpoint.ts'
import { describe } from './openapi.ts'

/** Every call of the JSON API. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...CAMPAIGN_ENDPOINTS,
  ...ENTRANCE_ENDPOINTS,
  ...BALLOT_ENDPOINTS,
  ...LIKE_ENDPOINTS,
  ...WECHAT_ENDPOINTS,
]

export const apiRoutes = new Hono<AppTypes>()
for (const { method, path, handle } of ENDPOINTS) apiRoutes.on(method.toUpperCase(), path, c => handle(c))

apiRoutes.get('/api/openapi.json', c => {
  c.header('Cache-Control', CACHEABLE)
  return c.json(describe(ENDPOINTS, c.var.deps.config.siteName))
})

/** What campaign.json of a campaign folder must look like. */
apiRoutes.get('/api/campaign.schema.json', c => {
  c.header('Cache-Control', CACHEABLE)
  return c.json(campaignSchema())
})
