import type { ComponentChildren } from 'preact'
import type { Theme } from '../../worker/rules/campaign.ts'
import { assets, type Script, type Sheet } from '../assets.ts'
import { paths } from '../paths.ts'
import { dataBlock, type Thing } from './structured.ts'
import { A, keepView, PLAIN_VIEW, type View, ViewContext } from './view.tsx'

/** What every page knows of the site and of the request. */
export interface Site {
  readonly name: string
  readonly owner: string
  /** Origin of this site, for share cards and QR codes. */
  readonly origin: string
  readonly path: string
  readonly view: View
  readonly now: number
  /** Whether this site can sign its pages for WeChat's share cards. */
  readonly signs: boolean
}

export interface LayoutProps {
  readonly site: Site
  readonly title: string
  readonly description?: string
  readonly theme?: Theme
  readonly sheets?: readonly Sheet[]
  readonly scripts?: readonly Script[]
  /** Path of the picture for share cards; the sign of the site unless said. */
  readonly image?: string
  /** The path by which others should know this page: without what only changes its looks. Unless said, that of the request. */
  readonly canonical?: string
  /** Feeds of what this page lists. */
  readonly feeds?: readonly FeedLink[]
  /** What the page is about, for machines (schema.org). */
  readonly about?: readonly Thing[]
  /** When an article was published, as an ISO moment; any other page is no article. */
  readonly article?: { readonly published: string; readonly modified: string }
  /** The one thing to do on this page, in the bottom bar. */
  readonly action?: ComponentChildren
  /** False keeps the page out of search engines: personal pages and forms. */
  readonly indexed?: boolean
  /** False where the page is no one's to send on, and must be light: the ballot. */
  readonly shared?: boolean
  /** True lets the page use the width of a desktop: the console. */
  readonly wide?: boolean
  readonly children: ComponentChildren
}

/** A feed in both its forms. */
export interface FeedLink {
  readonly title: string
  readonly atom: string
  readonly json: string
}

export const SITE_FEED: FeedLink = { title: '全部公告', atom: paths.feed('atom'), json: paths.feed('json') }

export function Layout({
  site,
  title,
  description,
  theme = 'red',
  sheets = [],
  scripts = [],
  image = paths.icon(),
  canonical = site.path,
  feeds = [],
  about = [],
  article,
  action,
  indexed = true,
  shared = indexed,
  wide = false,
  children,
}: LayoutProps) {
  const css = inlineCss(sheets)
  const full = title === site.name ? title : `${title} · ${site.name}`
  return (
    <ViewContext.Provider value={site.view}>
      <html
        lang="zh-CN"
        data-theme={theme}
        data-size={site.view.size}
        class={site.view.elder ? 'elder' : undefined}
        data-now={site.now}
        data-wechat={shared && site.signs ? assets.js.wechatShare : undefined}
      >
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
          <title>{full}</title>
          {description && <meta name="description" content={description} />}
          {!indexed && <meta name="robots" content="noindex" />}
          <meta name="color-scheme" content="light dark" />
          <meta name="format-detection" content="telephone=no" />
          {indexed && <link rel="canonical" href={site.origin + canonical} />}
          <ShareCard site={site} title={title} description={description} image={image} canonical={canonical} article={article} />
          {feeds.map(({ title, atom, json }) => (
            <>
              <link rel="alternate" type="application/atom+xml" href={atom} title={title} />
              <link rel="alternate" type="application/feed+json" href={json} title={title} />
            </>
          ))}
          <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
          <style dangerouslySetInnerHTML={{ __html: css }} />
          <script dangerouslySetInnerHTML={{ __html: assets.boot }} />
          {['site' as const, ...scripts].map(name => (
            // Not async: a script from the phone's own cache would begin on half a page.
            <script key={name} type="module" src={assets.js[name]} />
          ))}
          {about.length > 0 && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: dataBlock(about) }} />}
        </head>
        <body class={[action && 'barred', wide && 'wide'].filter(Boolean).join(' ') || undefined}>
          <a class="skip" href="#main">
            跳到正文
          </a>
          <TopBar site={site} />
          <main id="main">{children}</main>
          <Footer site={site} staff={wide} />
          {action && (
            <section class="bar" aria-label="本页操作">
              <div>{action}</div>
            </section>
          )}
        </body>
      </html>
    </ViewContext.Provider>
  )
}

/** What a chat or a timeline shows of the page when somebody sends its address (Open Graph). */
function ShareCard({
  site,
  title,
  description,
  image,
  canonical,
  article,
}: Required<Pick<LayoutProps, 'site' | 'title' | 'image' | 'canonical'>> & {
  readonly description: string | undefined
  readonly article: LayoutProps['article'] | undefined
}) {
  return (
    <>
      <meta property="og:type" content={article ? 'article' : 'website'} />
      <meta property="og:title" content={title} />
      {description && <meta property="og:description" content={description} />}
      <meta property="og:site_name" content={site.name} />
      <meta property="og:locale" content="zh_CN" />
      <meta property="og:url" content={site.origin + canonical} />
      <meta property="og:image" content={site.origin + image} />
      {article && <meta property="article:published_time" content={article.published} />}
      {article && <meta property="article:modified_time" content={article.modified} />}
      <meta name="twitter:card" content="summary" />
    </>
  )
}

/** The text of the page's one style element; the security policy lists its hash (worker/headers.ts). */
export const inlineCss = (sheets: readonly Sheet[]): string => assets.css.base + sheets.map(name => assets.css[name]).join('')

function TopBar({ site }: { readonly site: Site }) {
  const other = site.view.elder ? PLAIN_VIEW : { ...site.view, elder: true }
  return (
    <header class="top">
      <A class="name" href={paths.home()}>
        {site.name}
      </A>
      <a href={keepView(site.path, other)} data-elder rel="nofollow">
        {site.view.elder ? '退出大字版' : '大字版'}
      </a>
    </header>
  )
}

function Footer({ site, staff }: { readonly site: Site; readonly staff: boolean }) {
  return (
    <footer>
      {site.owner && <p>主办：{site.owner}</p>}
      <p>
        <A href={paths.notices()}>公告</A>
        <A href={paths.privacy()}>隐私与数据说明</A>
        {!staff && <A href={paths.signIn()}>工作人员登录</A>}
      </p>
    </footer>
  )
}
