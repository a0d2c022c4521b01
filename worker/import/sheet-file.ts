import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { type Grid, isBlank, isBlankRow } from './cell.ts'
import { inFile, type Problem } from './problem.ts'
import { textIn } from './text-file.ts'

/** A nominee table as plain cells. */
export type TableFile =
  | { readonly ok: true; readonly file: string; readonly grid: Grid; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem }

const failed = (file: string, text: string): TableFile => ({ ok: false, problem: inFile(file, text) })

/** Reads the bytes of a workbook or a CSV file, by the extension of its name; in the command and in a browser alike. */
export async function readSheetFile(bytes: Uint8Array, file: string): Promise<TableFile> {
  if (/\.xlsx$/i.test(file)) return readWorkbook(bytes, file)
  if (/\.csv$/i.test(file)) return readText(bytes, file)
  return failed(file, '名单只能是 .xlsx 或 .csv 文件，请在 Excel 里另存为“Excel 工作簿 (*.xlsx)”')
}

/** One sign a byte. In parts, because a call takes only so many arguments. */
function latin(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

async function readWorkbook(bytes: Uint8Array, file: string): Promise<TableFile> {
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
function disguiseOf(bytes: Uint8Array): string | null {
  const begin = latin(bytes.subarray(0, 512)).trimStart().toLowerCase()
  if (begin.startsWith('pk')) return null
  if (begin.startsWith('ÐÏ\x11à'.toLowerCase())) {
    return latin(bytes).includes([...'EncryptedPackage'].join('\0'))
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

function readText(bytes: Uint8Array, file: string): TableFile {
  if (latin(bytes.subarray(0, 2)) === 'PK') return failed(file, '其实是 Excel 工作簿，请把扩展名改回 .xlsx')
  const text = decode(bytes)
  if (text === null) return failed(file, '文字编码认不出来；请在 Excel 里另存为“CSV UTF-8（逗号分隔）”')
  const grid = parseCsv(text)
  return grid.every(isBlankRow) ? failed(file, '是一张空表，没有任何内容') : { ok: true, file, grid, warnings: [] }
}

/** UTF-8, else what Excel saves as “Unicode 文本”, else what it saves as plain CSV in China (GBK within GB 18030). */
function decode(bytes: Uint8Array): string | null {
  return textIn(bytes, bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'])
}
