import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { milestoneFor } from '../../worker/rules/campaign.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { endMoment, moment } from '../text/dates.ts'
import { limitWords } from '../text/limits.ts'
import { sayRefusal } from '../text/refusals.ts'
import { GUARANTEE, LIKES_USE, PERIOD, USE, VISIBILITY } from '../text/terms.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { Missing } from './missing.tsx'

export interface ConfirmProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** What the public will see from now on; a page in between, because it cannot be taken back. */
export function ConfirmPublishPage(props: ConfirmProps) {
  const { site, campaign } = props
  return (
    <Confirm {...props} title="公开活动" action={staffPaths.publishCampaign(campaign.slug)} button="确认公开">
      <p>
        公开之后，任何人都能在首页和下面的网址看到这个活动的名称、简介、规则、时间安排、类别、{campaign.nominees.length}{' '}
        个候选对象和联系方式：
      </p>
      <p>
        <b>{site.origin + paths.campaign(campaign.slug)}</b>
      </p>
      <p>公开之后仍可修改设置和名单，每次保存公众立即看到；投票要另外开放。公开以后不能再变回草稿。</p>
    </Confirm>
  )
}

/** What is frozen by opening, by name and number. */
export function ConfirmOpenPage(props: ConfirmProps) {
  const { campaign } = props
  const vote = milestoneFor(campaign, 'vote')
  const likes = milestoneFor(campaign, 'likes')
  const action = staffPaths.openPoll(campaign.slug)
  if (!vote)
    return (
      <Confirm {...props} title="开放点赞" action={action} button="确认开放点赞">
        {likes && (
          <p>
            点赞从 {moment(likes.from)} 到 {endMoment(likes.until)}，名单上有 {campaign.nominees.length} 个候选对象。{LIKES_USE}
          </p>
        )}
        <p>到时间自动开始、自动结束。以后名单有增加，可以再来更新一次。</p>
      </Confirm>
    )
  return (
    <Confirm {...props} title="开放投票" action={action} button="确认开放，从此固定">
      <p>
        <b>开放之后，下面这些就固定下来，任何人都不能再改，也不能撤销：</b>
      </p>
      <dl class="facts">
        <dt>投票时间</dt>
        <dd>
          {moment(vote.from)} 至 {endMoment(vote.until)}，到时间自动开始、自动结束
        </dd>
        <dt>候选名单</dt>
        <dd>{campaign.nominees.length} 个候选对象</dd>
        {campaign.categories.map(category => (
          <>
            <dt key={category.key}>{category.name}</dt>
            <dd>
              {campaign.nominees.filter(one => one.category === category.key).length} 个候选，{limitWords(category)}
            </dd>
          </>
        ))}
        <dt>参加方式</dt>
        <dd>
          {GUARANTEE[campaign.identity].badge}，{PERIOD[campaign.period]}
        </dd>
        <dt>票数公布</dt>
        <dd>{VISIBILITY[campaign.visibility]}</dd>
        <dt>结果用途</dt>
        <dd>{USE[campaign.use]}</dd>
      </dl>
      <p>简介、规则说明、联系方式和候选对象的事迹文字以后仍可更正。</p>
    </Confirm>
  )
}

function Confirm({
  site,
  staff,
  campaign,
  refusal,
  now,
  title,
  action,
  button,
  children,
}: ConfirmProps & {
  readonly title: string
  readonly action: string
  readonly button: string
  readonly children: preact.ComponentChildren
}) {
  return (
    <Frame site={site} staff={staff} title={`${title} · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="overview" />
      <form class="card confirm" method="post" action={action}>
        <h1>{title}</h1>
        {refusal && (
          <div class="note" role="alert">
            {sayRefusal(refusal, now)}
            {refusal.code === 'not-ready' && <Missing of={refusal.missing} />}
          </div>
        )}
        {children}
        <p class="choices">
          {refusal?.code !== 'not-ready' && <button class="main">{button}</button>}
          <a class="button" href={staffPaths.campaign(campaign.slug)}>
            返回，先不{title.slice(0, 2)}
          </a>
        </p>
      </form>
    </Frame>
  )
}
