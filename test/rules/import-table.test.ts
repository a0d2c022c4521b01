import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell, Grid } from '../../worker/import/cell.ts'
import { readNomineeTable, type TableReading } from '../../worker/import/nominee-table.ts'
import { sayProblem } from '../../worker/import/problem.ts'
import { anySign } from '../support/any-sign.ts'

const settings = {
  milestones: [{ step: 'vote' as const, title: '网上评议', from: '2026-04-20', until: '2026-04-25' }],
  categories: [
    { key: 'people', name: '十佳共产党员', kind: 'person' as const, honours: 1, min: 0, max: 2 },
    { key: 'groups', name: '十佳基层党组织', kind: 'organization' as const, honours: 1, min: 0, max: 1 },
  ],
}
const file = '候选对象.xlsx'
const read = (grid: Grid): TableReading => readNomineeTable(grid, { file, settings })
const said = (grid: Grid): readonly string[] => read(grid).problems.map(sayProblem)

const HEADER = ['编号', '类别', '姓名', '单位', '职务', '简要事迹', '主要事迹', '曾受表彰', '照片', '结果']
const AN: readonly Cell[] = [
  1,
  '十佳共产党员',
  '安宁',
  '清河市第一中学',
  '教师',
  '扎根一线。',
  '第一段。\n第二段。',
  '2020年5月，市总工会授予先进工作者',
  '',
  '',
]
const BO: readonly Cell[] = [2, '十佳共产党员', '柏杨', '清河市水务局', '', '', '', '', '', '']
const CHEN: readonly Cell[] = [3, '十佳基层党组织', '城东社区党总支', '', '', '', '', '', '', '']
const table = (...rows: readonly (readonly Cell[])[]): Grid => [HEADER, ...rows]
/** The three rows with some cells of the first one changed. */
const changed = (cells: Readonly<Record<string, Cell>>): Grid =>
  table(
    AN.map((cell, i) => (HEADER[i] !== undefined && HEADER[i] in cells ? (cells[HEADER[i]] ?? null) : cell)),
    BO,
    CHEN,
  )

const THREE = [
  {
    row: 2,
    kind: 'person',
    entry: {
      number: 1,
      category: 'people',
      name: '安宁',
      unit: '清河市第一中学',
      post: '教师',
      brief: '扎根一线。',
      deeds: '第一段。\n第二段。',
      honours: '2020年5月，市总工会授予先进工作者',
      outcome: null,
    },
  },
  {
    row: 3,
    kind: 'person',
    entry: {
      number: 2,
      category: 'people',
      name: '柏杨',
      unit: '清河市水务局',
      post: '',
      brief: '',
      deeds: '',
      honours: '',
      outcome: null,
    },
  },
  {
    row: 4,
    kind: 'organization',
    entry: {
      number: 3,
      category: 'groups',
      name: '城东社区党总支',
      unit: '',
      post: '',
      brief: '',
      deeds: '',
      honours: '',
      outcome: null,
    },
  },
]
const FACES = [
  { row: 2, name: '安宁', number: 1, photo: null },
  { row: 3, name: '柏杨', number: 2, photo: null },
  { row: 4, name: '城东社区党总支', number: 3, photo: null },
]

