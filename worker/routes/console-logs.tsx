import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { LogsPage } from '../../web/console/logs-page.tsx'
import { type AppTypes, Refused } from '../http.ts'
import { logsOf } from '../logs.ts'
import { boxOf } from '../objects/names.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt } from '../reads.ts'
import { staffOnly } from '../staff-door.ts'
import { disclosedTally } from '../tallies.ts'

/** The logs of a campaign's ballots, for staff; what opens the commitments, for auditors alone. */
export const consoleLogsRoutes = new Hono<AppTypes>()

consoleLogsRoutes.get('/staff/campaigns/:slug/logs', staffOnly('read-logs'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const [logs, { troubles = [] }] = await Promise.all([logsOf(deps, campaign), disclosedTally(deps, campaign, 'public')])
  const shown = logs.map(({ shard, origin, head, result }) => ({ shard, origin, head, final: result !== null }))
  return personalPage(c, <LogsPage site={siteOf(c)} staff={staff} campaign={campaign} logs={shown} troubles={troubles} />)
})

/** So many openings are read from a box at once. */
const AT_ONCE = 5000

// Which place chose what, with the nonce of its commitment: step V14 of the recount. It names nobody, but whoever knows a
// place (from a receipt) learns a choice, so only auditors get it, on record, and only after the close.
consoleLogsRoutes.get('/staff/campaigns/:slug/openings/:shard{[0-9]{1,3}}', staffOnly('read-openings'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const shard = Number(c.req.param('shard'))
  if (campaign.openedAt === null || shard >= campaign.shards) throw new Refused({ code: 'not-found' })
  const box = () => boxOf(c.env, campaign.id, shard)
  const first = await box().openings(1, AT_ONCE)
  if (!first) throw new Refused({ code: 'not-final' })
  await auditAlone(deps.db, staff, { at: deps.now(), event: { kind: 'openings-taken', campaign: campaign.id, shard } })
  let page: readonly string[] = first
  let from = 1
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (page.length === 0) return controller.close()
      controller.enqueue(new TextEncoder().encode(page.join('')))
      from += page.length
      page = (await box().openings(from, AT_ONCE)) ?? []
    },
  })
  return c.body(body, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="s${shard}.txt"`,
  })
})
