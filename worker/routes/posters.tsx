import { Hono } from 'hono'
import { nomineeByNumber } from '../../db/nominees.ts'
import { PosterPage } from '../../web/pages/poster.tsx'
import { type PosterData, qrRows } from '../../web/parts/poster.tsx'
import { paths } from '../../web/paths.ts'
import { shareText, windowsOf } from '../../web/text/share.ts'
import { LIKES_USE } from '../../web/text/terms.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { originOf } from '../origin.ts'
import { publicPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import type { NomineeProfile } from '../rules/nominee.ts'

/** Posters of a campaign and of its nominees (P3). */
export const posterRoutes = new Hono<AppTypes>()

posterRoutes.get('/c/:slug/poster', async c => showPoster(c, await campaignAt(c.var.deps, c.req.param('slug')), null))

posterRoutes.get('/c/:slug/nominees/:number{[0-9]{1,6}}/poster', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const nominee = await nomineeByNumber(deps.db, campaign.id, Number(c.req.param('number')))
  if (!nominee) throw new Refused({ code: 'not-found' })
  return showPoster(c, campaign, nominee)
})

function showPoster(c: AppContext, campaign: CampaignFile, nominee: NomineeProfile | null): Response | Promise<Response> {
  const { slug } = campaign
  const path = nominee ? paths.nominee(slug, nominee.number) : paths.campaign(slug)
  const address = originOf(c.req.raw, c.var.deps.config) + path
  const poster: PosterData = {
    theme: campaign.theme,
    title: campaign.title,
    organizers: campaign.organizers.join('　'),
    nominee: nominee && faceOf(campaign, nominee),
    text: nominee ? nominee.brief : campaign.summary,
    windows: windowsOf(campaign, c.var.deps.now()),
    label: milestoneFor(campaign, 'likes') ? LIKES_USE : null,
    address,
    qr: qrRows(address),
  }
  const share = shareText(campaign, nominee, address)
  return publicPage(c, <PosterPage site={siteOf(c)} campaign={campaign} poster={poster} share={share} />)
}

function faceOf({ slug, version, categories }: CampaignFile, nominee: NomineeProfile): PosterData['nominee'] {
  const { number, name, unit, post, category, hasPhoto } = nominee
  const group = categories.find(({ key }) => key === category)
  return {
    number,
    name,
    category: group?.name ?? '',
    unit: group?.kind === 'organization' ? '' : [unit, post].filter(Boolean).join(' '),
    photo: hasPhoto ? paths.photo(slug, number, { size: 'l', version }) : null,
  }
}
