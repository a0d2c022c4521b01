import { moment } from '../web/text/dates.ts'
import { className } from '../web/text/integrity.ts'
import { stampLines } from '../web/text/papers.ts'
import { GUARANTEE, LEVEL, provesOf, USE } from '../web/text/terms.ts'
import type { CampaignFile, Category } from './rules/campaign.ts'
import type { Dated } from './rules/disclosure.ts'
import { classRows, levelRows } from './rules/integrity.ts'
import type { Paper, PaperCell, PaperTable, Stamp } from './rules/paper.ts'
import { type Counts, NO_COUNTS, rank, raw, type Tally } from './rules/tally.ts'
import { HOUR, instant } from './rules/time.ts'

const STANDINGS = ['收到', '计入', '暂缓', '作废'] as const
const figures = (counts: Counts): readonly number[] => [raw(counts), counts.counted, counts.held, counts.void]

interface Ingredients {
  readonly figures: Dated
  readonly stamp: Stamp
  /** Only this category's nominees; null for all. */
  readonly category: Category | null
}

/**
 * The tally as a paper: stamped, with what it may be used for and what its count proves before any figure, and held and
 * void beside every counted one. Places are by counted votes within a category and select nobody.
 */
export function tallyPaper(campaign: CampaignFile, { figures: { at, tally }, stamp, category }: Ingredients): Paper {
  const categories = category ? [category] : campaign.categories
  return {
    title: '计票数据',
    campaign: campaign.title,
    at: stamp.at,
    lines: [
      ...stampLines(stamp),
      ['数据截至', `${moment(at)}（北京时间）`],
      ['用途', USE[campaign.use]],
      [GUARANTEE[campaign.identity].badge, provesOf(campaign)],
    ],
    tables: [
      { name: '合计', head: ['选票', ...STANDINGS], rows: [['全部选票', ...figures(tally.ballots)]] },
      {
        name: '身份方式',
        head: ['身份方式', ...STANDINGS],
        rows: levelRows(tally).map(({ level, counts }) => [LEVEL[level], ...figures(counts)]),
      },
      ...classTable(tally),
      categoryTable(campaign, categories, tally),
      nomineeTable(campaign, categories, tally),
      ...unitTable(tally),
      hourTable(tally),
    ],
  }
}

const numbersIn = ({ nominees }: CampaignFile, { key }: Category): readonly number[] =>
  nominees.filter(({ category }) => category === key).map(({ number }) => number)

/** Votes and not ballots: one ballot names several. */
const categoryTable = (campaign: CampaignFile, categories: readonly Category[], { votes }: Tally): PaperTable => ({
  name: '类别',
  head: ['类别', '候选对象', ...STANDINGS.map(one => `${one}票数`)],
  rows: categories.map(category => {
    const numbers = numbersIn(campaign, category)
    const sum = numbers.reduce((sums, number) => {
      const counts = votes[number] ?? NO_COUNTS
      return {
        counted: sums.counted + counts.counted,
        held: sums.held + counts.held,
        void: sums.void + counts.void,
      }
    }, NO_COUNTS)
    return [category.name, numbers.length, ...figures(sum)]
  }),
})

function nomineeTable(campaign: CampaignFile, categories: readonly Category[], { votes }: Tally): PaperTable {
  const byNumber = new Map(campaign.nominees.map(nominee => [nominee.number, nominee]))
  const rows = categories.flatMap(category =>
    rank(numbersIn(campaign, category), votes).map(({ number, place, counts }): readonly PaperCell[] => {
      const nominee = byNumber.get(number)
      return [category.name, place, number, nominee?.name ?? '', nominee?.unit ?? '', ...figures(counts)]
    }),
  )
  return { name: '候选对象', head: ['类别', '名次', '编号', '姓名（名称）', '单位', ...STANDINGS], rows }
}

/** What the voters are, where a code or a list says so; the last line is of those of whom nothing is said. */
function classTable(tally: Tally): readonly PaperTable[] {
  const rows = classRows(tally)
  if (rows.length === 0) return []
  return [
    {
      name: '投票人类别',
      head: ['投票人类别', ...STANDINGS],
      rows: rows.map(({ voterClass, counts }) => [className(voterClass), ...figures(counts)]),
    },
  ]
}

/** A box counts per unit what came in; what became of it is not told apart there. */
function unitTable({ units }: Tally): readonly PaperTable[] {
  const names = Object.keys(units).sort()
  if (names.length === 0) return []
  return [{ name: '发放单位', head: ['发放单位', '收到'], rows: names.map(name => [name, units[name] ?? 0]) }]
}

const hourTable = ({ hours }: Tally): PaperTable => ({
  name: '各小时',
  head: ['小时（北京时间）', ...STANDINGS],
  rows: Object.keys(hours)
    .map(Number)
    .sort((a, b) => a - b)
    .map(hour => [{ at: instant(hour * HOUR) }, ...figures(hours[hour] ?? NO_COUNTS)]),
})
