import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { FROZEN } from '../text/desk.ts'
import { CampaignNav } from './campaign-nav.tsx'
import type { IntakeData } from './desk-data.ts'
import { Frame } from './frame.tsx'

export interface IntakeProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
}

/** A spreadsheet into the list. The file is read in the browser; without script the command does it. */
export function ImportPage({ site, staff, campaign }: IntakeProps) {
  const { slug, categories, nominees, openedAt } = campaign
  const data: IntakeData = {
    slug,
    opened: openedAt !== null,
    categories: categories.map(({ key, name, kind, max }) => ({ key, name, kind, max })),
    listed: nominees.map(({ number, category, name, unit }) => ({ number, category, name, unit })),
  }
  return (
    <Frame site={site} staff={staff} title={`导入表格 · ${campaign.shortTitle}`} sheets={['desk']} scripts={['intake']}>
      <CampaignNav campaign={campaign} staff={staff} here="nominees" />
      <div class="card">
        <p class="back no-print">
          <a href={staffPaths.nominees(slug)}>‹ 全部候选对象</a>
        </p>
        <h1>导入表格</h1>
        <p class="soft">
          用 Excel 表格（.xlsx）或
          CSV。常用的列：编号、类别、姓名、单位、职务、简要事迹、主要事迹、曾受表彰；名称不同也可以，下一步再对应。
        </p>
        {openedAt !== null && <p class="note">{FROZEN}</p>}
        {categories.length === 0 && <p class="note">活动还没有类别，请先到“设置”里添加类别。</p>}
      </div>
      <div id="intake" data-desk={JSON.stringify(data)}>
        <p class="card note">
          读表格需要浏览器运行脚本，现在没有运行。可以换一个浏览器，或请系统管理员用 npm run campaign -- import 导入；也可以
          <a href={staffPaths.newNominee(slug)}>一个一个添加</a>。
        </p>
      </div>
    </Frame>
  )
}
