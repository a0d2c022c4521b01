import type { ComponentChildren } from 'preact'
import type { Theme } from '../../worker/rules/campaign.ts'
import { assets, type Script, type Sheet } from '../assets.ts'
import { paths } from '../paths.ts'
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
}

export interface LayoutProps {
  readonly site: Site
  readonly title: string
  readonly description?: string
  readonly theme?: Theme
  readonly sheets?: readonly Sheet[]
  readonly scripts?: readonly Script[]
  /** Path of the picture for share cards. */
  readonly image?: string
  /** The one thing to do on this page, in the bottom bar. */
  readonly action?: ComponentChildren
  /** False keeps the page out of search engines: personal pages and forms. */
  readonly indexed?: boolean
  /** True lets the page use the width of a desktop: the console. */
  readonly wide?: boolean
  readonly children: ComponentChildren
}

export function Layout({
  site,
  title,
  description,
  theme = 'red',
  sheets = [],
  scripts = [],
  image,
  action,
  indexed = true,
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
      >
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
          <title>{full}</title>
          {description && <meta name="description" content={description} />}
          {!indexed && <meta name="robots" content="noindex" />}
          <meta name="color-scheme" content="light dark" />
          <meta name="format-detection" content="telephone=no" />
          <meta property="og:title" content={title} />
          {description && <meta property="og:description" content={description} />}
          <meta property="og:site_name" content={site.name} />
          <meta property="og:url" content={site.origin + site.path} />
          {image && <meta property="og:image" content={site.origin + image} />}
          <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
          <style dangerouslySetInnerHTML={{ __html: css }} />
          <script dangerouslySetInnerHTML={{ __html: assets.boot }} />
          {['site' as const, ...scripts].map(name => (
            <script key={name} type="module" async src={assets.js[name]} />
          ))}
        </head>
        <body class={[action && 'barred', wide && 'wide'].filter(Boolean).join(' ') || undefined}>
          <a class="skip" href="#main">
            跳到正文
          </a>
          <TopBar site={site} />
          <main id="main">{children}</main>
          <Footer site={site} />
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

function Footer({ site }: { readonly site: Site }) {
  return (
    <footer>
      {site.owner && <p>主办：{site.owner}</p>}
      <p>
        <A href={paths.notices()}>公告</A>
        <A href={paths.privacy()}>隐私与数据说明</A>
        <A href={paths.signIn()}>工作人员登录</A>
      </p>
    </footer>
  )
}
