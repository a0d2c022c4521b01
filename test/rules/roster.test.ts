import { expect, test } from 'vitest'
import type { Grid } from '../../worker/import/cell.ts'
import { sayProblem } from '../../worker/import/problem.ts'
import { matchRoster } from '../../worker/import/roster-header.ts'
import { readRoster } from '../../worker/import/roster-table.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { personHash } from '../../worker/rules/person-hash.ts'
import { comparedName, comparedNumber } from '../../worker/rules/roster.ts'

const KEY = new Uint8Array(32).fill(7)
const [one, two] = ['cmp_0000000000000001', 'cmp_0000000000000002'] as CampaignId[] as [CampaignId, CampaignId]

test('one person is one hash however name and number are typed; another campaign or key gives another', () => {
  const hash = personHash(KEY, one, { name: '阿依古丽·买买提', number: '0017a' })
  for (const [name, number] of [
    ['阿依古丽•买买提', '0017A'],
    [' 阿依古丽 ・ 买买提 ', '００１７-ａ'],
  ] as const)
    expect(personHash(KEY, one, { name, number })).toBe(hash)
  expect(personHash(KEY, two, { name: '阿依古丽·买买提', number: '0017a' })).not.toBe(hash)
  expect(personHash(new Uint8Array(32), one, { name: '阿依古丽·买买提', number: '0017a' })).not.toBe(hash)
  expect(personHash(KEY, one, { name: '阿依古丽·买买提', number: '17a' })).not.toBe(hash)
})

test('a name and a number cannot change places or run into each other', () => {
  expect([comparedName(' 李　 明\n'), comparedNumber('a 1-2')]).toEqual(['李明', 'A12'])
  expect(personHash(KEY, one, { name: '李\n明', number: '1' })).toBe(personHash(KEY, one, { name: '李明', number: '1' }))
  expect(personHash(KEY, one, { name: '1', number: '李明' })).not.toBe(personHash(KEY, one, { name: '李明', number: '1' }))
})

/** As somebody would leave the proposal. */
function read(grid: Grid) {
  const { at, columns } = matchRoster(grid)
  const places = new Map(columns.flatMap(({ column, index }) => (column ? [[column, index] as const] : [])))
  const { people, problems } = readRoster(grid, { file: '名册.xlsx', at, columns: places, otherwise: 'public' })
  return { people, problems: problems.map(sayProblem) }
}

test('the headers clerks write are understood, below a title and between columns of no use', () => {
  const grid: Grid = [
    ['职工名册', null],
    ['序号', '姓 名', '性别', '工号', '所在部门', '政治面貌'],
    [1, '张 明', '男', 10023, '一车间', '中共党员'],
    [2, '王芳', '女', '00024', '二车间', null],
  ]
  expect(read(grid)).toEqual({
    people: [
      { row: 3, name: '张明', number: '10023', unit: '一车间', voterClass: 'member' },
      { row: 4, name: '王芳', number: '00024', unit: '二车间', voterClass: 'public' },
    ],
    problems: [],
  })
})

test('each mistake is told with file, row, column, what was found and what was expected', () => {
  const grid: Grid = [
    ['姓名', '身份证后六位', '单位', '类别'],
    ['张明', '12345X', '一车间', '职工'],
    ['张 明', '12345x', '二车间', '职工'],
    ['', '1', '一车间', ''],
    ['李明', 1.23e17, '一车间', ''],
    ['王明', '11010519491231002X', '一车间', ''],
    ['赵明', '7', '一车间', '嘉宾'],
    ['钱明', new Date('2026-01-02'), '#REF!', ''],
  ]
  expect(read(grid).problems).toEqual([
    '名册.xlsx 第 3 行“姓名”：“张明”与第 2 行姓名、编号都相同，是同一个人，请只留一行',
    '名册.xlsx 第 4 行“姓名”：空着，请填写',
    '名册.xlsx 第 5 行“编号”：数字 123000000000000000 可能已被 Excel 改动；请把这一列设成“文本”格式，重新填写',
    '名册.xlsx 第 6 行“编号”：像是完整的身份证号；请只用后六位，或改用工号',
    '名册.xlsx 第 7 行“类别”：不认识“嘉宾”；应为党员、职工或群众',
    '名册.xlsx 第 8 行“编号”：应为文字，现在是日期 2026-01-02',
    '名册.xlsx 第 8 行“单位”：应为文字，现在是错误值 #REF!',
  ])
})

test('a column that is missing is asked for once, not in every row', () => {
  expect(
    read([
      ['姓名', '单位'],
      ['张明', '一车间'],
      ['王芳', '一车间'],
    ]).problems,
  ).toEqual(['名册.xlsx 第 1 行：还没有选定哪一列是“编号”，请在上面的列对应里选好'])
})
