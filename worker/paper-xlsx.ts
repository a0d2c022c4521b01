import { type CellValue, type ColumnDef, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { moment } from '../web/text/dates.ts'
import type { Paper, PaperCell, PaperTable } from './rules/paper.ts'
import { HOUR } from './rules/time.ts'
import { literal, writable } from './rules/xlsx-text.ts'

// The one file of the Worker that loads the writer of workbooks; routes import it when somebody asks for one.

const WIDEST = 46
const FORMATS = { at: 'yyyy-mm-dd hh:mm', day: 'yyyy-mm-dd', text: '@' } as const

/**
 * A paper as a workbook: first its stamp, then a sheet a table, with numbers and dates as such. Text is in cells of type
 * and format text, which no spreadsheet takes for a formula, so nothing is put in front of it (T30).
 */
export const paperXlsx = (paper: Paper): Promise<Uint8Array> =>
  writeXlsx({ sheets: [cover(paper), ...paper.tables.map(table => sheetOf(paper, table))] })

/** Dates in a workbook have no zone: these are by the clock in Shanghai. */
function cellValue(cell: PaperCell): CellValue {
  if (cell === null) return null
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell)
  if (typeof cell === 'string') return literal(writable(cell)) || null
  return 'at' in cell ? new Date(cell.at + 8 * HOUR) : new Date(`${cell.day}T00:00:00Z`)
}

const WRAPPED = { alignment: { wrapText: true, vertical: 'top' } } as const

const cover = ({ title, lines, campaign, at }: Paper): WriteSheet => ({
  name: '说明',
  rows: [[cellValue(title), null], ...lines.map(([label, text]) => [cellValue(label), cellValue(text)])],
  columns: [
    { width: 16, style: { ...WRAPPED, numFmt: FORMATS.text } },
    { width: 80, style: { ...WRAPPED, numFmt: FORMATS.text } },
  ],
  cells: new Map([['0,0', { value: cellValue(title), style: { font: { bold: true }, numFmt: FORMATS.text } }]]),
  ...onPaper(`${campaign}　${title}`, moment(at)),
})

function sheetOf({ campaign, at }: Paper, { name, head, rows }: PaperTable): WriteSheet {
  return {
    name,
    rows: [head.map(cellValue), ...rows.map(row => row.map(cellValue))],
    columns: head.map((title, i) => columnOf(title, rows, i)),
    cells: new Map(
      head.map((title, i) => [`0,${i}`, { value: cellValue(title), style: { font: { bold: true }, numFmt: FORMATS.text } }]),
    ),
    freezePane: { rows: 1 },
    ...onPaper(`${campaign}　${name}`, moment(at)),
  }
}

function columnOf(title: string, rows: PaperTable['rows'], i: number): ColumnDef {
  const cells = rows.map(row => row[i] ?? null)
  const kind = cells.find(cell => cell !== null)
  const long = Math.max(title.length * 2, ...cells.map(cell => (typeof cell === 'string' ? cell.length * 2 : 0)), 10)
  // As wide as its head: a figure under half a name is read wrongly.
  if (typeof kind === 'number') return { width: Math.min(WIDEST, Math.max(10, title.length * 2 + 2)) }
  if (kind !== null && typeof kind === 'object') return { width: 18, numFmt: 'at' in kind ? FORMATS.at : FORMATS.day }
  return { width: Math.min(WIDEST, long + 2), style: { ...WRAPPED, numFmt: FORMATS.text } }
}

/** How it comes out of a printer: A4, as wide as the paper, heads repeated, with its title and its time on every page. */
const onPaper = (title: string, time: string): Pick<WriteSheet, 'pageSetup' | 'headerFooter'> => ({
  pageSetup: {
    paperSize: 'a4',
    orientation: 'portrait',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: '$1:$1',
  },
  headerFooter: {
    oddHeader: `&L${title.replaceAll('&', '&&').slice(0, 80)}&R导出于 ${time}`,
    oddFooter: '&C第 &P 页，共 &N 页',
  },
})
