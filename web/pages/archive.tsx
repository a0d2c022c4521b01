import type { CampaignLine } from '../../worker/rules/campaign.ts'
import { instant, yearOf } from '../../worker/rules/time.ts'
import { Crumbs, Empty } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { span } from '../text/dates.ts'

export interface ArchiveProps {
  readonly site: Site
  /** Campaigns whose every step is over, the latest first. */
  readonly campaigns: readonly CampaignLine[]
}

/** Finished campaigns by the year in which they ended; nothing of them is ever taken off. */
export function ArchivePage({ site, campaigns }: ArchiveProps) {
  const years = [...new Set(campaigns.map(yearOfEnd))]
  return (
    <Layout site={site} title="往期活动" description="历年评选活动的公告、候选对象和结果">
      <Crumbs trail={[{ name: '首页', href: paths.home() }, { name: '往期活动' }]} />
      <div class="head">
        <h1>往期活动</h1>
        <p class="soft">活动结束后，公告、候选对象和结果都保留，网址不变。</p>
      </div>
      {years.length === 0 && (
        <Empty href={paths.home()} go="看进行中的活动">
          还没有结束的活动。
        </Empty>
      )}
      {years.map(year => (
        <section key={year}>
          <h2 class="label">{year}年</h2>
          {campaigns
            .filter(one => yearOfEnd(one) === year)
            .map(one => (
              <Finished key={one.id} campaign={one} now={site.now} />
            ))}
        </section>
      ))}
    </Layout>
  )
}

const endOf = ({ milestones }: CampaignLine): number => Math.max(...milestones.map(({ until }) => until)) - 1
const yearOfEnd = (campaign: CampaignLine): string => yearOf(instant(endOf(campaign)))

function Finished({ campaign, now }: { readonly campaign: CampaignLine; readonly now: number }) {
  const { slug, title, shortTitle, organizers, milestones, nomineeCount, theme } = campaign
  const whole = { from: instant(Math.min(...milestones.map(({ from }) => from))), until: instant(endOf(campaign) + 1) }
  return (
    <div class="card" data-theme={theme}>
      <h3>
        <A href={paths.campaign(slug)}>{title}</A>
      </h3>
      <p class="soft small">
        {organizers.join('、')} · {span(whole, instant(now))}
        {nomineeCount > 0 && ` · 候选对象 ${nomineeCount} 个`}
      </p>
      <p class="links">
        {milestones.some(({ step }) => step === 'vote') && (
          <A class="button" href={paths.results(slug)} aria-label={`${shortTitle}投票结果`}>
            投票结果
          </A>
        )}
        {nomineeCount > 0 && (
          <A class="button" href={paths.nominees(slug)} aria-label={`${shortTitle}候选对象`}>
            候选对象
          </A>
        )}
        <A class="button" href={paths.notices({ campaign: slug })} aria-label={`${shortTitle}公告`}>
          公告
        </A>
      </p>
    </div>
  )
}
