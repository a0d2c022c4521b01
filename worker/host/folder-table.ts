import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { type Grid, isBlank, isBlankRow } from '../import/cell.ts'
import { inFile, type Problem } from '../import/problem.ts'
import { SETTINGS_FILE } from '../import/settings-file.ts'
import { textIn } from './folder-text.ts'

/** The nominee table of a folder as plain cells. */
export type TableFile =
  | { readonly ok: true; readonly file: string; readonly grid: Grid; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem }

/** Names looked for when campaign.json does not say. */
export const TABLE_NAMES = ['候选对象.xlsx', 'nominees.xlsx', '候选对象.csv', 'nominees.csv'] as const

const failed = (file: string, text: string): TableFile => ({ ok: false, problem: inFile(file, text) })

/** Finds the table and reads it; `named` is what campaign.json calls it. */
export async function readTableFile(folder: string, named: string | null): Promise<TableFile> {
  const there = await readdir(folder)
  const found = (named === null ? TABLE_NAMES : [named]).filter(name => there.includes(name))
  const [file] = found
  if (found.length > 1)
    return failed(
      SETTINGS_FILE,
      `文件夹里有两份以上名单（${found.join('、')}），请只留一份，或在 campaign.json 用 nominees 写明用哪一份`,
    )
  if (file === undefined) return failed(SETTINGS_FILE, missingText(named, there))
  const bytes = await readFile(join(folder, file))
  const extension = extname(file).toLowerCase()
  const read = extension === '.xlsx' ? await readWorkbook(bytes, file) : extension === '.csv' ? readText(bytes, file) : null
  if (read === null) return failed(file, '名单只能是 .xlsx 或 .csv 文件，请在 Excel 里另存为“Excel 工作簿 (*.xlsx)”')
  const open = there.includes(`~$${file}`) ? [inFile(file, '似乎还在 Excel 里打开着，读到的是上次保存的内容')] : []
  return read.ok ? { ...read, warnings: [...open, ...read.warnings] } : read
}

function missingText(named: string | null, there: readonly string[]): string {
  if (named !== null) return `nominees 写的“${named}”不在文件夹里，请放入这个文件或改正文件名`
  const like = there.find(name => /\.(?:xlsx?|xlsm|et|csv|ods)$/i.test(name) && !name.startsWith('~$'))
  const hint = like ? `；有“${like}”，如果就是名单，请另存为或改名为 ${TABLE_NAMES[0]}` : ''
  return `文件夹里没有名单，应有 ${TABLE_NAMES[0]} 或 ${TABLE_NAMES[2]}${hint}`
}

async function readWorkbook(bytes: Buffer, file: string): Promise<TableFile> {
  const disguise = disguiseOf(bytes)
  if (disguise !== null) return failed(file, `不是 .xlsx 工作簿：${disguise}`)
  let sheets: Awaited<ReturnType<typeof readXlsx>>['sheets']
  try {
    sheets = (await readXlsx(bytes, { sheets: ({ hidden, veryHidden }) => !hidden && !veryHidden })).sheets
  } catch {
    return failed(
      file,
      '不是 .xlsx 工作簿：打不开，文件损坏或者是别的文件改名而成；请在 Excel 里重新另存为“Excel 工作簿 (*.xlsx)”',
    )
  }
  const full = sheets.filter(({ rows }) => !rows.every(isBlankRow))
  const [first, ...others] = full
  if (!first) return failed(file, '是一张空表，没有任何内容')
  const warnings = others.map(({ name }) => inFile(file, `只读取第一张有内容的工作表“${first.name}”，没有读“${name}”`))
  return { ok: true, file, grid: withMergedFilled(first), warnings }
}

/** What calls itself .xlsx without being one; null when it could be. */
function disguiseOf(bytes: Buffer): string | null {
  const begin = bytes.subarray(0, 512).toString('latin1').trimStart().toLowerCase()
  if (begin.startsWith('pk')) return null
  if (begin.startsWith('ÐÏ\x11à'.toLowerCase())) {
    return bytes.includes('EncryptedPackage', 0, 'utf16le')
      ? '设了打开密码；请在 Excel 里取消密码后再保存'
      : '是旧版 .xls 改的扩展名；请在 Excel 里打开，另存为“Excel 工作簿 (*.xlsx)”'
  }
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|meta|\?xml)/.test(begin))
    return '是网页格式（从某个系统直接导出）；请在 Excel 里打开，另存为“Excel 工作簿 (*.xlsx)”'
  if (bytes.length === 0) return '文件是空的'
  return '内容是别的格式；请在 Excel 里打开，另存为“Excel 工作簿 (*.xlsx)”'
}

interface Merged {
  readonly rows: Grid
  readonly merges?: readonly { startRow: number; endRow: number; startCol: number }[]
}

/** Cells merged downwards, as clerks do with 类别: what stands in the first is meant for every row that has anything. */
function withMergedFilled({ rows, merges = [] }: Merged): Grid {
  const grid = rows.map(row => [...row])
  for (const { startRow, endRow, startCol } of merges) {
    const value = grid[startRow]?.[startCol] ?? null
    for (const row of grid.slice(startRow + 1, endRow + 1)) if (!isBlankRow(row) && isBlank(row[startCol])) row[startCol] = value
  }
  return grid
}

function readText(bytes: Buffer, file: string): TableFile {
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return failed(file, '其实是 Excel 工作簿，请把扩展名改回 .xlsx')
  const text = decode(bytes)
  if (text === null) return failed(file, '文字编码认不出来；请在 Excel 里另存为“CSV UTF-8（逗号分隔）”')
  const grid = parseCsv(text)
  return grid.every(isBlankRow) ? failed(file, '是一张空表，没有任何内容') : { ok: true, file, grid, warnings: [] }
}

/** UTF-8, else what Excel saves as “Unicode 文本”, else what it saves as plain CSV in China (GBK within GB 18030). */
function decode(bytes: Buffer): string | null {
  return textIn(bytes, bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'])
}
