import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { campaignChanged, feedNotices } from '../../db/feeds.ts'
import { calendarOf } from '../../web/pages/calendar.ts'
import { atomOf, type Feed, jsonFeedOf } from '../../web/pages/feed.ts'
import { type FeedForm, paths } from '../../web/paths.ts'
import { CACHEABLE } from '../headers.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { safeHtml } from '../markdown.ts'
import { originOf } from '../origin.ts'
import { campaignAt } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { FeedNotice } from '../rules/feed.ts'
import { instant } from '../rules/time.ts'

/** Feeds of notices and the calendar of a campaign (N6). An answer that did not change costs its reader nothing: ETag and 304. */
export const feedRoutes = new Hono<AppTypes>()

/** Notices in a feed: readers ask often, and the archive has the rest. */
const A_FEED = 50
const TYPE = { atom: 'application/atom+xml', json: 'application/feed+json', ics: 'text/calendar' } as const

feedRoutes.use('/:feed{feed\\.(?:atom|json)}', etag({ weak: true }))
feedRoutes.use('/c/:slug/:feed{feed\\.(?:atom|json)|calendar\\.ics}', etag({ weak: true }))

for (const form of ['atom', 'json'] as const) {
  feedRoutes.get(paths.feed(form), async c => answer(c, form, await feedOf(c, form, null)))
  feedRoutes.get(`/c/:slug/feed.${form}`, async c =>
    answer(c, form, await feedOf(c, form, await campaignAt(c.var.deps, c.req.param('slug')))),
  )
}

feedRoutes.get('/c/:slug/calendar.ics', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const changed = await campaignChanged(deps.db, campaign.id)
  if (changed === null) throw new Refused({ code: 'not-found' })
  const text = calendarOf({ origin: originOf(c.req.raw, deps.config), siteName: deps.config.siteName, campaign, changed })
  c.header('Content-Disposition', `attachment; filename="${campaign.slug}.ics"`)
  return document(c, 'ics', text)
})

async function feedOf(c: AppContext, form: FeedForm, campaign: CampaignFile | null): Promise<Feed> {
  const { db, now, config } = c.var.deps
  const filter = { limit: A_FEED, ...(campaign ? { campaign: campaign.id } : {}) }
  const notices = await feedNotices(db, now(), filter)
  return {
    origin: originOf(c.req.raw, config),
    title: campaign ? `${campaign.shortTitle}公告 · ${config.siteName}` : `公告 · ${config.siteName}`,
    owner: campaign ? campaign.organizers.join('、') : config.siteOwner || config.siteName,
    home: campaign ? paths.campaign(campaign.slug) : paths.notices(),
    self: campaign ? paths.campaignFeed(campaign.slug, form) : paths.feed(form),
    entries: notices.map(entryOf),
    since: campaign?.publishedAt ?? instant(0),
  }
}

const entryOf = ({ body, format, ...notice }: FeedNotice) => ({
  ...notice,
  html: notice.withdrawn ? '' : format === 'html' ? body : safeHtml(body),
})

const answer = (c: AppContext, form: FeedForm, feed: Feed): Response =>
  document(c, form, form === 'atom' ? atomOf(feed) : jsonFeedOf(feed))

/** Opened in a browser such a document is still ours, so nothing in it may run there either. */
function document(c: AppContext, form: keyof typeof TYPE, text: string): Response {
  c.header('Cache-Control', CACHEABLE)
  c.header('Content-Security-Policy', "default-src 'none'; sandbox")
  return c.body(text, 200, { 'content-type': `${TYPE[form]}; charset=utf-8` })
}
