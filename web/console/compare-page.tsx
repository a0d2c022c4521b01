import type { ComponentChildren } from 'preact'
import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Advisory } from '../../worker/rules/dossier.ts'
import type { NomineeProfile } from '../../worker/rules/nominee.ts'
import type { Panel, Sheet } from '../../worker/rules/panel.ts'
import { type Band, READINGS } from '../../worker/rules/robustness.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { COMPARE, READING, sayBand } from '../text/panel.ts'
import { USE } from '../text/terms.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

export interface ComparePageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly panel: Panel | null
  readonly blind: boolean
  /** Two to four, by number, as this reader may see them. */
  readonly profiles: readonly NomineeProfile[]
  readonly enough: boolean
  readonly advisory: Advisory
  /** The reader's own. */
  readonly sheets: readonly Sheet[]
}

/** A few nominees side by side; on a phone the columns scroll under a row of names that stays. */
export function ComparePage(props: ComparePageProps) {
  const { site, staff, campaign, advisory, enough } = props
  return (
    <Frame site={site} staff={staff} title={`并排比较 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="review" />
      <div class="card">
        <p class="no-print back">
          <a href={staffPaths.review(campaign.slug)}>‹ 全部评审对象</a>
        </p>
        <h1>并排比较</h1>
        {enough && <p class="soft small">按编号排列。{advisory.shows === 'bands' && USE[campaign.use]}</p>}
      </div>
      {enough ? (
        <Table {...props} />
      ) : (
        <Empty href={staffPaths.review(campaign.slug)} go="返回重新选择">
          {COMPARE}
        </Empty>
      )}
    </Frame>
  )
}

type Told = (one: NomineeProfile) => ComponentChildren
/** A row of the table, or the heading of those below it. */
type Row = readonly [title: string, told: Told | null]

function Table({ campaign, panel, profiles, advisory, sheets, blind }: ComparePageProps) {
  const bandOf = ({ category, number }: NomineeProfile): Band | undefined =>
    advisory.shows === 'bands' ? advisory.categories[category]?.bands.find(band => band.number === number) : undefined
  const sheetOf = ({ number }: NomineeProfile) => sheets.find(sheet => sheet.number === number)
  const text =
    (of: (one: NomineeProfile) => string): Told =>
    one =>
      of(one) || <span class="soft">没有填写</span>
  const rows: Row[] = [['类别', one => campaign.categories.find(({ key }) => key === one.category)?.name]]
  if (!blind) rows.push(['单位', text(({ unit }) => unit)])
  rows.push(['职务', text(({ post }) => post)], ['简要事迹', text(({ brief }) => brief)])
  rows.push(['曾受表彰', one => <Lines text={one.honours} />], ['主要事迹', one => <Deeds text={one.deeds} />])
  if (advisory.shows === 'bands') {
    rows.push(['投票参考', null])
    for (const reading of READINGS) rows.push([READING[reading], one => bandOf(one)?.votes[reading] ?? '—'])
    rows.push(['暂缓', one => bandOf(one)?.counts.held ?? '—'], ['作废', one => bandOf(one)?.counts.void ?? '—'])
    rows.push(['名次区间', one => <BandWords band={bandOf(one)} />])
  }
  if (sheets.length > 0 && panel) {
    rows.push(['我的评分', null])
    panel.criteria.forEach(({ name, most }, i) => {
      const markOf: Told = one => (sheetOf(one)?.recusal != null ? '回避' : `${sheetOf(one)?.marks[i] ?? '—'} / ${most}`)
      rows.push([name, markOf])
    })
  }
  return (
    <section class="compare" tabIndex={0} aria-label="并排比较">
      <table class={`of-${profiles.length}`}>
        <thead>
          <tr>
            <th scope="col" class="corner">
              <span class="sr">项目</span>
            </th>
            {profiles.map(({ number, name }) => (
              <th key={number} scope="col">
                <a href={staffPaths.reviewOf(campaign.slug, number)}>{blind ? name : `${number}号 ${name}`}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, told], i) =>
            told === null ? (
              <tr key={i} class="group">
                <th scope="rowgroup" colSpan={profiles.length + 1}>
                  <span>{title}</span>
                </th>
              </tr>
            ) : (
              <tr key={i}>
                <th scope="row">{title}</th>
                {profiles.map(one => (
                  <td key={one.number}>{told(one)}</td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}

const BandWords = ({ band }: { readonly band: Band | undefined }) => <>{band ? `第 ${sayBand(band)} 名` : '—'}</>

function Lines({ text }: { readonly text: string }) {
  if (!text) return <span class="soft">没有填写</span>
  return (
    <ul>
      {text.split('\n').map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function Deeds({ text }: { readonly text: string }) {
  if (!text) return <span class="soft">没有填写</span>
  const lines = text.split('\n')
  return (
    <>
      {lines.map(line => (
        <p key={line}>{line}</p>
      ))}
    </>
  )
}