describe('a table that is right', () => {
  test('every row becomes a nominee', () => {
    expect(read(table(AN, BO, CHEN))).toEqual({ nominees: THREE, faces: FACES, problems: [] })
  })

  test('columns may stand in any order, with blanks, line breaks, remarks in brackets and rows for a title around them', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          HEADER.map((_, i) => i),
          { minLength: HEADER.length },
        ),
        fc.integer({ min: 0, max: 4 }),
        (order, above) => {
          const written = [
            '编号',
            ' 类别 ',
            '姓名\n（名称）',
            '　单位',
            '职务（职称）',
            '简要\n事迹(200字左右)',
            '主要事迹',
            '曾受表彰',
            '照片',
            '结果',
          ]
          const titles: Cell[][] = Array.from({ length: above }, () => ['清河市候选对象名单', null])
          const grid = [...titles, ...[written, AN, BO, CHEN].map(row => order.map(i => row[i] ?? null))]
          expect(read(grid)).toEqual({
            nominees: THREE.map(one => ({ ...one, row: one.row + above })),
            faces: FACES.map(one => ({ ...one, row: one.row + above })),
            problems: [],
          })
        },
      ),
      { seed: 1 },
    )
  })

  test('empty rows and empty columns without a header are skipped, and rows keep the numbers that Excel shows', () => {
    const grid = table([null, ' ', ''], [...AN, null, '　'], [], BO, CHEN)
    expect(read(grid)).toMatchObject({ nominees: [{ row: 3 }, { row: 5 }, { row: 6 }], problems: [] })
  })

  test('with no number in any row the nominees are numbered in the order in which they stand', () => {
    const bare = (row: readonly Cell[]) => [null, ...row.slice(1)]
    expect(read(table(bare(CHEN), bare(AN), bare(BO))).nominees.map(({ entry }) => [entry.number, entry.name])).toEqual([
      [1, '城东社区党总支'],
      [2, '安宁'],
      [3, '柏杨'],
    ])
  })

  test('a number is understood with full-width digits, blanks, 号 and the decimals that a spreadsheet adds', () => {
    const numbers = (['１２', ' 13 ', '14号', '第 15 号', '16.0', 17, '018'] as const).map(written => {
      const { nominees } = read(table([written, ...AN.slice(1)], [90, ...BO.slice(1)], [91, ...CHEN.slice(1)]))
      return nominees[0]?.entry.number
    })
    expect(numbers).toEqual([12, 13, 14, 15, 16, 17, 18])
  })

  test('a name spread with blanks is closed up, and a folded cell is one line', () => {
    const { nominees, problems } = read(
      changed({ 姓名: ' 安　宁 ', 单位: '清河市\n第一中学', 职务: '教师\r\nTeam Lead', 类别: '“十佳共产党员”' }),
    )
    expect(problems).toEqual([])
    expect(nominees[0]?.entry).toMatchObject({ name: '安宁', unit: '清河市第一中学', post: '教师 Team Lead', category: 'people' })
  })

  test('paragraphs keep their breaks and lose the blanks around them', () => {
    const { nominees } = read(changed({ 主要事迹: '　　第一段。\r\n\r\n　　第二段。\u200b\u000b第三段。 ' }))
    expect(nominees[0]?.entry.deeds).toBe('第一段。\n第二段。\n第三段。')
  })

  test('the result is read in the words of the table and of the pages', () => {
    const outcomes = ['表彰', '表彰对象', '提名', '提名人选', '候补', '未入选', ''].map(
      written => read(changed({ 结果: written })).nominees[0]?.entry.outcome,
    )
    expect(outcomes).toEqual(['honoured', 'honoured', 'named', 'named', 'alternate', 'not-chosen', null])
  })

  test('an apostrophe that keeps a text from being taken for a formula is not part of it', () => {
    expect(read(changed({ 简要事迹: "'=1+1" })).nominees[0]?.entry.brief).toBe('=1+1')
  })
})

