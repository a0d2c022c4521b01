import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

export interface ArchiveProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly counts: {
    readonly nominees: number
    readonly photos: number
    readonly notices: number
    readonly attachments: number
  }
}

/** What an organizer may take home of a campaign, and what stays here. */
export function ArchivePage({ site, staff, campaign, counts }: ArchiveProps) {
  const { nominees, photos, notices, attachments } = counts
  return (
    <Frame site={site} staff={staff} title="存档">
      <CampaignNav campaign={campaign} staff={staff} here="archive" />
      <section class="card">
        <h1>存档</h1>
        <p>
          把这个活动的设置、名单和公告连同照片、附件打成一个文件，存到本单位的电脑里，或交给档案部门。每次下载都会写进操作记录。
        </p>
        <ul class="kept">
          <li>
            <span>候选对象</span>
            <b>{nominees} 个</b>
          </li>
          <li>
            <span>照片</span>
            <b>{photos} 张</b>
          </li>
          <li>
            <span>公告</span>
            <b>{notices} 篇</b>
          </li>
          <li>
            <span>公告附件</span>
            <b>{attachments} 个</b>
          </li>
        </ul>
        <form method="post" action={staffPaths.archive(campaign.slug)}>
          <button class="button main">下载存档（.zip）</button>
        </form>
      </section>
      <section class="card">
        <h2>不在里面的</h2>
        <p>
          选票、计票、案件和操作记录不在这个文件里：计票结果在“计票”页导出，操作记录由审计人员导出。异议和申诉的内容、候选对象的评审材料、证件号和电话不能打包带走。
        </p>
        <p class="soft small">
          要把整个活动原样备份或搬到另一处网站，请运维人员运行 npm run campaign -- archive {campaign.slug} 文件名.zip。
        </p>
      </section>
    </Frame>
  )
}
