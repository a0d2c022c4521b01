import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { CampaignNav } from './campaign-nav.tsx'
import type { RosterData } from './desk-data.ts'
import { Frame } from './frame.tsx'
import { slipHead } from './slip.tsx'

export interface RosterImportProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
}

/** A spreadsheet of people into the list, and slips out of it. The file is read in the browser. */
export function RosterImportPage({ site, staff, campaign }: RosterImportProps) {
  const { slug, openedAt, shortTitle } = campaign
  const data: RosterData = { slug, opened: openedAt !== null, head: slipHead(campaign), origin: site.origin, shortTitle }
  return (
    <Frame site={site} staff={staff} title={`导入名册 · ${shortTitle}`} sheets={['desk']} scripts={['roster']}>
      <CampaignNav campaign={campaign} staff={staff} here="roster" />
      <div class="on-paper">
        <div class="card no-print">
          <p>
            <a href={staffPaths.roster(slug)}>‹ 名册</a>
          </p>
          <h1>导入名册</h1>
          <p class="soft">
            用 Excel 表格（.xlsx）或
            CSV，一人一行。要有的列：姓名、编号、单位；“类别”写党员、职工或群众，可以没有。编号用工号、党员编号或身份证后六位，不要用完整的身份证号。
          </p>
          <p class="soft">姓名和编号只用来算核对值，算完就丢弃，系统不保存；导入后请自己留好这份表格。</p>
          {openedAt !== null && (
            <p class="note">投票已经开放：只能增加人、重新发码，不能替换名册。已经参加的人必须留在名册上，选票才有据可查。</p>
          )}
        </div>
        <div id="roster" data-roster={JSON.stringify(data)}>
          <p class="card note">读表格需要浏览器运行脚本，现在没有运行。请换一个浏览器再试。</p>
        </div>
      </div>
    </Frame>
  )
}