describe('twelve ways of getting it wrong', () => {
  test('1: a required column that is missing is named, with the header that was probably meant for it', () => {
    expect(said([['编号', '类别', '姓 名', '单位'], AN.slice(0, 4), BO.slice(0, 4), CHEN.slice(0, 4)])).toEqual([
      '候选对象.xlsx 第 1 行：表头缺少“姓名”一列；“姓 名”很可能就是它，请把表头改成“姓名”',
    ])
    expect(said([['编号', '类别', '名字', '单位'], AN.slice(0, 4), BO.slice(0, 4), CHEN.slice(0, 4)])).toEqual([
      '候选对象.xlsx 第 1 行：表头缺少“姓名”一列；“名字”很可能就是它，请把表头改成“姓名”',
    ])
    expect(said([HEADER.filter(name => name !== '类别'), ...[AN, BO, CHEN].map(row => row.filter((_, i) => i !== 1))])).toEqual([
      '候选对象.xlsx 第 1 行：表头缺少“类别”一列，请补上；必须有的列是 类别、姓名、单位',
    ])
    expect(said([['编号', '类别', '姓名'], AN.slice(0, 3), BO.slice(0, 3), CHEN.slice(0, 3)])).toEqual([
      '候选对象.xlsx 第 1 行：表头缺少“单位”一列，请补上；必须有的列是 类别、姓名、单位',
    ])
  })

  test('2: a column that is not known is named, with the nearest one that is', () => {
    const wide = (...headers: string[]) => [[...HEADER, ...headers], AN, BO, CHEN]
    expect(said([HEADER.map(name => (name === '职务' ? '职 务名称' : name)), AN, BO, CHEN])).toEqual([
      '候选对象.xlsx 第 1 行“职 务名称”：不认识这一列；如果就是“职务”，请把表头改成“职务”，否则请删去整列',
    ])
    expect(said(wide('单 位名称'))).toEqual([
      '候选对象.xlsx 第 1 行“单 位名称”：不认识这一列；像是“单位”，但那一列已经有了，请删去整列',
    ])
    expect(said(wide('性别'))).toEqual([
      '候选对象.xlsx 第 1 行“性别”：不认识这一列，请删去整列；可用的列是 编号、类别、姓名、单位、职务、简要事迹、主要事迹、曾受表彰、照片、结果',
    ])
    expect(said(wide('手机号码'))).toEqual([
      '候选对象.xlsx 第 1 行“手机号码”：不认识这一列；证件号码、电话等不公开的信息不能放进来，请删去整列',
    ])
    expect(said(wide('单位'))).toEqual(['候选对象.xlsx 第 1 行“单位”：这一列出现了两次，请删去一列'])
  })

  test('3: a number used twice names both rows', () => {
    expect(said(table(AN, [1, ...BO.slice(1)], CHEN))).toEqual([
      '候选对象.xlsx 第 3 行“编号”：编号 1 与第 2 行重复，每个编号只能用一次',
    ])
  })

  test('4: a number that is not a positive whole one is shown as it is', () => {
    const wrong = [
      'A12',
      3.5,
      -1,
      0,
      '1e3',
      1_000_000,
      new Date(Date.UTC(2026, 0, 2)),
      new Date(Number.NaN),
      true,
      '#REF!',
    ] as const
    expect(wrong.flatMap(number => said(changed({ 编号: number })))).toEqual(
      [
        '“A12”',
        '数字 3.5 ',
        '数字 -1 ',
        '数字 0 ',
        '“1e3”',
        '数字 1000000 ',
        '日期 2026-01-02 ',
        '日期 （无效） ',
        '逻辑值 TRUE ',
        '“#REF!”',
      ].map(found => `候选对象.xlsx 第 2 行“编号”：${found}不是正整数，应填 1 至 999999 的整数，例如 12`),
    )
  })

  test('5: a category that is not in campaign.json lists those that are', () => {
    expect(said(changed({ 类别: '十佳党员' }))).toEqual([
      '候选对象.xlsx 第 2 行“类别”：没有“十佳党员”这个类别，应为 十佳共产党员、十佳基层党组织 之一；是不是“十佳共产党员”',
    ])
    expect(said(changed({ 类别: null }))).toEqual(['候选对象.xlsx 第 2 行“类别”：空着，应为 十佳共产党员、十佳基层党组织 之一'])
  })

  test('6: a row without a name says so', () => {
    expect(said(changed({ 姓名: ' 　' }))).toEqual(['候选对象.xlsx 第 2 行“姓名”：空着，请填写姓名；集体填写名称'])
  })

  test('7: the same person twice names both rows, in one category or in two', () => {
    const again = (category: string): readonly Cell[] => [4, category, '安 宁', '清河市 第一中学']
    expect(said(table(AN, BO, CHEN, again('十佳共产党员')))).toEqual([
      '候选对象.xlsx 第 5 行“姓名”：“安宁”（清河市 第一中学）与第 2 行是同一个候选对象，请只留一处',
    ])
    expect(said(table(AN, BO, CHEN, again('十佳基层党组织')))).toEqual([
      '候选对象.xlsx 第 5 行“姓名”：“安宁”（清河市 第一中学）与第 2 行是同一个候选对象（一处是“十佳共产党员”，一处是“十佳基层党组织”），请只留一处',
    ])
  })

  test('7: two people of one name from different units are two people', () => {
    expect(said(table(AN, BO, CHEN, [4, '十佳共产党员', '安宁', '清河市第二中学']))).toEqual([])
  })

  test('8: a text that is too long gives the limit and what it has', () => {
    expect(said(changed({ 简要事迹: '好'.repeat(412), 职务: '长'.repeat(61) }))).toEqual([
      '候选对象.xlsx 第 2 行“职务”：有 61 个字，最多 60 个字，请删减 1 个字',
      '候选对象.xlsx 第 2 行“简要事迹”：有 412 个字，最多 400 个字，请删减 12 个字',
    ])
    expect(said(changed({ 简要事迹: '好'.repeat(400) }))).toEqual([])
  })

  test('9: a cell that became a date, a number, a truth value or an error is shown as what it became', () => {
    const format = '应为文字；请先把单元格格式改为“文本”，再重新填写'
    expect(
      said(changed({ 曾受表彰: new Date(Date.UTC(2020, 4, 1)), 单位: 110, 职务: true, 主要事迹: '#REF!', 照片: '#N/A' })),
    ).toEqual([
      `候选对象.xlsx 第 2 行“单位”：单元格里是数字 110，${format}`,
      `候选对象.xlsx 第 2 行“职务”：单元格里是逻辑值 TRUE，${format}`,
      '候选对象.xlsx 第 2 行“主要事迹”：单元格里是错误值 #REF!，应为文字；请去掉公式，直接填写文字',
      `候选对象.xlsx 第 2 行“曾受表彰”：单元格里是日期 2020-05-01，${format}`,
      '候选对象.xlsx 第 2 行“照片”：单元格里是错误值 #N/A，应为文字；请去掉公式，直接填写文字',
    ])
    expect(said(changed({ 姓名: '43952' }))).toEqual([`候选对象.xlsx 第 2 行“姓名”：单元格里是数字 43952，${format}`])
  })

  test('9: a name that Excel broke is not called empty as well', () => {
    expect(said(changed({ 姓名: '#NAME?' }))).toEqual([
      '候选对象.xlsx 第 2 行“姓名”：单元格里是错误值 #NAME?，应为文字；请去掉公式，直接填写文字',
    ])
  })

  test('10: a picture put into the cell instead of the folder is refused with the way out', () => {
    expect(said(changed({ 照片: '=DISPIMG("ID_0123456789",1)' }))).toEqual([
      '候选对象.xlsx 第 2 行“照片”：照片嵌在单元格里，读不出来；请另存为图片文件放进 photos 文件夹，这里填写文件名',
    ])
  })

  test('12: rows without a number among rows with one are listed', () => {
    const { problems, faces } = read(table(AN, [null, ...BO.slice(1)], [' ', ...CHEN.slice(1)]))
    expect(faces.map(({ number }) => number)).toEqual([1, null, null])
    expect(problems.map(sayProblem)).toEqual([
      '候选对象.xlsx“编号”：第 3、4 行空着，其他行有编号；请全部填写，或者把这一列全部清空，由系统按次序编号',
    ])
  })
})

