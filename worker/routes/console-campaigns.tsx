import { Hono } from 'hono'
import { CampaignOverviewPage } from '../../web/console/campaign-page.tsx'
import { ConfirmOpenPage, ConfirmPublishPage } from '../../web/console/confirm.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { sayCheck } from '../../web/text/readiness.ts'
import { openPoll } from '../actions/open-poll.ts'
import { publishCampaign } from '../actions/publish-campaign.ts'
import type { AppContext, AppTypes } from '../http.ts'
import { forgetAll } from '../memo.ts'
import { likesOf } from '../objects/like-name.ts'
import { personalPage, siteOf } from '../page.tsx'
import { emptyCache } from '../page-cache.ts'
import { readinessNow } from '../readiness.ts'
import { calendarNow, freshCampaignAt } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { type Check, missingIn } from '../rules/readiness.ts'
import type { Refusal } from '../rules/refusal.ts'
import { staffOnly } from '../staff-door.ts'

/** One campaign in the console: where it stands, and the two steps that cannot be taken back. */
export const consoleCampaignRoutes = new Hono<AppTypes>()

consoleCampaignRoutes.get('/staff/campaigns/:slug', staffOnly('edit-campaigns'), async c => {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const [readiness, calendar, likes] = await Promise.all([
    readinessNow(deps, campaign),
    calendarNow(deps),
    milestoneFor(campaign, 'likes') ? likesOf(deps.env, campaign.id).opened() : null,
  ])
  const props = { site: siteOf(c), staff, campaign, readiness, calendar, likes, now: deps.now() }
  return personalPage(c, <CampaignOverviewPage {...props} />)
})

consoleCampaignRoutes.get('/staff/campaigns/:slug/publish', staffOnly('publish-notices'), async c => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug'))
  if (campaign.publishedAt !== null) return c.redirect(staffPaths.campaign(campaign.slug), 303)
  const { toPublish } = await readinessNow(c.var.deps, campaign)
  return confirm(c, campaign, { Page: ConfirmPublishPage, refusal: notReady(campaign, toPublish) })
})

consoleCampaignRoutes.post('/staff/campaigns/:slug/publish', staffOnly('publish-notices'), async c => {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const { toPublish } = await readinessNow(deps, campaign)
  const refusal = notReady(campaign, toPublish)
  if (refusal && campaign.publishedAt === null) return confirm(c, campaign, { Page: ConfirmPublishPage, refusal })
  await publishCampaign(deps, staff, campaign)
  return c.redirect(staffPaths.campaign(campaign.slug), 303)
})

consoleCampaignRoutes.get('/staff/campaigns/:slug/open', staffOnly('open-polls'), async c => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug'))
  if (campaign.openedAt !== null) return c.redirect(staffPaths.campaign(campaign.slug), 303)
  const { toPublish, toOpen } = await readinessNow(c.var.deps, campaign)
  return confirm(c, campaign, { Page: ConfirmOpenPage, refusal: notReady(campaign, [...toPublish, ...toOpen]) })
})

consoleCampaignRoutes.post('/staff/campaigns/:slug/open', staffOnly('open-polls'), async c => {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const { toPublish, toOpen } = await readinessNow(deps, campaign)
  const refusal = notReady(campaign, [...toPublish, ...toOpen])
  // A poll that is open already is only opened the rest of the way.
  if (refusal && campaign.openedAt === null) return confirm(c, campaign, { Page: ConfirmOpenPage, refusal })
  const verdict = await openPoll(deps, staff, campaign)
  forgetAll()
  emptyCache()
  if (!verdict.ok) return confirm(c, campaign, { Page: ConfirmOpenPage, refusal: verdict.refusal })
  return c.redirect(staffPaths.campaign(campaign.slug), 303)
})

function notReady(campaign: CampaignFile, checks: readonly Check[]): Refusal | null {
  const missing = missingIn(checks).map(check => sayCheck(check, campaign))
  return missing.length === 0 ? null : { code: 'not-ready', missing }
}

function confirm(
  c: AppContext,
  campaign: CampaignFile,
  { Page, refusal }: { Page: typeof ConfirmOpenPage; refusal: Refusal | null },
): Response | Promise<Response> {
  const page = <Page site={siteOf(c)} staff={c.var.staff} campaign={campaign} refusal={refusal} now={c.var.deps.now()} />
  return personalPage(c, page, refusal && c.req.method === 'POST' ? (STATUS[refusal.code] as 409) : 200)
}
