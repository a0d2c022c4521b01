import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HEADERS } from '../../worker/import/header.ts'
import { matchColumns } from '../../worker/import/matching.ts'
import { mergeTable } from '../../worker/import/nominee-merge.ts'
import { takesTicks } from '../../worker/rules/nominee.ts'
import { pastedCells } from '../../worker/rules/pasted.ts'
import { largeSize, smallPart } from '../../worker/rules/photo.ts'

describe('cells from the clipboard', () => {
  test('are divided by tabs and line ends, whichever program wrote them', () => {
    expect(pastedCells('甲\t乙\r\n丙\t\r\n')).toEqual([
      ['甲', '乙'],
      ['丙', ''],
    ])
    expect(pastedCells('一格')).toEqual([['一格']])
  })

  test('may hold line ends and quotation marks when they are quoted, and lone quotation marks when they are not', () => {
    expect(pastedCells('"第一行\n第二行"\t"他说""好"""\n"半句\t5"寸')).toEqual([
      ['第一行\n第二行', '他说"好"'],
      ['"半句', '5"寸'],
    ])
  })

  test('come out as they went in, whatever is in them', () => {
    const cell = fc.string({ unit: fc.constantFrom('甲', 'b', '"', '\t', '\n', ' ', '，') })
    const quoted = (text: string) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }), rows => {
        expect(pastedCells(`${rows.map(row => row.map(quoted).join('\t')).join('\r\n')}\r\n`)).toEqual(rows)
      }),
    )
  })
})

describe('the columns of a file', () => {
  const row = ['1', '甲', '十佳共产党员', '河西县', '事迹', '13800000000', '好', '']
  test('are matched by their headers, also under other names and below a title; what is private is not read', () => {
    const grid = [['推荐名单'], ['序号', '候选人', '奖项', '部门', '先进事迹', '手机号码', '备注', ''], row]
    const { at, columns } = matchColumns(grid)
    expect([at, columns.map(({ text, column, secret, example }) => [text, column, secret, example])]).toEqual([
      1,
      [
        ['序号', 'number', false, '1'],
        ['候选人', 'name', false, '甲'],
        ['奖项', 'category', false, '十佳共产党员'],
        ['部门', 'unit', false, '河西县'],
        ['先进事迹', 'deeds', false, '事迹'],
        ['手机号码', null, true, ''],
        ['备注', null, false, '好'],
      ],
    ])
  })

  test('go to the header that names them rightly before one that may mean them, and pictures are not taken from a table', () => {
    const { columns } = matchColumns([
      ['名字', '姓名', '类别', '照片'],
      ['甲', '乙', '丙', '丁.jpg'],
    ])
    expect(columns.map(({ column }) => column)).toEqual([null, 'name', 'category', null])
  })

  test('without any header we know are left for somebody to say', () => {
    const { at, columns } = matchColumns([[], ['A', 'B'], ['甲', '乙']])
    expect([at, columns.map(({ column }) => column)]).toEqual([1, [null, null]])
  })
})

describe('a file and the list', () => {
  const categories = [{ key: 'people', name: '十佳共产党员', kind: 'person', max: 1 }] as const
  const listed = [
    { number: 3, category: 'people', name: '张明', unit: '一中' },
    { number: 8, category: 'people', name: '李秀兰', unit: '二中' },
  ]
  const places = new Map([
    ['number', 0],
    ['category', 1],
    ['name', 2],
    ['unit', 3],
  ] as const)
  const merge = (mode: 'add' | 'update' | 'replace', rows: readonly (readonly (string | null)[])[]) => {
    const grid = [Object.values(HEADERS).slice(0, 4), ...rows]
    return mergeTable(grid, { file: '表', mode, at: 0, columns: places, categories, listed, opened: false, initialsOf: () => '' })
  }
  const said = ({ problems }: ReturnType<typeof merge>) => problems.map(({ row, text }) => `${row} ${text}`)

  test('rows that are only counted get numbers after the last; numbers of their own stay', () => {
    const counted = merge('add', [
      [null, '十佳共产党员', '赵一', '三中'],
      [null, '十佳共产党员', '张明', '一 中'],
      [null, '十佳共产党员', '钱二', '三中'],
    ])
    expect([counted.entries.map(({ number, fresh }) => [number, fresh]), counted.skipped]).toEqual([
      [
        [9, true],
        [10, true],
      ],
      1,
    ])
    expect(merge('add', [['20', '十佳共产党员', '赵一', '三中']]).entries.map(({ number }) => number)).toEqual([20])
    expect(said(merge('add', [['3', '十佳共产党员', '赵一', '三中']]))).toEqual([
      '2 编号 3 已经是“张明”，请换一个编号，或改用“按编号更新”',
    ])
  })

  test('an update must find its numbers, and asks to look again where a name changes', () => {
    const { entries, warnings, problems } = merge('update', [['3', '十佳共产党员', '张鸣', '一中']])
    expect([entries.length, warnings.map(({ text }) => text), problems]).toEqual([1, ['3 号由“张明”改为“张鸣”，请核对编号'], []])
    expect(said(merge('update', [['4', '十佳共产党员', '张明', '一中']]))).toEqual(['2 名单里没有编号 4；要加人请用“新增”'])
  })

  test('the list holds five thousand and no more', () => {
    const rows = Array.from({ length: 4999 }, (_, i) => [null, '十佳共产党员', `新${i}`, '三中'])
    expect(said(merge('add', rows))).toEqual(['null 导入后名单有 5001 个候选对象，最多 5000 个'])
    expect(said(merge('add', rows.slice(1)))).toEqual([])
  })

  test('a replacement removes who is not in it and drops the picture of whoever had the number before', () => {
    const { entries, removed } = merge('replace', [['8', '十佳共产党员', '另一人', '二中']])
    expect([entries.map(({ number, position, fresh, dropPhoto }) => ({ number, position, fresh, dropPhoto })), removed]).toEqual([
      [{ number: 8, position: 0, fresh: false, dropPhoto: true }],
      [3],
    ])
  })
})

test('a withdrawn nominee takes no ticks, unless a ballot could not be filled without it', () => {
  const all = [1, 2, 3].map(number => ({ number, category: 'people', withdrawn: number === 1 ? '本人申请' : null }))
  const withdrawn = all[0] as (typeof all)[number]
  const takes = (min: number) => takesTicks(withdrawn, all, [{ key: 'people', min }])
  expect([takes(0), takes(2), takes(3)]).toEqual([false, false, true])
  expect(takesTicks(all[1] as (typeof all)[number], all, [])).toBe(true)
})

test('the sizes of a picture: never larger than needed, never smaller than asked, and the small one a part of it from the top', () => {
  expect(largeSize({ width: 3000, height: 4000 })).toEqual({ width: 900, height: 1200 })
  fc.assert(
    fc.property(fc.integer({ min: 413, max: 9000 }), fc.integer({ min: 626, max: 9000 }), (width, height) => {
      const large = largeSize({ width, height })
      expect(largeSize(large)).toEqual(large)
      const part = smallPart(large)
      expect(part.width / part.height).toBeCloseTo(0.8)
      expect(part.left + part.width).toBeLessThanOrEqual(large.width + 1e-6)
      expect(part.height).toBeLessThanOrEqual(large.height)
    }),
  )
})
