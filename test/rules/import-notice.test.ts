import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NoticeEntry } from '../../worker/import/document.ts'
import { noticeFlaws } from '../../worker/import/flaws.ts'
import { readNotice, writeNotice } from '../../worker/import/notice-file.ts'
import { correctedFirst } from '../../worker/import/order.ts'
import { sayProblem } from '../../worker/import/problem.ts'
import { anySign } from '../support/any-sign.ts'
import { aDocument } from '../support/makers.ts'

const file = 'notices/gongshi.md'
const read = (text: string, there: readonly string[] = []) => readNotice(text, { file, key: 'gongshi', there })
const said = (text: string, there: readonly string[] = []) => read(text, there).problems.map(sayProblem)

const HEAD =
  '类别: 公示\n标题: 候选对象公示\n来源: 市委组织部\n作者: 组织一科\n发布时间: 2026-04-08 09:00\n张贴日: 2026-04-08\n公示截止: 2026-04-15'
const ENTRY: NoticeEntry = {
  key: 'gongshi',
  kind: 'publicity',
  title: '候选对象公示',
  source: '市委组织部',
  author: '组织一科',
  body: '# 公示\n\n现予公示。',
  publishAt: '2026-04-08 09:00',
  withdrawnAt: null,
  withdrawnReason: null,
  corrects: null,
  posted: '2026-04-08',
  through: '2026-04-15',
  conclusion: null,
  attachments: [],
}
const { attachments: _none, ...PLAIN } = ENTRY

test('a notice is a head of named lines, a line of hyphens and Markdown', () => {
  expect(read(`${HEAD}\n---\n\n# 公示\n\n现予公示。\n`)).toEqual({ notice: { entry: PLAIN, attachments: [] }, problems: [] })
})

test('full-width colons, blanks, a byte order mark, Windows line ends and a first line of hyphens change nothing', () => {
  const text = `\uFEFF---\n${HEAD.replaceAll(': ', ' ： ')}\n\n---  \n# 公示\n\n现予公示。\n\n`.replaceAll('\n', '\r\n')
  expect(read(text)).toEqual({ notice: { entry: PLAIN, attachments: [] }, problems: [] })
})

test('a text that is HTML says so in its head, and any other word there is refused', () => {
  const page = { ...ENTRY, format: 'html' as const, body: '<p>现予公示。</p>' }
  const { attachments: _files, ...plain } = page
  expect(writeNotice(page)).toContain('\n格式: 网页\n---\n')
  expect(read(writeNotice(page))).toEqual({ notice: { entry: plain, attachments: [] }, problems: [] })
  expect(said(`${HEAD}\n格式: Word\n---\n文`)).toEqual([
    'notices/gongshi.md 第 8 行“格式”：应为“网页”；用 Markdown 写的不写这一行；现在是 "Word"',
  ])
})

test('a line of hyphens in the body belongs to the body', () => {
  expect(read(`${HEAD}\n---\n上\n\n---\n\n下`).notice?.entry.body).toBe('上\n\n---\n\n下')
})

test('attachments are divided by commas of either kind, unless a file is called like the whole line', () => {
  const there = ['名单.pdf', '表 1.xlsx', '样表、说明.docx']
  expect(read(`${HEAD}\n附件: 名单.pdf、表 1.xlsx\n附件：样表、说明.docx\n---\n文`, there)).toMatchObject({
    notice: { attachments: ['名单.pdf', '表 1.xlsx', '样表、说明.docx'] },
    problems: [],
  })
})

