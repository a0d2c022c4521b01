import { Hono } from 'hono'
import { lastDeletions } from '../../db/deletions.ts'
import { RetentionPage } from '../../web/console/retention.tsx'
import type { AppTypes } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { everyCampaign } from '../reads.ts'
import { dueDeletions } from '../retention.ts'
import { staffOnly } from '../staff-door.ts'

/** What is kept of people, until when, and what has gone. */
export const consoleRetentionRoutes = new Hono<AppTypes>()

const RECORDS_SHOWN = 200

consoleRetentionRoutes.get('/staff/retention', staffOnly('read-log'), async c => {
  const { deps, staff } = c.var
  const [kept, records, campaigns] = await Promise.all([
    dueDeletions(deps.env, deps.db),
    lastDeletions(deps.db, RECORDS_SHOWN),
    everyCampaign(deps),
  ])
  const titles = new Map<string, string>(campaigns.map(({ id, shortTitle }) => [id, shortTitle]))
  const shown = records.map(({ subject, ...record }) => ({ ...record, of: titles.get(subject) ?? null }))
  return personalPage(c, <RetentionPage site={siteOf(c)} staff={staff} kept={kept} records={shown} />)
})
