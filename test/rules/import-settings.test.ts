import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlacedJson } from '../../worker/import/json-places.ts'
import { listProblems, type Problem, sayProblem } from '../../worker/import/problem.ts'
import { campaignSchema } from '../../worker/import/schema.ts'
import { readSettings } from '../../worker/import/settings-file.ts'
import { anySign } from '../support/any-sign.ts'
import { aDocument } from '../support/makers.ts'

const { settings } = aDocument()
const ballot = { categories: settings.categories, milestones: settings.milestones }
const written = (change: Readonly<Record<string, unknown>> = {}): string => JSON.stringify({ ...settings, ...change }, null, 2)
const said = (text: string): readonly string[] => readSettings(text).problems.map(sayProblem)

test('campaign.json gives the settings, and the table that it names', () => {
  const text = written({ nominees: '名单.xlsx', $schema: './campaign.schema.json' })
  expect(readSettings(`\uFEFF${text}`)).toEqual({ settings, ballot, legible: true, table: '名单.xlsx', problems: [] })
  expect(readSettings(written())).toEqual({ settings, ballot, legible: true, table: null, problems: [] })
})

test('what is not JSON is told by its line and by what is wrong there', () => {
  const mistakes = [
    '{\n  "a": 1,\n}',
    '{\n  "a": “x”\n}',
    '{\n  "a": 1，\n  "b": 2\n}',
    '{\n  "a"：1\n}',
    '{\n  "a": 1\n  "b": 2\n}',
    '{\n  "a": "一行\n另一行"\n}',
    "{\n  'a': 1\n}",
    '{\n  // 说明\n  "a": 1\n}',
    '{\n  "a": 1,\n  "a": 2\n}',
    '{\n  "a": [1, 2\n',
    '{} x',
    '',
    'hello',
  ]
  expect(mistakes.flatMap(said)).toEqual(
    [
      '3 行：不是正确的 JSON：} 前面多了一个逗号，最后一项后面不写逗号',
      '2 行：不是正确的 JSON：这里的 “ 应改为英文双引号 "',
      '2 行：不是正确的 JSON：这里的 ， 应改为英文逗号 ,',
      '2 行：不是正确的 JSON：这里的 ： 应改为英文冒号 :',
      '3 行：不是正确的 JSON：文字前面少了一个英文逗号 ,（在上一项的末尾）',
      '2 行：不是正确的 JSON：文字没有写完：少了结尾的英文双引号 "，或者文字里有换行、\\ 或没有写成 \\" 的双引号',
      '2 行：不是正确的 JSON：这里的 \' 应改为英文双引号 "',
      '2 行：不是正确的 JSON：这里不能写注释，请删去',
      '3 行：不是正确的 JSON：“a”写了两次，只能有一个',
      '3 行：不是正确的 JSON：文件不完整，这里应为英文逗号 , 或 ]',
      '1 行：不是正确的 JSON：结尾多了 x ',
      '1 行：不是正确的 JSON：文件不完整，这里应为一个值：文字要放在英文双引号里',
      '1 行：不是正确的 JSON：这里是 h ，应为一个值：文字要放在英文双引号里',
    ].map(line => `campaign.json 第 ${line}`),
  )
  expect(said('[1]')).toEqual(['campaign.json：应为一组字段，以 { 开头、以 } 结尾'])
})

test('a field that is wrong is told by its line, its place and what it should be', () => {
  const { theme: _theme, ...rest } = settings
  const [first, second] = settings.milestones
  const text = JSON.stringify(
    {
      ...rest,
      titel: '笔误',
      batchHour: 30,
      totalMax: '五',
      shortTitle: '很'.repeat(30),
      nominees: '../名单.xlsx',
      milestones: [first, { ...second, from: '4月20日' }],
    },
    null,
    2,
  )
  const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length
  expect(new Set(said(text))).toEqual(
    new Set([
      'campaign.json 第 1 行“theme”：缺少这一项，应为 red 或 green',
      `campaign.json 第 ${lineOf('"titel"')} 行“titel”：没有“titel”这一项，是不是“title”；请改正或删去`,
      `campaign.json 第 ${lineOf('"batchHour"')} 行“batchHour”：不大于 23；现在是 30`,
      `campaign.json 第 ${lineOf('"totalMax"')} 行“totalMax”：应为数字；现在是 "五"`,
      `campaign.json 第 ${lineOf('"shortTitle"')} 行“shortTitle”：最多 24 个字，现在有 30 个`,
      `campaign.json 第 ${lineOf('"nominees"')} 行“nominees”：应为名单的文件名，例如 候选对象.xlsx，名单与 campaign.json 放在同一个文件夹`,
      `campaign.json 第 ${lineOf('"4月20日"')} 行“milestones 第 2 个 from”：应写成“2026-04-25 18:00”或“2026-04-25”；现在是 "4月20日"`,
    ]),
  )
})

test('categories and timetable are known as soon as they are right, so that the table can be checked against them', () => {
  expect(readSettings(written({ batchHour: 25 }))).toMatchObject({ settings: null, ballot, legible: true })
  expect(readSettings(written({ categories: 'x' }))).toMatchObject({ settings: null, ballot: null, legible: true })
})

test('an empty object is told every field it lacks, in Chinese', () => {
  const lines = said('{}')
  expect(lines.length).toBe(Object.keys(settings).length)
  expect(lines.filter(line => /Invalid|Expected|undefined/.test(line))).toEqual([])
})

test('whatever JSON.parse reads the placed reader reads alike, unless a key is repeated', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2, '\t'), (json, space) => {
      const text = JSON.stringify(JSON.parse(json), null, space)
      expect(readPlacedJson(text)).toMatchObject({ ok: true, value: JSON.parse(text) as unknown })
    }),
    { seed: 3 },
  )
})

test('whatever JSON.parse refuses the placed reader refuses, and it never throws', () => {
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', '“', ',', '}', ']', '"', '\\', '：', '\n', '1'))
    .map(([json, at, put]) => {
      const cut = at % (json.length + 1)
      return json.slice(0, cut) + put + json.slice(cut + 1)
    })
  fc.assert(
    fc.property(fc.oneof(damaged, fc.string({ unit: anySign })), text => {
      const bare = text.replace(/^\uFEFF/, '')
      if (readPlacedJson(text).ok) JSON.parse(bare)
    }),
    { seed: 4, numRuns: 1000 },
  )
})

test('JSON nested without end is refused, not followed', () => {
  expect(readPlacedJson('['.repeat(100_000))).toEqual({ ok: false, line: 1, text: '嵌套得太深' })
})

test('a long list of problems is cut with the number of those left out', () => {
  const problems = Array.from({ length: 53 }, (_, i): Problem => ({ file: 'a.xlsx', row: 53 - i, column: null, text: '错' }))
  const lines = listProblems(problems)
  expect([lines.length, lines[0], lines[49], lines[50]]).toEqual([51, 'a.xlsx 第 1 行：错', 'a.xlsx 第 50 行：错', '另有 3 处'])
})

test('the JSON Schema knows every field of campaign.json, and the two that only a folder has', () => {
  const { properties, required, additionalProperties } = campaignSchema() as Record<string, object>
  expect(Object.keys(properties ?? {})).toEqual(['$schema', 'nominees', ...Object.keys(settings)])
  expect(required).toEqual(Object.keys(settings))
  expect(additionalProperties).toBe(false)
})
