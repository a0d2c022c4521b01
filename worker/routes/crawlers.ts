import { Hono } from 'hono'
import { sitePageCount, sitePages } from '../../db/feeds.ts'
import { A_SITEMAP, robotsOf, sitemapIndexOf, sitemapOf } from '../../web/pages/sitemap.ts'
import { paths } from '../../web/paths.ts'
import { CACHEABLE } from '../headers.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { originOf } from '../origin.ts'

/** What search engines ask for first (N6). */
export const crawlerRoutes = new Hono<AppTypes>()

/** The first part holds a few pages more than are stored. */
const A_PART = A_SITEMAP - 10

crawlerRoutes.get(paths.robots(), c => {
  c.header('Cache-Control', CACHEABLE)
  return c.text(robotsOf(originOf(c.req.raw, c.var.deps.config)))
})

crawlerRoutes.get(paths.sitemap(), async c => {
  const { db, now } = c.var.deps
  const parts = Math.ceil((await sitePageCount(db, now())) / A_PART)
  return parts > 1 ? xmlAnswer(c, sitemapIndexOf(originOf(c.req.raw, c.var.deps.config), parts)) : part(c, 1)
})

crawlerRoutes.get('/:file{sitemap-[1-9][0-9]{0,3}\\.xml}', c => part(c, Number(/\d+/.exec(c.req.param('file'))?.[0])))

async function part(c: AppContext, number: number): Promise<Response> {
  const { db, now, config } = c.var.deps
  const pages = await sitePages(db, now(), { limit: A_PART, offset: (number - 1) * A_PART })
  if (pages.length === 0 && number > 1) throw new Refused({ code: 'not-found' })
  return xmlAnswer(c, sitemapOf(originOf(c.req.raw, config), pages, { first: number === 1 }))
}

function xmlAnswer(c: AppContext, text: string): Response {
  c.header('Cache-Control', CACHEABLE)
  return c.body(text, 200, { 'content-type': 'application/xml; charset=utf-8' })
}