describe('more ways', () => {
  test('a sheet without anything in it is called empty', () => {
    expect([[], [[]], [[null, '  '], ['']]].map(said)).toEqual(Array(3).fill(['候选对象.xlsx：是一张空表，没有任何内容']))
  })

  test('a header with nothing below it says so', () => {
    expect(said([HEADER])).toEqual(['候选对象.xlsx：表头（第 1 行）下面没有候选对象'])
  })

  test('a sheet without a header in its first five rows says what a header has', () => {
    expect(said([[], [], [], [], [], HEADER, AN])).toEqual([
      '候选对象.xlsx：前 5 行里找不到表头；表头应有 “类别”“姓名”“单位”等列',
    ])
  })

  test('a column without a header that has something in it is not lost without a word', () => {
    expect(said([HEADER, [...AN, '备用电话'], BO, CHEN])).toEqual([
      '候选对象.xlsx 第 1 行：K 列没有表头，但第 2 行有“备用电话”，请补上表头或删去整列',
    ])
  })

  test('a remark below the table and a number filled down too far are told from nominees', () => {
    expect(said(table(AN, BO, CHEN, ['注：按姓氏笔画排序'], [4]))).toEqual([
      '候选对象.xlsx 第 5 行：这一行只有“注：按姓氏笔画排序”，不是候选对象；请删去这一行，说明文字不要放在表里',
      '候选对象.xlsx 第 6 行：这一行只有数字 4，不是候选对象；请删去这一行，说明文字不要放在表里',
    ])
  })

  test('a category with fewer nominees than a voter may choose says how many there are', () => {
    expect(said(table(AN, CHEN))).toEqual([
      '候选对象.xlsx“类别”：“十佳共产党员”只有 1 个候选对象，少于 campaign.json 里的最多可选数 2；请补全名单或改小 max',
    ])
  })

  test('a campaign without a vote may have any number of nominees', () => {
    expect(readNomineeTable(table(AN), { file, settings: { ...settings, milestones: [] } }).problems).toEqual([])
  })

  test('a result that is none lists those that are', () => {
    expect(said(changed({ 结果: '一等奖' }))).toEqual([
      '候选对象.xlsx 第 2 行“结果”：“一等奖”不是评选结果，应为 表彰、提名、候补、未入选 之一，还没有结果就空着',
    ])
  })

  test('all problems are told at once, and pictures can still be checked', () => {
    const { nominees, faces, problems } = read(table(['A1', '劳模', '安宁', 7], [2, '十佳共产党员', '', '清河市水务局'], CHEN))
    expect([nominees.length, faces.length, problems.map(({ row, column }) => [row, column])]).toEqual([
      1,
      3,
      [
        [2, '编号'],
        [2, '类别'],
        [2, '单位'],
        [3, '姓名'],
      ],
    ])
  })

  test('without a readable campaign.json everything but the categories is checked', () => {
    const { problems } = readNomineeTable(changed({ 类别: '没有的', 编号: 'x' }), { file, settings: null })
    expect(problems.map(({ column }) => column)).toEqual(['编号'])
  })
})

describe('whatever is in the cells', () => {
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.string({ unit: anySign, maxLength: 30 }),
    fc.constantFrom<Cell>(
      ...HEADER,
      '名称',
      '姓 名',
      '__proto__',
      'constructor',
      '#REF!',
      '十佳共产党员',
      '安宁',
      '１号',
      "'=1",
      '\n',
    ),
    fc.double(),
    fc.date({ noInvalidDate: false }),
    fc.boolean(),
    fc.constant(null),
  )
  const grid = fc.array(fc.array(cell, { maxLength: 14 }), { maxLength: 14 })

  test('reading never throws, and a table without problems has a nominee for every face', () => {
    fc.assert(
      fc.property(grid, fc.boolean(), (rows, headed) => {
        const { nominees, faces, problems } = read(headed ? [HEADER, ...rows] : rows)
        expect(problems.map(sayProblem).every(line => line.startsWith(file))).toBe(true)
        if (problems.length === 0) expect(nominees.length).toBe(faces.length)
      }),
      { seed: 2, numRuns: 400 },
    )
  })
})
