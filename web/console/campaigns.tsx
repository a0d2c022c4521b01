import type { CampaignLine } from '../../worker/rules/campaign.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty, LinkCell } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { PhaseLine } from '../parts/phase.tsx'
import { staffPaths } from '../staff-paths.ts'
import { GUARANTEE } from '../text/terms.ts'
import { Frame } from './frame.tsx'

export interface ConsoleProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaigns: readonly CampaignLine[]
  readonly now: Instant
}

/** The first page of the console: every campaign, and what this role may look at. */
export function ConsolePage({ site, staff, campaigns, now }: ConsoleProps) {
  const tallies = may(staff, 'read-running-tally') || may(staff, 'read-final-tally')
  return (
    <Frame site={site} staff={staff} title="工作台">
      <h1 class="label">全部活动</h1>
      {campaigns.length === 0 && <Empty>还没有活动。用“npm run campaign -- import 文件夹”导入一个活动。</Empty>}
      {tallies ? (
        <ul class="cells">
          {campaigns.map(campaign => (
            <LinkCell
              key={campaign.id}
              href={staffPaths.tally(campaign.slug)}
              end={campaign.openedAt === null ? '未开放投票' : GUARANTEE[campaign.identity].badge}
            >
              <b>{campaign.title}</b>
              <br />
              <PhaseLine campaign={campaign} now={now} />
            </LinkCell>
          ))}
        </ul>
      ) : (
        <Empty>您的账号目前没有可以使用的功能。如需查看计票，请联系系统管理员。</Empty>
      )}
    </Frame>
  )
}
