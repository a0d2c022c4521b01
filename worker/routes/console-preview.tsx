import { Hono } from 'hono'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { nomineeByNumber, photoOf } from '../../db/nominees.ts'
import { PREVIEWS, PreviewPage } from '../../web/console/preview.tsx'
import { BallotPage } from '../../web/pages/ballot.tsx'
import { CampaignPage } from '../../web/pages/campaign.tsx'
import { MessagePage } from '../../web/pages/message.tsx'
import { NomineePage } from '../../web/pages/nominee.tsx'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { previewHtml } from '../preview-html.ts'
import { calendarNow, freshCampaignAt } from '../reads.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { arrange } from '../rules/nominee.ts'
import { staffOnly } from '../staff-door.ts'
import { nomineesPage } from './public.tsx'

/** The public pages of a campaign before the public may see them, inside a phone on the desk; for staff alone. */
export const consolePreviewRoutes = new Hono<AppTypes>()

consolePreviewRoutes.get('/staff/campaigns/:slug/preview', staffOnly('edit-campaigns'), async c => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug'))
  const part = PREVIEWS.find(({ at }) => at === c.req.query('page'))?.at ?? ''
  return personalPage(c, <PreviewPage site={siteOf(c)} staff={c.var.staff} campaign={campaign} part={part} />)
})

const framed = (c: AppContext, campaign: CampaignFile, page: VNode): Response | Promise<Response> =>
  c.html(previewHtml(`<!doctype html>${renderToString(page)}`, campaign.slug))

consolePreviewRoutes.get('/staff/campaigns/:slug/preview/page', staffOnly('edit-campaigns'), async c => {
  const { deps } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const props = { site: siteOf(c), campaign, disclosure: { shows: 'nothing', next: null }, notices: [] } as const
  return framed(c, campaign, <CampaignPage {...props} calendar={await calendarNow(deps)} now={deps.now()} />)
})

consolePreviewRoutes.get('/staff/campaigns/:slug/preview/page/nominees', staffOnly('edit-campaigns'), async c => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug'))
  return framed(c, campaign, nomineesPage(c, campaign))
})

/** What a nominee's page knows once the campaign runs. */
const NOTHING_YET = { voting: false, liking: false, likes: null, comments: null } as const

const NUMBER = ':number{[0-9]{1,6}}'
consolePreviewRoutes.get(`/staff/campaigns/:slug/preview/page/nominees/${NUMBER}`, staffOnly('edit-campaigns'), async c => {
  const { deps } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const nominee = await nomineeByNumber(deps.db, campaign.id, Number(c.req.param('number')))
  if (!nominee) throw new Refused({ code: 'not-found' })
  return framed(c, campaign, <NomineePage site={siteOf(c)} campaign={campaign} nominee={nominee} {...NOTHING_YET} />)
})

consolePreviewRoutes.get('/staff/campaigns/:slug/preview/page/ballot', staffOnly('edit-campaigns'), async c => {
  const { deps } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  if (!milestoneFor(campaign, 'vote')) throw new Refused({ code: 'not-found' })
  const props = { site: siteOf(c), campaign, chosen: new Set<number>(), refusal: null, now: deps.now() }
  return framed(c, campaign, <BallotPage {...props} nominees={arrange(campaign.nominees, campaign.order, campaign.id)} />)
})

const SIZED = ':size{s|l}'
consolePreviewRoutes.get(
  `/staff/campaigns/:slug/preview/page/photos/${SIZED}/${NUMBER}`,
  staffOnly('edit-campaigns'),
  async c => {
    const { deps } = c.var
    const campaign = await freshCampaignAt(deps, c.req.param('slug'))
    const hash = await photoOf(deps.db, campaign.id, Number(c.req.param('number')))
    const object = hash && (await deps.env.FILES.get(`photos/${hash}-${c.req.param('size')}`))
    if (!object) throw new Refused({ code: 'not-found' })
    return new Response(object.body, { headers: { 'content-type': 'image/jpeg' } })
  },
)

/** Whatever else a page of the preview leads to, or would send. */
const elsewhere = async (c: AppContext): Promise<Response> => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug') ?? '')
  const message = '这是预览，这一步在这里不进行，也没有提交任何内容。'
  const back = { href: `/c/${campaign.slug}`, text: '返回活动页' }
  return framed(c, campaign, <MessagePage site={siteOf(c)} title="预览到此为止" message={message} ways={[back]} />)
}
consolePreviewRoutes.get('/staff/campaigns/:slug/preview/page/*', staffOnly('edit-campaigns'), c => elsewhere(c as AppContext))
consolePreviewRoutes.post('/staff/campaigns/:slug/preview/page/*', staffOnly('edit-campaigns'), c => elsewhere(c as AppContext))
