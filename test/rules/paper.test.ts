import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { sayHead } from '../../web/text/papers.ts'
import { panelPaper } from '../../worker/panel-paper.ts'
import { paperXlsx } from '../../worker/paper-xlsx.ts'
import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { csvText } from '../../worker/rules/csv.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import type { PanelSummary } from '../../worker/rules/panel.ts'
import { type Paper, paperRows } from '../../worker/rules/paper.ts'
import { countInto, emptyTally, type Mutable, type Tally } from '../../worker/rules/tally.ts'
import { type Day, HOUR, instant } from '../../worker/rules/time.ts'
import { tallyPaper } from '../../worker/tally-paper.ts'
import { FORMULAS } from '../support/formulas.ts'
import { aDocument, aNominee, CLOSES, OPENS } from '../support/makers.ts'

const { categories, use } = aDocument().settings
const campaign = {
  ...aDocument().settings,
  id: 'cmp_0000000000000001' as CampaignId,
  ...{ identity: 'roster', categories, use },
  nominees: [1, 2, 4].map(number => aNominee(number)),
} as unknown as CampaignFile

const tally: Mutable<Tally> = emptyTally()
for (const [status, voterClass, at] of [
  ['counted', 'member', OPENS],
  ['counted', 'worker', OPENS],
  ['held', null, instant(OPENS + 2 * HOUR)],
  ['void', 'member', instant(OPENS + 2 * HOUR)],
] as const) {
  const reasons = status === 'counted' ? [] : (['NET.DC', 'TIME.FAST'] as const)
  countInto(tally, { choices: [1, 4], status, voterClass, level: 'roster', unit: '东城区', reasons, at })
}
const CHECKPOINT = sayHead(0, { size: 4, root: new Uint8Array(32) })
const stamp = { at: CLOSES, filter: '全部类别', campaign: campaign.title, checkpoint: CHECKPOINT }
const paper = tallyPaper(campaign, { figures: { at: CLOSES, tally }, stamp, category: null })

