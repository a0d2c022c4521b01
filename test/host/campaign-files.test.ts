import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFolder } from '../../worker/host/folder.ts'
import { nomineeSheet } from '../../worker/host/folder-sheet.ts'
import { readNomineeTable } from '../../worker/import/nominee-table.ts'
import { sayProblem } from '../../worker/import/problem.ts'
import { anySign } from '../support/any-sign.ts'
import { aFolder, aPhoto, ROWS, SETTINGS, sheet } from './folders.ts'

let home: string
let folders = 0
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mingping-files-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

type Change = Parameters<typeof aFolder>[1]

/** A folder of its own with these changes, read. */
async function read(change: Change) {
  const folder = await readFolder(await aFolder(join(home, String(++folders)), change), () => undefined)
  const { document, problems, warnings } = folder
  return {
    ...folder,
    names: document?.nominees.map(({ name }) => name),
    problems: problems.map(sayProblem),
    warnings: warnings.map(sayProblem),
  }
}
const NAMES = ['安宁', '柏杨', '城东社区党总支']
const problemsOf = async (change: Change) => (await read(change)).problems
/** The table as a file of another kind, in place of the workbook. */
const csv = (bytes: Uint8Array): Change => ({ '候选对象.xlsx': null, '候选对象.csv': bytes })
const csvText = ROWS.map(row => row.join(',')).join('\r\n')
/** GB 18030 for the characters of the table, from the decoder's own mapping. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, readonly number[]>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  return Uint8Array.from([...text].flatMap(sign => (sign < '\x80' ? [sign.charCodeAt(0)] : (codes.get(sign) ?? []))))
}

describe('the nominee table', () => {
  test('may be CSV in UTF-8 with or without a mark, in GBK, or as Excel saves Unicode text', async () => {
    const texts = [
      Buffer.from(csvText),
      Buffer.from(`\uFEFF${csvText}`),
      gb18030(csvText),
      Buffer.from(`\uFEFF${csvText.replaceAll(',', '\t')}`, 'utf16le'),
    ]
    for (const bytes of texts) expect(await read(csv(bytes))).toMatchObject({ names: NAMES, problems: [] })
    expect(await problemsOf(csv(Uint8Array.of(0xff, 0x80, 0xff)))).toEqual([
      '候选对象.csv：文字编码认不出来；请在 Excel 里另存为“CSV UTF-8（逗号分隔）”',
    ])
  })

  test('in CSV may have line breaks in a cell, and rows are counted as Excel counts them', async () => {
    const text =
      '编号,类别,姓名,单位,主要事迹\n1,十佳共产党员,安宁,一中,"第一段\n第二段"\nA2,十佳共产党员,柏杨,二中,\n3,十佳基层党组织,党总支,,'
    expect(await problemsOf(csv(Buffer.from(text)))).toEqual([
      '候选对象.csv 第 3 行“编号”：“A2”不是正整数，应填 1 至 999999 的整数，例如 12',
    ])
  })

  test('is the first sheet that has anything on it; hidden ones do not count, and others are warned of', async () => {
    const rows = ROWS.map(row => [...row])
    const bytes = await writeXlsx({
      sheets: [
        { name: '选项', rows: [['表彰']], hidden: true },
        { name: '空' },
        { name: '名单', rows },
        { name: '备选', rows: [['备选人']] },
      ],
    })
    expect(await read({ '候选对象.xlsx': bytes })).toMatchObject({
      names: NAMES,
      problems: [],
      warnings: [
        '候选对象.xlsx：只读取第一张有内容的工作表“名单”，没有读“备选”',
        '候选对象.xlsx：3 个候选对象没有照片（第 2、3、4 行），页面上用姓名代替',
      ],
    })
  })

  test('may have cells merged downwards', async () => {
    const rows = ROWS.map((row, i) => (i === 2 ? [row[0] ?? null, null, ...row.slice(2)] : [...row]))
    const merges = [{ startRow: 1, endRow: 2, startCol: 1, endCol: 1 }]
    expect(await read({ '候选对象.xlsx': await writeXlsx({ sheets: [{ name: '名单', rows, merges }] }) })).toMatchObject({
      names: NAMES,
      problems: [],
    })
  })

  test('with dates that Excel made is told by what they became', async () => {
    const rows = [[...(ROWS[0] ?? []), '曾受表彰'], [...(ROWS[1] ?? []), new Date(Date.UTC(2020, 4, 1))], ...ROWS.slice(2)]
    expect(await problemsOf({ '候选对象.xlsx': await sheet(rows) })).toEqual([
      '候选对象.xlsx 第 2 行“曾受表彰”：单元格里是日期 2020-05-01，应为文字；请先把单元格格式改为“文本”，再重新填写',
    ])
  })

  test('that is no workbook is called what it is', async () => {
    const again = '请在 Excel 里打开，另存为“Excel 工作簿 (*.xlsx)”'
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    const locked = await writeXlsx({ sheets: [{ name: '名单', rows: [['编号']] }], encryption: { password: 'x', spinCount: 10 } })
    const files: Readonly<Record<string, Uint8Array>> = {
      [`不是 .xlsx 工作簿：是旧版 .xls 改的扩展名；${again}`]: ole,
      '不是 .xlsx 工作簿：设了打开密码；请在 Excel 里取消密码后再保存': locked,
      [`不是 .xlsx 工作簿：是网页格式（从某个系统直接导出）；${again}`]: Buffer.from(
        '\uFEFF\n<html><table><tr><td>编号</td></tr></table></html>',
      ),
      [`不是 .xlsx 工作簿：内容是别的格式；${again}`]: Buffer.from(csvText),
      '不是 .xlsx 工作簿：文件是空的': Buffer.alloc(0),
      '不是 .xlsx 工作簿：打不开，文件损坏或者是别的文件改名而成；请在 Excel 里重新另存为“Excel 工作簿 (*.xlsx)”':
        Buffer.from('PK\x03\x04 docx'),
      '是一张空表，没有任何内容': await writeXlsx({ sheets: [{ name: '名单', rows: [[null, ' ']] }] }),
    }
    for (const [text, bytes] of Object.entries(files))
      expect(await problemsOf({ '候选对象.xlsx': bytes })).toEqual([`候选对象.xlsx：${text}`])
  })

  test('must be there, and once', async () => {
    const bytes = await sheet(ROWS)
    expect(await problemsOf({ 'nominees.xlsx': bytes })).toEqual([
      'campaign.json：文件夹里有两份以上名单（候选对象.xlsx、nominees.xlsx），请只留一份，或在 campaign.json 用 nominees 写明用哪一份',
    ])
    const named = JSON.stringify({ ...SETTINGS, nominees: 'nominees.xlsx' })
    expect(await read({ 'nominees.xlsx': bytes, 'campaign.json': named })).toMatchObject({ names: NAMES, problems: [] })
    expect(await problemsOf({ '候选对象.xlsx': null, '推荐名单.xls': 'x' })).toEqual([
      'campaign.json：文件夹里没有名单，应有 候选对象.xlsx 或 候选对象.csv；有“推荐名单.xls”，如果就是名单，请另存为或改名为 候选对象.xlsx',
    ])
    expect(await problemsOf({ 'campaign.json': named })).toEqual([
      'campaign.json：nominees 写的“nominees.xlsx”不在文件夹里，请放入这个文件或改正文件名',
    ])
    const old = JSON.stringify({ ...SETTINGS, nominees: '名单.xls' })
    expect(await problemsOf({ 'campaign.json': old, '名单.xls': 'x' })).toEqual([
      '名单.xls：名单只能是 .xlsx 或 .csv 文件，请在 Excel 里另存为“Excel 工作簿 (*.xlsx)”',
    ])
  })

  test('that was written from a document is read as the same nominees, whatever their texts are', async () => {
    const text = fc.oneof(
      fc.string({ unit: anySign, maxLength: 30 }),
      fc.constantFrom(
        '=1+1',
        "'=1",
        "''-x",
        '@a',
        '43952',
        '2020-05-01',
        'TRUE',
        '#标签',
        '_x000D_',
        '第一段\n第二段',
        '<b>&amp;',
        '张 明',
      ),
    )
    const row = fc
      .tuple(text, text, text, text, text, text, fc.constantFrom('', '表彰', '候补'))
      .map(cells => ['十佳共产党员', ...cells])
    const header = ['类别', '姓名', '单位', '职务', '简要事迹', '主要事迹', '曾受表彰', '结果']
    const settings = { ...SETTINGS, milestones: [] }
    const write = fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async rows => {
      const first = readNomineeTable([header, ...rows], { file: '', settings })
      fc.pre(first.problems.length === 0)
      const nominees = first.nominees.map(({ entry }) => ({ ...entry, initials: '', photo: null }))
      const [written] = (await readXlsx(await nomineeSheet({ settings, nominees, notices: [] }))).sheets
      const second = readNomineeTable(written?.rows ?? [], { file: '', settings })
      expect([second.nominees.map(({ entry }) => entry), second.problems]).toEqual([first.nominees.map(({ entry }) => entry), []])
    })
    await fc.assert(write, { seed: 8, numRuns: 200 })
  })

  test('that is still open in Excel is warned of', async () => {
    expect((await read({ '~$候选对象.xlsx': 'x' })).warnings[0]).toBe(
      '候选对象.xlsx：似乎还在 Excel 里打开着，读到的是上次保存的内容',
    )
  })
})

describe('the pictures of a folder', () => {
  const jpeg = (seed: number) => aPhoto(500, 700, seed).jpeg().toBuffer()

  test('are joined to their nominees by name and by number', async () => {
    const { document, photos } = await read({
      'photos/安宁.JPG': await jpeg(1),
      'photos/2.png': await aPhoto(500, 700, 2).png().toBuffer(),
    })
    const hashes = document?.nominees.map(({ photo }) => photo) ?? []
    expect([hashes.length, hashes[2], new Set(hashes).size, photos.size]).toEqual([3, null, 3, 2])
    expect(hashes.slice(0, 2).every(hash => hash !== null && photos.has(hash))).toBe(true)
  })

  test('11: that cannot be used are told with the row of their nominee, also where other things are wrong', async () => {
    const rows = ROWS.map((row, i) => (i === 1 ? ['A1', ...row.slice(1)] : row))
    const small = await aPhoto(300, 400).jpeg().toBuffer()
    expect(
      await problemsOf({ '候选对象.xlsx': await sheet(rows), 'photos/安宁.jpg': small, 'photos/柏杨.jpg': 'PK\x03\x04' }),
    ).toEqual([
      '候选对象.xlsx 第 2 行“编号”：“A1”不是正整数，应填 1 至 999999 的整数，例如 12',
      'photos/安宁.jpg：名单第 2 行“安宁”的照片只有 300×400 像素，太小；短边至少 413、长边至少 626 像素',
      'photos/柏杨.jpg：名单第 3 行“柏杨”的照片内容其实是 Word、Excel 或压缩文件，不是能用的照片；应为 JPG、PNG 或 WebP',
    ])
  })

  test('10: that nobody uses are warned of, and what systems leave behind is not', async () => {
    const { problems, warnings } = await read({
      'photos/安宁.jpg': await jpeg(1),
      'photos/路人.jpg': await jpeg(2),
      'photos/.DS_Store': 'x',
      'photos/Thumbs.db': 'x',
    })
    expect([problems, warnings]).toEqual([
      [],
      [
        'photos/路人.jpg：没有候选对象用到它；请核对文件名，应为姓名或编号，如 张明.jpg 或 12.jpg',
        '候选对象.xlsx：2 个候选对象没有照片（第 3、4 行），页面上用姓名代替',
      ],
    ])
  })
})

describe('the rest of a folder', () => {
  test('that is not there says so', async () => {
    const { problems } = await readFolder(join(home, 'nowhere'), () => undefined)
    expect(problems.map(({ text }) => text)).toEqual(['没有这个文件夹'])
    expect(await problemsOf({ 'campaign.json': null })).toEqual([
      'campaign.json：文件夹里没有这个文件，它写明活动的名称、时间和类别',
    ])
  })

  test('with a campaign.json that cannot be read is still checked as far as it goes', async () => {
    const broken = {
      'campaign.json': `${JSON.stringify(SETTINGS, null, 2).replace('"slug"', '“slug”')}`,
      '候选对象.xlsx': await sheet([...ROWS, ['x', '', '陈静', '']]),
    }
    expect(await problemsOf(broken)).toEqual([
      'campaign.json 第 3 行：不是正确的 JSON：这里的 “ 应改为英文双引号 "',
      '候选对象.xlsx 第 5 行“编号”：“x”不是正整数，应填 1 至 999999 的整数，例如 12',
    ])
    expect(await problemsOf({ 'campaign.json': Buffer.from([0xb1, 0xe0, 0xba, 0xc5]) })).toEqual([
      'campaign.json：不是 UTF-8 编码的文字，请用 UTF-8 另存',
    ])
  })

  test('is held to the same rules as on the site, each told once under its own file', async () => {
    const categories = SETTINGS.categories.map(category => ({ ...category, min: 3 }))
    const notice = '类别: 公示\n标题: 公示\n来源: 部\n作者: 科\n张贴日: 2026-04-08\n公示截止: 2026-04-10\n更正: meiyou\n---\n文'
    expect(
      await problemsOf({ 'campaign.json': JSON.stringify({ ...SETTINGS, categories }), 'notices/gongshi.md': notice }),
    ).toEqual([
      'campaign.json：categories 第 1 个“十佳共产党员”：最少选数 3 大于最多选数 2',
      'campaign.json：categories 第 2 个“十佳基层党组织”：最少选数 3 大于最多选数 1',
      'notices/gongshi.md：要更正的公告 meiyou 不存在',
      'notices/gongshi.md：公示期不足 5 个工作日，最早只能到 2026-04-15 截止',
    ])
  })

  test('must not be an empty attachment or a notice in another encoding', async () => {
    const head = '类别: 动态\n标题: 题\n来源: 部\n作者: 科'
    expect(
      await problemsOf({
        'notices/a.md': `${head}\n附件: 空.pdf\n---\n文`,
        'notices/附件/空.pdf': '',
        'notices/b.md': Buffer.from([0xb1, 0xe0]),
      }),
    ).toEqual(['notices/附件/空.pdf：是空文件', 'notices/b.md：不是 UTF-8 编码的文字，请用 UTF-8 另存'])
  })
})
