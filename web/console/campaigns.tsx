import type { CampaignLine } from '../../worker/rules/campaign.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Service } from '../../worker/rules/service.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty, LinkCell } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { PhaseLine } from '../parts/phase.tsx'
import { staffPaths } from '../staff-paths.ts'
import { ROLE } from '../text/terms.ts'
import { Absent } from './absent.tsx'
import { CampaignState } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

export interface ConsoleProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaigns: readonly CampaignLine[]
  /** Those on whose panels this reviewer sits. */
  readonly seats: ReadonlySet<CampaignId>
  readonly now: Instant
  /** What the site does without. */
  readonly absent: readonly Service[]
}

/** The first page of the console: every campaign by how far it has come, and what this role may look at. */
export function ConsolePage({ site, staff, campaigns, seats, now, absent }: ConsoleProps) {
  const edits = may(staff, 'edit-campaigns')
  const reads = edits || may(staff, 'read-running-tally') || may(staff, 'read-final-tally')
  const over = ({ milestones }: CampaignLine) => milestones.every(({ until }) => until <= now)
  const isDraft = ({ publishedAt }: CampaignLine) => publishedAt === null
  const groups = [
    { name: '草稿', list: campaigns.filter(isDraft) },
    { name: '进行中', list: campaigns.filter(one => !isDraft(one) && !over(one)) },
    { name: '已结束', list: campaigns.filter(one => !isDraft(one) && over(one)) },
  ]
  return (
    <Frame site={site} staff={staff} title="工作台">
      <div class="console-head">
        <h1>全部活动</h1>
        {edits && (
          <a class="button" href={staffPaths.newCampaign()}>
            新建活动
          </a>
        )}
      </div>
      {campaigns.length === 0 && edits && (
        <Empty href={staffPaths.newCampaign()} go="新建活动">
          还没有活动。可以从模板新建一个，也可以请运维人员导入活动文件夹。
        </Empty>
      )}
      {!reads && may(staff, 'manage-staff') && (
        <Empty href={staffPaths.people()} go="邀请组织者">
          {ROLE.administrator}管理账号；活动、名单和公告由{ROLE.organizer}建立和发布。
        </Empty>
      )}
      {!reads && !may(staff, 'manage-staff') && <Empty>您的账号目前没有可以使用的功能。如需查看计票，请联系系统管理员。</Empty>}
      {reads &&
        groups
          .filter(({ list }) => list.length > 0)
          .map(({ name, list }) => (
            <section key={name}>
              <h2 class="label">{name}</h2>
              <ul class="cells">
                {list.map(campaign => (
                  <LinkCell
                    key={campaign.id}
                    href={(edits ? staffPaths.campaign : seats.has(campaign.id) ? staffPaths.review : staffPaths.tally)(
                      campaign.slug,
                    )}
                    end={<CampaignState campaign={campaign} />}
                  >
                    <b>{campaign.title}</b>
                    {seats.has(campaign.id) && <span class="tag">我在评审组</span>}
                    <br />
                    <PhaseLine campaign={campaign} now={now} />
                  </LinkCell>
                ))}
              </ul>
            </section>
          ))}
      <Absent services={absent} />
    </Frame>
  )
}
