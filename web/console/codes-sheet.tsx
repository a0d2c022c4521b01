import type { CampaignFile, VoterClass } from '../../worker/rules/campaign.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { Frame } from './frame.tsx'
import { Slip, slipHead } from './slip.tsx'

export interface CodesSheetProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly unit: string
  readonly voterClass: VoterClass | null
  readonly codes: readonly { readonly code: string; readonly token: string }[]
}

/** A batch of codes, as slips to be printed: the only place where they ever stand. */
export function CodesSheet({ site, staff, campaign, unit, voterClass, codes }: CodesSheetProps) {
  const head = slipHead(campaign)
  return (
    <Frame site={site} staff={staff} title={`投票单 · ${unit}`} scripts={['slips']}>
      <div class="on-paper">
        <div class="card no-print">
          <h1>
            “{unit}”的投票单：{codes.length} 张
          </h1>
          <p class="note">
            <b>投票码只在这一页出现一次。</b>请现在打印，或者存成表格，核对无误后再离开；离开以后谁也看不到了，只能作废重发。
          </p>
          <p>打印用 A4 纸，一页十张，沿虚线裁开，一人一张。打印窗口里请选“无页眉页脚”，边距选“默认”。</p>
          <p role="status" data-slips-says>
            这个浏览器没有运行脚本，投票单上没有二维码，但网址和投票码照样可用；打印请用浏览器的“打印”。
          </p>
          <p class="choices">
            <button type="button" class="main" data-slips-print hidden>
              打印投票单
            </button>
            <button type="button" data-slips-table hidden>
              存成表格（CSV）
            </button>
            <a class="button" href={staffPaths.codes(campaign.slug)}>
              返回投票码
            </a>
          </p>
        </div>
        <ol class="slips" data-name={`${campaign.shortTitle}-${unit}-投票码`}>
          {codes.map(({ code, token }) => (
            <Slip
              key={code}
              head={head}
              slip={{ code, link: site.origin + paths.codeLink(campaign.slug, token), unit, voterClass }}
            />
          ))}
        </ol>
      </div>
    </Frame>
  )
}
