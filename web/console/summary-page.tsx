import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Advisory } from '../../worker/rules/dossier.ts'
import type { PanelRow, PanelSummary } from '../../worker/rules/panel.ts'
import type { PanelColumn } from '../../worker/rules/panel-columns.ts'
import type { PanelGrid } from '../../worker/rules/panel-grid.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { APART, NO_FIGURES, sayBand } from '../text/panel.ts'
import { USE } from '../text/terms.ts'
import { Finding } from './band.tsx'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { PaperLinks } from './paper-links.tsx'
import { Grid } from './summary-grid.tsx'

export interface SummaryPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  /** Null where there is no panel. */
  readonly summary: PanelSummary | null
  /** Who gave what; null for who may not know. */
  readonly grid: PanelGrid | null
  /** Its rows in the order asked for. */
  readonly rows: readonly PanelRow[]
  readonly by: PanelColumn
  readonly advisory: Advisory
  readonly blind: boolean
  readonly now: Instant
}

/** Votes and scores of everybody judged, in columns apart. No figure is made of both (law 2). */
export function SummaryPage(props: SummaryPageProps) {
  const { site, staff, campaign, summary, advisory } = props
  return (
    <Frame site={site} staff={staff} title={`评审汇总 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="summary" />
      {summary === null ? (
        <div class="card">
          <h1>评审汇总</h1>
          <Empty {...(may(staff, 'manage-panel') ? { href: staffPaths.panel(campaign.slug), go: '设定评审组' } : {})}>
            本活动还没有评审组。
          </Empty>
        </div>
      ) : (
        <>
          <div class="card">
            <h1>评审汇总</h1>
            <p>
              评审 {summary.members} 人，已提交 {summary.submitted} 人；只汇总已提交的评分。
            </p>
            <p class="soft small">{APART}</p>
            {advisory.shows === 'bands' ? (
              <p class="soft small">
                {USE[campaign.use]}票数截至 {moment(advisory.at)}。
              </p>
            ) : (
              <p class="soft small">{advisory.shows === 'never' ? NO_FIGURES[advisory.why] : NO_FIGURES.later}</p>
            )}
            <p class="no-print choices">
              {may(staff, 'export-tally') ? (
                <PaperLinks
                  xlsx={staffPaths.panelXlsx(campaign.slug)}
                  csv={staffPaths.panelCsv(campaign.slug)}
                  print={staffPaths.panelPrint(campaign.slug)}
                />
              ) : (
                <button type="button" data-print hidden>
                  打印本页
                </button>
              )}
            </p>
          </div>
          {campaign.categories.map(({ key, name, honours }) => (
            <Category key={key} {...props} summary={summary} of={{ key, name, honours }} />
          ))}
        </>
      )}
    </Frame>
  )
}

type CategoryProps = SummaryPageProps & {
  readonly summary: PanelSummary
  readonly of: { readonly key: string; readonly name: string; readonly honours: number }
}

function Category({ of, ...props }: CategoryProps) {
  const { rows, advisory } = props
  const own = rows.filter(({ category }) => category === of.key)
  if (own.length === 0) return null
  const bands = advisory.shows === 'bands' ? advisory.categories[of.key] : undefined
  return (
    <section class="card">
      <h2>
        {of.name} <span class="soft small">名额 {of.honours}</span>
      </h2>
      {bands && <Finding of={bands} />}
      <Rows {...props} own={own} name={of.name} />
      {props.grid && props.grid.reviewers.length > 0 && <Grid campaign={props.campaign} grid={props.grid} of={of} />}
    </section>
  )
}

const VOTES = [
  ['raw', '收到'],
  ['counted', '计入'],
  ['held', '暂缓'],
  ['void', '作废'],
  ['best', '名次区间'],
] as const

function Rows({
  campaign,
  summary,
  own,
  name,
  by,
  blind,
}: Omit<CategoryProps, 'of'> & { own: readonly PanelRow[]; name: string }) {
  const { criteria } = summary
  const votes = own.some(row => row.votes !== null)
  const nameOf = (number: number) => campaign.nominees.find(one => one.number === number)?.name ?? ''
  const head = (column: PanelColumn, text: string) => (
    <th
      key={column}
      scope="col"
      aria-sort={column === by ? (column === 'number' || column === 'best' ? 'ascending' : 'descending') : undefined}
    >
      <a href={staffPaths.panelSummary(campaign.slug, column === 'number' ? undefined : column)}>{text}</a>
    </th>
  )
  return (
    <section class="summary" tabIndex={0} aria-label={`${name}的汇总表`}>
      <table>
        <thead>
          <tr class="groups">
            <td />
            {votes && (
              <th scope="colgroup" colSpan={VOTES.length}>
                投票（参考）
              </th>
            )}
            <th scope="colgroup" colSpan={criteria.length + 3}>
              评审评分
            </th>
          </tr>
          <tr>
            {head('number', '编号')}
            {votes && VOTES.map(([column, text]) => head(column, text))}
            {criteria.map(({ name, weight }, i) => head(`c${i}`, `${name}（${weight}%）`))}
            {head('weighted', '加权平均')}
            <th scope="col">评分人数</th>
            <th scope="col">回避</th>
          </tr>
        </thead>
        <tbody>
          {own.map(row => (
            <tr key={row.number}>
              <th scope="row">
                <a href={staffPaths.reviewOf(campaign.slug, row.number)}>
                  {row.number}号{!blind && ` ${nameOf(row.number)}`}
                </a>
              </th>
              {votes && <VoteCells row={row} />}
              {row.scores.means.map((mean, i) => (
                <td key={i} class={i === 0 ? 'first' : undefined}>
                  {figure(mean)}
                </td>
              ))}
              <td>
                <b>{figure(row.scores.weighted)}</b>
              </td>
              <td>{row.scores.sheets}</td>
              <td>{row.scores.recused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function VoteCells({ row: { votes } }: { readonly row: PanelRow }) {
  return (
    <>
      <td class="first">{votes?.raw ?? '—'}</td>
      <td>{votes?.counted ?? '—'}</td>
      <td>{votes?.held ?? '—'}</td>
      <td>{votes?.void ?? '—'}</td>
      <td>{votes ? sayBand(votes) : '—'}</td>
    </>
  )
}

const figure = (mean: number | null): string => (mean === null ? '—' : mean.toFixed(2))
