import type { CampaignLine } from '../../worker/rules/campaign.ts'
import type { CampaignId, Slug } from '../../worker/rules/ids.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Service } from '../../worker/rules/service.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Waiting } from '../../worker/rules/waiting.ts'
import { Empty, LinkCell } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { PhaseLine } from '../parts/phase.tsx'
import { staffPaths } from '../staff-paths.ts'
import { ROLE } from '../text/terms.ts'
import { Absent } from './absent.tsx'
import { CampaignState, readsTally } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { WaitingList } from './waiting.tsx'

export interface ConsoleProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaigns: readonly CampaignLine[]
  /** Those on whose panels this reviewer sits. */
  readonly seats: ReadonlySet<CampaignId>
  readonly waiting: readonly Waiting[]
  readonly now: Instant
  /** What the site does without. */
  readonly absent: readonly Service[]
}

/** The first page of the console: every campaign by how far it has come, and what this role may look at. */
export function ConsolePage({ site, staff, campaigns, seats, waiting, now, absent }: ConsoleProps) {
  const edits = may(staff, 'edit-campaigns')
  const reads = edits || may(staff, 'read-running-tally') || may(staff, 'read-final-tally')
  const over = ({ milestones }: CampaignLine) => milestones.every(({ until }) => until <= now)
  const isDraft = ({ publishedAt }: CampaignLine) => publishedAt === null
  const seated = ({ id }: CampaignLine) => seats.has(id)
  const others = campaigns.filter(one => !seated(one))
  const groups = [
    { name: '请您评审', list: campaigns.filter(seated) },
    { name: '草稿', list: others.filter(isDraft) },
    { name: '进行中', list: others.filter(one => !isDraft(one) && !over(one)) },
    { name: '已结束', list: others.filter(one => !isDraft(one) && over(one)) },
  ]
  return (
    <Frame site={site} staff={staff} title="工作台">
      <div class="console-head">
        <h1>全部活动</h1>
        {edits && (
          <a class="button main" href={staffPaths.newCampaign()}>
            新建活动
          </a>
        )}
      </div>
      <WaitingList waiting={waiting} campaigns={campaigns} />
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
                  <LinkCell key={campaign.id} href={firstPage({ staff, seats }, campaign)(campaign.slug)}>
                    <b>{campaign.title}</b> <CampaignState campaign={campaign} />
                    <br />
                    <PhaseLine campaign={campaign} now={now} />
                  </LinkCell>
                ))}
              </ul>
            </section>
          ))}
      {(edits || may(staff, 'manage-staff')) && <Absent services={absent} />}
    </Frame>
  )
}

/** Where work on a campaign begins for this person. */
function firstPage({ staff, seats }: Pick<ConsoleProps, 'staff' | 'seats'>, campaign: CampaignLine): (slug: Slug) => string {
  if (may(staff, 'edit-campaigns')) return staffPaths.campaign
  if (seats.has(campaign.id)) return staffPaths.review
  return readsTally(campaign, staff) ? staffPaths.tally : staffPaths.decision
}
