import { moment } from '../web/text/dates.ts'
import { APART, NO_FIGURES, sayBand } from '../web/text/panel.ts'
import { stampLines } from '../web/text/papers.ts'
import { USE } from '../web/text/terms.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { Advisory } from './rules/dossier.ts'
import type { PanelRow, PanelSummary } from './rules/panel.ts'
import type { Paper, PaperCell, Stamp } from './rules/paper.ts'

const VOTES = ['收到票数', '计入票数', '暂缓票数', '作废票数', '名次区间'] as const

interface Ingredients {
  readonly summary: PanelSummary
  readonly advisory: Advisory
  readonly stamp: Stamp
}

/**
 * The panel's summary as a paper: in the order of numbers, votes and scores in columns of their own, and no column made of
 * both (law 2).
 */
export function panelPaper(campaign: CampaignFile, { summary, advisory, stamp }: Ingredients): Paper {
  const { criteria, members, submitted, rows } = summary
  const votes = rows.some(row => row.votes !== null)
  const marks = criteria.map(({ name, weight }) => `评分：${name}（${weight}%）`)
  return {
    title: '评审汇总',
    campaign: campaign.title,
    at: stamp.at,
    lines: [
      ...stampLines(stamp),
      ['用途', USE[campaign.use]],
      ['票数', votesLine(advisory)],
      ['评审', `${members} 人，已提交 ${submitted} 人；只汇总已提交的评分`],
      ['说明', APART],
    ],
    tables: [
      {
        name: '评审汇总',
        head: [
          '类别',
          '编号',
          '姓名（名称）',
          '单位',
          ...(votes ? VOTES : []),
          ...marks,
          '评分：加权平均',
          '评分人数',
          '回避人数',
        ],
        rows: rows.map(row => [
          ...whoIs(campaign, row),
          ...(votes ? voteCells(row) : []),
          ...row.scores.means,
          row.scores.weighted,
          row.scores.sheets,
          row.scores.recused,
        ]),
      },
    ],
  }
}

function votesLine(advisory: Advisory): string {
  if (advisory.shows === 'bands') return `截至 ${moment(advisory.at)}`
  return advisory.shows === 'never' ? NO_FIGURES[advisory.why] : NO_FIGURES.later
}

function whoIs({ categories, nominees }: CampaignFile, { number, category }: PanelRow): readonly PaperCell[] {
  const nominee = nominees.find(one => one.number === number)
  const name = categories.find(({ key }) => key === category)?.name ?? category
  return [name, number, nominee?.name ?? '', nominee?.unit ?? '']
}

const voteCells = ({ votes }: PanelRow): readonly PaperCell[] =>
  votes ? [votes.raw, votes.counted, votes.held, votes.void, sayBand(votes)] : VOTES.map(() => null)
