import { type CampaignFile, milestoneFor } from '../../worker/rules/campaign.ts'
import type { LikeCounts, LikeMark } from '../../worker/rules/like.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { LikesUse } from '../parts/likes.tsx'
import { staffPaths } from '../staff-paths.ts'
import { endMoment, moment } from '../text/dates.ts'
import { LIKE_MARK } from '../text/likes.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Curve } from './curve.tsx'
import { Frame } from './frame.tsx'

export interface LikesDeskProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly ledger: {
    readonly at: Instant
    readonly likes: Readonly<Record<number, LikeCounts>>
    readonly curve: readonly { readonly hour: number; readonly count: number }[]
    readonly reasons: readonly { readonly marks: string; readonly likes: number }[]
  }
}

const NONE: LikeCounts = { counted: 0, held: 0 }

/** Every like as it stands: received = counted + held. In the order of the list, without places: likes rank nobody. */
export function LikesDesk({ site, staff, campaign, ledger }: LikesDeskProps) {
  const { slug, title, nominees } = campaign
  const phase = milestoneFor(campaign, 'likes')
  const sum = (of: keyof LikeCounts) => Object.values(ledger.likes).reduce((total, counts) => total + counts[of], 0)
  const [counted, held] = [sum('counted'), sum('held')]
  return (
    <Frame site={site} staff={staff} title={`点赞 · ${title}`}>
      <CampaignNav campaign={campaign} staff={staff} here="likes" />
      <div class="card" data-likes-figure>
        <h1>点赞</h1>
        <p>
          <LikesUse />
        </p>
        <p class="soft small">
          {phase ? `${moment(phase.from)} 至 ${endMoment(phase.until)}。` : '本活动没有点赞环节。'}数据截至 {moment(ledger.at)}。
        </p>
        <dl class="numbers">
          <div>
            <dt>收到</dt>
            <dd>{counted + held}</dd>
          </div>
          <div>
            <dt>计入</dt>
            <dd>{counted}</dd>
          </div>
          <div>
            <dt>暂缓</dt>
            <dd>{held}</dd>
          </div>
        </dl>
      </div>
      <div class="card">
        <h2>各小时收到的点赞</h2>
        <Curve points={ledger.curve} what="点赞" unit="次" />
      </div>
      <Reasons reasons={ledger.reasons} />
      <div class="card" data-likes-figure>
        <h2>各候选对象</h2>
        <p class="soft small">
          按名单次序排列。
          <LikesUse />
        </p>
        <p class="links">
          <a class="button" href={staffPaths.likesCsv(slug)}>
            下载表格（CSV）
          </a>
        </p>
        {nominees.length === 0 ? <Empty>还没有候选对象。</Empty> : <Table nominees={nominees} likes={ledger.likes} />}
      </div>
    </Frame>
  )
}

function Reasons({ reasons }: { readonly reasons: LikesDeskProps['ledger']['reasons'] }) {
  return (
    <div class="card">
      <h2>暂缓的原因</h2>
      <p class="soft small">暂缓的点赞已如实记录，没有计入公布的数字；点赞人得到的回复与他人相同，候选对象不受影响。</p>
      {reasons.length === 0 ? (
        <p>没有暂缓的点赞。</p>
      ) : (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">同时出现的情况</th>
              <th scope="col">点赞</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(({ marks, likes }) => (
              <tr key={marks}>
                <th scope="row">
                  {marks
                    .split(' ')
                    .map(mark => LIKE_MARK[mark as LikeMark])
                    .join('，')}
                </th>
                <td>{likes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Table({ nominees, likes }: Pick<CampaignFile, 'nominees'> & Pick<LikesDeskProps['ledger'], 'likes'>) {
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">候选对象</th>
          <th scope="col">收到</th>
          <th scope="col">计入</th>
          <th scope="col">暂缓</th>
        </tr>
      </thead>
      <tbody>
        {nominees.map(({ number, name, unit }) => {
          const { counted, held } = likes[number] ?? NONE
          return (
            <tr key={number}>
              <th scope="row">
                {number}号 {name}
                <br />
                <span class="soft small">{unit}</span>
              </th>
              <td>{counted + held}</td>
              <td>{counted}</td>
              <td>{held}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