test('everything wrong with a head is told at once, by line and name', () => {
  const text =
    '类别: 公告\n标题: 题\n标题: 又一题\n发布日间: 2026-04-08\n撤回时间: 4月9日\n随手一行\n附件: 表.exe、名章.pdf、名章.pdf\n---\n'
  expect(said(text, ['名单.pdf'])).toEqual([
    'notices/gongshi.md 第 3 行：“标题”写了两次，只能有一行',
    'notices/gongshi.md 第 4 行：没有“发布日间”这一项，是不是“发布时间”；可用的是 类别、标题、来源、作者、发布时间、撤回时间、撤回原因、更正、张贴日、公示截止、结论、格式、附件',
    'notices/gongshi.md 第 6 行：“随手一行”应写成“名称: 值”；正文要放在“---”下面',
    'notices/gongshi.md 第 7 行“附件”：“表.exe”不能作附件，只能是 pdf、docx、xlsx、doc、xls、jpg、jpeg、png、zip 文件',
    'notices/gongshi.md 第 7 行“附件”：附件文件夹里没有“名章.pdf”，是不是“名单.pdf”；请把它放进 notices/附件',
    'notices/gongshi.md 第 7 行“附件”：“名章.pdf”写了两次',
    'notices/gongshi.md“来源”：缺少这一行，请补上',
    'notices/gongshi.md“作者”：缺少这一行，请补上',
    'notices/gongshi.md 第 1 行“类别”：没有“公告”这一类，应为 通知、公示、结果、更正、动态 之一',
    'notices/gongshi.md“正文”：正文不能为空',
    'notices/gongshi.md 第 5 行“撤回时间”：应写成“2026-04-25 18:00”或“2026-04-25”；现在是 "4月9日"',
  ])
})

test('a notice without the line of hyphens says that it lacks it', () => {
  expect(said(`${HEAD}\n\n现予公示。`)).toEqual(['notices/gongshi.md：开头几行之后缺少一行“---”，它把开头和正文分开'])
})

test('a file name that cannot be an address is refused', () => {
  expect(readNotice(`${HEAD}\n---\n文`, { file: 'notices/公示.md', key: '公示', there: [] }).problems.map(sayProblem)).toEqual([
    'notices/公示.md：文件名不能用作网址：文件名用小写字母、数字和横线；现在是 "公示"',
  ])
})

test('a notice comes after the one it corrects', () => {
  const chain = [
    { key: 'a', corrects: 'b' },
    { key: 'b', corrects: 'd' },
    { key: 'c', corrects: null },
    { key: 'd', corrects: null },
  ]
  expect(correctedFirst(chain).map(({ key }) => key)).toEqual(['d', 'b', 'a', 'c'])
})

test('notices that correct each other in a circle are refused, each by name, and only they', () => {
  const circle = (key: string, corrects: string): NoticeEntry => ({
    ...ENTRY,
    kind: 'news',
    posted: null,
    through: null,
    key,
    corrects,
  })
  const notices = [circle('a', 'b'), circle('b', 'c'), circle('c', 'b')]
  const document = { ...aDocument(), notices }
  const calendar = { years: new Set<string>(), holidays: new Set<string>(), makeUpDays: new Set<string>() }
  expect(notices.flatMap(notice => noticeFlaws(notice, document, calendar))).toEqual([
    '公告 b：更正关系绕成了一圈，最早的公告不能更正别的公告',
    '公告 c：更正关系绕成了一圈，最早的公告不能更正别的公告',
  ])
  expect(correctedFirst(notices).length).toBe(3)
})

test('what is written is read again as it was', () => {
  const line = fc.stringMatching(/^[一-龥a-z0-9：:—，.]{1,20}$/)
  const notice = fc.record({
    kind: fc.constantFrom('call' as const, 'publicity' as const, 'result' as const, 'correction' as const, 'news' as const),
    title: line,
    source: line,
    author: line,
    publishAt: fc.option(fc.constant('2026-04-08 09:00')),
    withdrawnAt: fc.option(fc.constant('2026-04-09')),
    withdrawnReason: fc.option(line),
    corrects: fc.option(fc.constant('zhengji')),
    conclusion: fc.option(line),
    body: fc.array(line, { minLength: 1 }).map(lines => lines.join('\n\n---\n')),
    names: fc.uniqueArray(fc.constantFrom('名单.pdf', '样表、说明.docx', 'a,b.zip', '表 1.xlsx')),
  })
  fc.assert(
    fc.property(notice, ({ names, ...change }) => {
      const { attachments: _files, ...entry } = { ...ENTRY, ...change }
      const attachments = names.map(name => ({ name, mediaType: '', size: 1, hash: '' }))
      expect(read(writeNotice({ ...entry, attachments }), names)).toEqual({ notice: { entry, attachments: names }, problems: [] })
    }),
    { seed: 5 },
  )
})

test('reading never throws, whatever the file holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: anySign }), fc.boolean(), (text, headed) => {
      const { notice, problems } = read(headed ? `${HEAD}\n${text}\n---\n${text}` : text)
      expect(notice === null).toBe(problems.length > 0)
    }),
    { seed: 6, numRuns: 300 },
  )
})
