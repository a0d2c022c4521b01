import type { NoticeId, Slug } from '../../worker/rules/ids.ts'
import { dayOf, type Instant } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { document, element, xml } from '../text/xml.ts'

const NAMESPACE = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }

/** The protocol takes no more in one file. */
export const A_SITEMAP = 50_000

export interface ListedPage {
  readonly page: 'campaign' | 'nominees' | 'results' | 'notice' | 'nominee'
  readonly id?: NoticeId
  readonly slug?: Slug
  readonly number?: number
  readonly at: Instant
}

function pathOf({ page, id, slug, number }: ListedPage): string {
  if (page === 'notice') return paths.notice(id as NoticeId)
  if (page === 'nominee') return paths.nominee(slug as Slug, number as number)
  return paths[page](slug as Slug)
}

/** The pages that were always there come with the first part. */
export const sitemapOf = (origin: string, pages: readonly ListedPage[], { first }: { first: boolean }): string =>
  document(
    element(
      'urlset',
      NAMESPACE,
      ...(first ? [paths.home(), paths.notices(), paths.archive()] : []).map(path =>
        element('url', {}, element('loc', {}, xml(origin + path))),
      ),
      ...pages.map(page =>
        element('url', {}, element('loc', {}, xml(origin + pathOf(page))), element('lastmod', {}, dayOf(page.at))),
      ),
    ),
  )

export const sitemapIndexOf = (origin: string, parts: number): string =>
  document(
    element(
      'sitemapindex',
      NAMESPACE,
      ...Array.from({ length: parts }, (_, i) =>
        element('sitemap', {}, element('loc', {}, xml(origin + paths.sitemapPart(i + 1)))),
      ),
    ),
  )

/** What search engines should leave alone: nothing there is secret, it is only of no use to anybody but its reader. */
export const robotsOf = (origin: string): string =>
  [
    'User-agent: *',
    'Disallow: /staff',
    'Disallow: /api/',
    'Disallow: /operator/',
    'Disallow: /search',
    'Disallow: /objections',
    'Disallow: /c/*/ballot/',
    'Disallow: /c/*/my-ballot',
    'Disallow: /c/*/receipts',
    'Disallow: /c/*/nominees/*/like',
    'Disallow: /notices/*/objection',
    '',
    `Sitemap: ${origin}${paths.sitemap()}`,
    '',
  ].join('\n')
