import { Crumbs } from '../parts/cells.tsx'
import { inlineCss, Layout, type Site } from '../parts/layout.tsx'
import { VerifyTool } from '../parts/verify-tool.tsx'
import { paths } from '../paths.ts'
import { VERIFY, VERIFY_INTRO } from '../text/verify.ts'

/** The page with which anybody checks a bundle or a receipt. */
export const VerifyPage = ({ site }: { readonly site: Site }) => (
  <Layout site={site} title={VERIFY} description={VERIFY_INTRO} sheets={['verify']}>
    <Crumbs trail={[{ name: '首页', href: paths.home() }, { name: VERIFY }]} />
    <div class="head">
      <h1>{VERIFY}</h1>
      <p>{VERIFY_INTRO}</p>
      <p class="links">
        <a class="button" href={paths.verifyOffline()} download>
          下载离线版
        </a>
      </p>
      <p class="soft small">离线版是一个网页文件，存到电脑上双击打开，用法与本页相同。</p>
    </div>
    <VerifyTool />
  </Layout>
)

/** The same as one file that needs nothing beside it: no link, no address, no other script. */
export const OfflineVerifyPage = ({ site }: { readonly site: Site }) => (
  <html lang="zh-CN" data-theme="red">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <title>{`${VERIFY} · ${site.name}`}</title>
      <meta name="color-scheme" content="light dark" />
      <style dangerouslySetInnerHTML={{ __html: inlineCss(['verify']) }} />
    </head>
    <body>
      <main>
        <div class="head">
          <h1>{VERIFY}</h1>
          <p>{VERIFY_INTRO}</p>
          <p class="soft small">离线版，取自 {site.origin}</p>
        </div>
        <VerifyTool />
      </main>
    </body>
  </html>
)
