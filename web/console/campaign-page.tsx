import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { milestoneFor } from '../../worker/rules/campaign.ts'
import { type Check, missingIn, type Readiness } from '../../worker/rules/readiness.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Calendar } from '../../worker/rules/working-days.ts'
import { LinkCell } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { PhaseLine } from '../parts/phase.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { sayCheck } from '../text/readiness.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

export interface CampaignPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly readiness: Readiness
  /** Nominees on the board of likes; null while it was never opened. */
  readonly likes: number | null
  readonly calendar: Calendar
  readonly now: Instant
}

/** Where a campaign stands and what it still needs, each thing with the way to where it is mended. */
export function CampaignOverviewPage(props: CampaignPageProps) {
  const { site, staff, campaign, readiness, calendar, now } = props
  const { slug, title, openedAt, publishedAt } = campaign
  return (
    <Frame site={site} staff={staff} title={campaign.shortTitle}>
      <CampaignNav campaign={campaign} staff={staff} here="overview" />
      <div class="card">
        <h1>{title}</h1>
        <p>
          <PhaseLine campaign={campaign} now={now} />
        </p>
        <p class="choices">
          <a class="button" href={staffPaths.preview(slug)}>
            预览手机页面
          </a>
          {publishedAt !== null && (
            <a class="button" href={paths.campaign(slug)}>
              看公开页面
            </a>
          )}
        </p>
      </div>
      {publishedAt === null && <Publishing campaign={campaign} checks={readiness.toPublish} />}
      {openedAt === null && <Opening {...props} />}
      {openedAt !== null && (
        <section class="card">
          <h2>已固定</h2>
          <p>
            投票已于 {moment(openedAt)}{' '}
            开放，规则、类别、名单和投票时间自此固定，不能再改。简介、规则说明、联系方式等文字仍可修改。
          </p>
        </section>
      )}
      {publishedAt !== null && openedAt !== null && (
        <Checklist title="还可以看一看" checks={readiness.toPublish.filter(open)} campaign={campaign} />
      )}
      <section class="card">
        <h2>时间安排</h2>
        <Timeline milestones={campaign.milestones} now={now} calendar={calendar} />
      </section>
      {may(staff, 'edit-campaigns') && (
        <ul class="cells card-gap">
          <LinkCell href={`${staffPaths.newCampaign()}?from=${slug}`}>以这个活动为样子，新建一个</LinkCell>
        </ul>
      )}
    </Frame>
  )
}

const open = ({ level }: Check): boolean => level !== 'done'

function Publishing({ campaign, checks }: { readonly campaign: CampaignFile; readonly checks: readonly Check[] }) {
  const missing = missingIn(checks).length
  return (
    <Checklist title="公开活动之前" checks={checks} campaign={campaign}>
      {missing === 0 ? (
        <a class="button main" href={staffPaths.publishCampaign(campaign.slug)}>
          公开活动…
        </a>
      ) : (
        <p class="soft">还缺 {missing} 项，补齐后可以公开。</p>
      )}
    </Checklist>
  )
}

function Opening({ campaign, readiness, likes }: CampaignPageProps) {
  const vote = milestoneFor(campaign, 'vote')
  if (!vote && !milestoneFor(campaign, 'likes')) return null
  if (!vote && likes !== null)
    return <LikesOpened campaign={campaign} likes={likes} checks={[...readiness.toPublish, ...readiness.toOpen].filter(open)} />
  const word = vote ? '开放投票' : '开放点赞'
  const missing = missingIn([...readiness.toPublish, ...readiness.toOpen]).length
  return (
    <Checklist title={`${word}之前`} checks={readiness.toOpen} campaign={campaign}>
      {missing === 0 ? (
        <a class="button main" href={staffPaths.openPoll(campaign.slug)}>
          {word}…
        </a>
      ) : (
        <p class="soft">
          还缺 {missing} 项，补齐后可以{word}。
        </p>
      )}
    </Checklist>
  )
}

/** Nothing is left to do, unless the list has grown. */
function LikesOpened({
  campaign,
  likes,
  checks,
}: {
  readonly campaign: CampaignFile
  readonly likes: number
  readonly checks: readonly Check[]
}) {
  return (
    <>
      <section class="card">
        <h2>点赞名单</h2>
        <p>点赞已开放，名单上有 {likes} 个候选对象，到时间自动开始、自动结束。名单有增加时，请更新一次。</p>
        {missingIn(checks).length === 0 && (
          <p class="choices">
            <a class="button" href={staffPaths.openPoll(campaign.slug)}>
              更新点赞名单…
            </a>
          </p>
        )}
      </section>
      <Checklist title="还可以看一看" checks={checks} campaign={campaign} />
    </>
  )
}

const WHERE = {
  overview: staffPaths.campaign,
  settings: staffPaths.settings,
  nominees: staffPaths.nominees,
  notices: staffPaths.notices,
  codes: staffPaths.codes,
  roster: staffPaths.roster,
}
const MARK = { done: '已备', missing: '缺少', warning: '留意' } as const
const SECTION: Readonly<Partial<Record<Check['matter']['kind'], string>>> = {
  contact: '#contact',
  rules: '#basic',
  categories: '#categories',
  timetable: '#steps',
  'open-step': '#steps',
  'window-over': '#steps',
}

function Checklist({
  title,
  checks,
  campaign,
  children,
}: {
  readonly title: string
  readonly checks: readonly Check[]
  readonly campaign: CampaignFile
  readonly children?: preact.ComponentChildren
}) {
  if (checks.length === 0) return null
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul class="checks">
        {checks.map(check => {
          const { matter, level, at } = check
          const says = sayCheck(check, campaign)
          return (
            <li key={says} class={`check-${level}`}>
              <span class="mark">{MARK[level]}</span>
              <span class="grow">{says}</span>
              {level !== 'done' && at !== 'overview' && (
                <a href={`${WHERE[at](campaign.slug)}${SECTION[matter.kind] ?? ''}`}>{level === 'missing' ? '去补' : '去看'}</a>
              )}
            </li>
          )
        })}
      </ul>
      {children && <div class="choices">{children}</div>}
    </section>
  )
}
