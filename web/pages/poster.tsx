import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { Crumbs } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { Poster, type PosterData } from '../parts/poster.tsx'
import { paths } from '../paths.ts'

export interface PosterProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly poster: PosterData
  /** A text to send along: says what there is to read and asks for nothing. */
  readonly share: string
}

/** A poster to keep or to print, and a text to go with it. */
export function PosterPage({ site, campaign, poster, share }: PosterProps) {
  const { slug, theme, shortTitle } = campaign
  const { nominee } = poster
  const about = nominee ? nominee.name : shortTitle
  return (
    <Layout site={site} title={`海报 · ${about}`} theme={theme} sheets={['poster']} scripts={['poster']} indexed={false}>
      <Crumbs
        trail={[
          { name: '首页', href: paths.home() },
          { name: shortTitle, href: paths.campaign(slug) },
          ...(nominee ? [{ name: nominee.name, href: paths.nominee(slug, nominee.number) }] : []),
          { name: '海报' },
        ]}
      />
      <div class="head no-print">
        <h1>{about}的海报</h1>
      </div>
      <div class="sheet-of-paper" data-poster={JSON.stringify(poster)}>
        <Poster poster={poster} />
      </div>
      <p class="card no-print" data-poster-says role="status">
        可以打印本页，A4、A5 纸均可。
      </p>
      <section class="card no-print">
        <h2>分享文字</h2>
        <label>
          <span class="sr">分享文字</span>
          <textarea readonly rows={3} data-share>
            {share}
          </textarea>
        </label>
        <p class="field">
          <button type="button" data-copy hidden>
            复制分享文字
          </button>{' '}
          <button type="button" data-print hidden>
            打印海报
          </button>
        </p>
      </section>
    </Layout>
  )
}
