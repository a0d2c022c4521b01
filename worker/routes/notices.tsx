import { Hono } from 'hono'
import { noticeCounts, publishedNotices } from '../../db/notices.ts'
import { ArchivePage } from '../../web/pages/archive.tsx'
import { NOTICES_A_PAGE, NoticesPage } from '../../web/pages/notices.tsx'
import type { AppTypes } from '../http.ts'
import { publicPage, siteOf } from '../page.tsx'
import { campaignList } from '../reads.ts'
import { headline } from '../rules/campaign.ts'
import { NOTICE_KINDS } from '../rules/notice.ts'
import { yearWindow } from '../rules/time.ts'

/** The lists of what there is and was: every notice, every finished campaign. */
export const noticesRoutes = new Hono<AppTypes>()

noticesRoutes.get('/notices', async c => {
  const { deps } = c.var
  const now = deps.now()
  const campaigns = await campaignList(deps)
  const campaign = campaigns.find(one => one.slug === c.req.query('campaign'))
  const year = yearWindow(c.req.query('year') ?? '')
  const kind = NOTICE_KINDS.find(one => one === c.req.query('kind'))
  const page = Math.min(10_000, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1))
  const filter = { kind, campaign: campaign?.id, year: year ?? undefined }
  const [lines, counts] = await Promise.all([
    publishedNotices(deps.db, now, { ...filter, limit: NOTICES_A_PAGE, offset: (page - 1) * NOTICES_A_PAGE }),
    noticeCounts(deps.db, now, filter),
  ])
  const choices = campaigns
    .filter(({ id }) => counts.campaigns.has(id))
    .map(({ id, slug, shortTitle }) => ({ value: slug, text: `${shortTitle}（${counts.campaigns.get(id)}）` }))
  return publicPage(
    c,
    <NoticesPage
      site={siteOf(c)}
      query={{ kind, year: year ? c.req.query('year') : undefined, campaign: campaign?.slug, page }}
      lines={lines}
      kinds={counts.kinds}
      years={[...counts.years].map(([value, count]) => ({ value, text: `${value}年（${count}）` }))}
      campaigns={choices}
    />,
  )
})

noticesRoutes.get('/archive', async c => {
  const now = c.var.deps.now()
  const campaigns = await campaignList(c.var.deps)
  const over = campaigns.filter(one => headline(one, now)?.standing === 'past')
  return publicPage(c, <ArchivePage site={siteOf(c)} campaigns={over} />)
})