const LINES = [
  ['活动', '清河市“十佳百优”先进典型网上评议'],
  ['范围', '全部类别'],
  ['导出时间', '2026年4月26日 0:00（北京时间）'],
  ['日志检查点', '1 号票箱：4 条，根 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['数据截至', '2026年4月26日 0:00（北京时间）'],
  ['用途', '网上评议结果仅作评审参考，不直接决定表彰对象。'],
  ['名册实名', '每张选票对应名册上的一人，凭姓名、编号和投票码参加，一人只计一票；名册由主办单位负责。'],
]
const FOUR = ['收到', '计入', '暂缓', '作废']
const shanghai = (text: string) => new Date(`${text}:00Z`)
const TABLES: readonly (readonly [string, readonly (readonly unknown[])[]])[] = [
  [
    '合计',
    [
      ['选票', ...FOUR],
      ['全部选票', 4, 2, 1, 1],
    ],
  ],
  [
    '身份方式',
    [
      ['身份方式', ...FOUR],
      ['名册', 4, 2, 1, 1],
    ],
  ],
  [
    '投票人类别',
    [
      ['投票人类别', ...FOUR],
      ['党员', 2, 1, 0, 1],
      ['职工', 1, 1, 0, 0],
      ['未注明类别', 1, 0, 1, 0],
    ],
  ],
  [
    '类别',
    [
      ['类别', '候选对象', '收到票数', '计入票数', '暂缓票数', '作废票数'],
      ['十佳共产党员', 2, 4, 2, 1, 1],
      ['十佳基层党组织', 1, 4, 2, 1, 1],
    ],
  ],
  [
    '候选对象',
    [
      ['类别', '名次', '编号', '姓名（名称）', '单位', ...FOUR],
      ['十佳共产党员', 1, 1, '张明', '清河市第一中学', 4, 2, 1, 1],
      ['十佳共产党员', 2, 2, '李秀兰', '清河市第一中学', 0, 0, 0, 0],
      ['十佳基层党组织', 1, 4, '城东社区党总支', '清河市第一中学', 4, 2, 1, 1],
    ],
  ],
  [
    '发放单位',
    [
      ['发放单位', '收到'],
      ['东城区', 4],
    ],
  ],
  [
    '各小时',
    [
      ['小时（北京时间）', ...FOUR],
      [shanghai('2026-04-20T09:00'), 2, 2, 0, 0],
      [shanghai('2026-04-20T11:00'), 2, 0, 1, 1],
    ],
  ],
]

test('the tally as a workbook: stamped first, then numbers as numbers and hours as dates, held and void beside counted', async () => {
  const { sheets } = await readXlsx(await paperXlsx(paper))
  expect(sheets.map(({ name, rows }) => [name, rows])).toEqual([['说明', [['计票数据', null], ...LINES]], ...TABLES])
})

test('the tally as CSV says the same, its hours by the clock in Shanghai', () => {
  const plain = (cell: unknown) => (cell instanceof Date ? cell.toISOString().slice(0, 16).replace('T', ' ') : String(cell))
  expect(parseCsv(csvText(paperRows(paper)).replace(/^\uFEFF/, ''), { delimiter: ',', typeInference: false })).toEqual([
    ['清河市“十佳百优”先进典型网上评议', '计票数据'],
    ...LINES,
    ...TABLES.flatMap(([name, rows]) => [[''], [name], ...rows.map(row => row.map(plain))]),
  ])
})

test('one category alone says so and holds no other nominee; without a checkpoint the paper says that there is none', () => {
  const category = categories[1] ?? null
  const one = tallyPaper(campaign, {
    figures: { at: CLOSES, tally },
    stamp: { ...stamp, filter: '类别“十佳基层党组织”', checkpoint: null },
    category,
  })
  expect([one.lines[1], one.lines[3], one.tables.find(({ name }) => name === '候选对象')?.rows.map(row => row[2])]).toEqual([
    ['范围', '类别“十佳基层党组织”'],
    ['日志检查点', '尚无日志检查点'],
    [4],
  ])
})

const aPaper = (texts: readonly string[]): Paper => ({
  ...{ title: texts[0] ?? '', campaign: texts[1] ?? '', at: CLOSES },
  lines: texts.map(text => [text, text] as const),
  tables: [
    {
      name: '表',
      head: ['日期', '文字', '数'],
      rows: texts.map((text, i) => [{ day: '2026-04-20' as Day }, text, i]),
    },
  ],
})

test('T30: whatever a text begins with, in a workbook it is a cell of text with that very text, and no cell is a formula', async () => {
  const texts = [...FORMULAS, '_x000D_', '&P&N', ' 前后有空格 ', '<b>&amp;', '0123', '2026-01-02', 'TRUE', '一\n二']
  const bytes = await paperXlsx(aPaper(texts))
  const { sheets } = await readXlsx(bytes, { readStyles: true })
  const cells = sheets.flatMap(({ cells }) => [...(cells ?? new Map()).values()])
  expect(cells.filter(cell => cell.formula !== undefined)).toEqual([])
  expect(sheets[1]?.rows.slice(1)).toEqual(texts.map((text, i) => [new Date('2026-04-20T00:00:00Z'), text, i]))
  expect(sheets[0]?.rows.slice(1)).toEqual(texts.map(text => [text, text]))
})

test('T30: and in CSV nothing of it can start a formula', () => {
  const rows = parseCsv(csvText(paperRows(aPaper(FORMULAS))).replace(/^\uFEFF/, ''), { delimiter: ',', typeInference: false })
  for (const cell of rows.flat()) expect([cell, /^\s*[=+\-@＝＋－＠﹦﹢﹣﹫−]/.test(String(cell))]).toEqual([cell, false])
})

test('what XML cannot say is left out, and a sheet of five thousand rows is written', async () => {
  const bad = 'a\u0000b\u0001c\ud800d\uffffe'
  const { sheets } = await readXlsx(await paperXlsx(aPaper([bad, ...Array(5000).fill('候选对象')])))
  expect([sheets[1]?.rows[1]?.[1], sheets[1]?.rows.length]).toEqual(['abcde', 5002])
})

test('the panel as a workbook keeps votes and scores in columns of their own, in the order of numbers, with no sum of both', async () => {
  const summary = {
    criteria: [{ name: '工作实绩', weight: 100, most: 100 }],
    ...{ members: 3, submitted: 2 },
    rows: [
      {
        ...{ number: 1, category: 'people' },
        votes: { raw: 9, counted: 7, held: 1, void: 1, best: 1, worst: 2 },
        scores: { means: [88.5], weighted: 88.5, sheets: 2, recused: 0 },
      },
      {
        ...{ number: 2, category: 'people', votes: null },
        scores: { means: [null], weighted: null, sheets: 0, recused: 1 },
      },
    ],
  } satisfies PanelSummary
  const advisory = { shows: 'bands', at: CLOSES, received: 9, looked: true, categories: {} } as const
  const { sheets } = await readXlsx(await paperXlsx(panelPaper(campaign, { summary, advisory, stamp })))
  expect(sheets[0]?.rows.slice(5)).toEqual([
    ['用途', '网上评议结果仅作评审参考，不直接决定表彰对象。'],
    ['票数', '截至 2026年4月26日 0:00'],
    ['评审', '3 人，已提交 2 人；只汇总已提交的评分'],
    ['说明', '票数和评分分列，不相加，也不合成名次；排列只为查看方便。'],
  ])
  expect(sheets[1]?.rows).toEqual([
    [
      ...['类别', '编号', '姓名（名称）', '单位', '收到票数', '计入票数', '暂缓票数', '作废票数', '名次区间'],
      ...['评分：工作实绩（100%）', '评分：加权平均', '评分人数', '回避人数'],
    ],
    ['十佳共产党员', 1, '张明', '清河市第一中学', 9, 7, 1, 1, '1–2', 88.5, 88.5, 2, 0],
    ['十佳共产党员', 2, '李秀兰', '清河市第一中学', null, null, null, null, null, null, null, 0, 1],
  ])
})
