import type { CampaignFile, VoterClass } from '../../worker/rules/campaign.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { GUARANTEE, VOTER_CLASS } from '../text/terms.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

/** People of one unit and class. */
export interface RosterLine {
  readonly unit: string
  readonly voterClass: VoterClass
  readonly people: number
  readonly used: number
}

export interface RosterDeskProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly use: readonly RosterLine[]
}

/** The list of voters as the site knows it: numbers by unit and class, and nobody's name. */
export function RosterDesk({ site, staff, campaign, use }: RosterDeskProps) {
  const sum = (of: 'people' | 'used') => use.reduce((total, line) => total + line[of], 0)
  return (
    <Frame site={site} staff={staff} title={`名册 · ${campaign.shortTitle}`} sheets={['desk']}>
      <CampaignNav campaign={campaign} staff={staff} here="roster" />
      <div class="card">
        <h1>名册</h1>
        {campaign.identity === 'roster' ? (
          <p>{GUARANTEE.roster.proves}</p>
        ) : (
          <p class="note">
            这个活动的参加方式是“{GUARANTEE[campaign.identity].badge}”，不用名册。要用名册，请到“设置”里改参加方式。
          </p>
        )}
        <dl class="numbers">
          <div>
            <dt>名册人数</dt>
            <dd>{sum('people')}</dd>
          </div>
          <div>
            <dt>已进入</dt>
            <dd>{sum('used')}</dd>
          </div>
        </dl>
        <p class="soft small">
          姓名和编号只在导入时核对，不保存；系统里只有算出来的核对值，任何人都不能从中看到名单，所以这里只有人数，没有姓名。“已进入”指核对身份、打开过选票的人数，不显示是谁。
        </p>
        {may(staff, 'issue-codes') && (
          <p class="choices">
            <a class="button main" href={staffPaths.importRoster(campaign.slug)}>
              导入名册、发放投票码
            </a>
          </p>
        )}
      </div>
      <div class="card">
        <h2>各单位人数</h2>
        {use.length === 0 ? <Empty>还没有名册。不在名册上，任何人都不能投票。</Empty> : <Lines use={use} />}
      </div>
    </Frame>
  )
}

function Lines({ use }: Pick<RosterDeskProps, 'use'>) {
  return (
    <section class="scrolls" tabIndex={0} aria-label="各单位人数">
      <table class="plain log">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">身份</th>
            <th scope="col">人数</th>
            <th scope="col">已进入</th>
          </tr>
        </thead>
        <tbody>
          {use.map(({ unit, voterClass, people, used }) => (
            <tr key={`${unit} ${voterClass}`}>
              <th scope="row">{unit}</th>
              <td>{VOTER_CLASS[voterClass]}</td>
              <td>{people}</td>
              <td>{used}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
