import { type CampaignLine, headline } from '../../worker/rules/campaign.ts'
import type { NoticeLine } from '../../worker/rules/notice.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty, NoticeCells } from '../parts/cells.tsx'
import { GuaranteeTag } from '../parts/guarantee.tsx'
import { Layout, SITE_FEED, type Site } from '../parts/layout.tsx'
import { PhaseLine } from '../parts/phase.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { siteThing } from '../parts/structured.ts'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'

export interface HomeProps {
  readonly site: Site
  readonly campaigns: readonly CampaignLine[]
  readonly notices: readonly NoticeLine[]
  readonly now: Instant
}

/** Finished campaigns that the home page shows; the archive has all. */
const LATEST = 5

export function HomePage({ site, campaigns, notices, now }: HomeProps) {
  const over = campaigns.filter(campaign => headline(campaign, now)?.standing === 'past')
  const running = campaigns.filter(campaign => !over.includes(campaign))
  return (
    <Layout
      site={site}
      title={site.name}
      description="先进典型评选的公告、候选对象、网上评议与结果"
      feeds={[SITE_FEED]}
      about={[siteThing(site)]}
    >
      <div class="band" />
      <div class="head">
        <h1>评选活动与公告</h1>
        <p class="soft">公告、候选对象、评议和结果，全程公开。</p>
      </div>
      <SearchBox />
      <h2 class="label">正在进行的活动</h2>
      {running.length > 0 ? <CampaignCells campaigns={running} now={now} /> : <Empty>目前没有正在进行的活动。</Empty>}
      <h2 class="label">最新公告</h2>
      {notices.length > 0 ? <NoticeCells lines={notices} /> : <Empty>还没有发布公告。</Empty>}
      <p class="pages">
        <A class="button" href={paths.notices()}>
          全部公告
        </A>
      </p>
      {over.length > 0 && (
        <>
          <h2 class="label">往期活动</h2>
          <CampaignCells campaigns={over.slice(0, LATEST)} now={now} />
          <p class="pages">
            <A class="button" href={paths.archive()}>
              全部往期活动
            </A>
          </p>
        </>
      )}
    </Layout>
  )
}

function CampaignCells({ campaigns, now }: { readonly campaigns: readonly CampaignLine[]; readonly now: Instant }) {
  return (
    <ul class="cells">
      {campaigns.map(campaign => (
        <li key={campaign.id} data-theme={campaign.theme}>
          <A class="cell" href={paths.campaign(campaign.slug)}>
            <span class="grow">
              <b>{campaign.title}</b>
              <br />
              <PhaseLine campaign={campaign} now={now} />
              <br />
              <span class="soft small">{campaign.organizers.join('、')}</span>{' '}
              {campaign.milestones.some(({ step }) => step === 'vote') && <GuaranteeTag identity={campaign.identity} />}
            </span>
          </A>
        </li>
      ))}
    </ul>
  )
}
