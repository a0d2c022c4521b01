import { type Cell, type Grid, isBlankRow, sayCell } from '../../../worker/import/cell.ts'
import type { Column } from '../../../worker/import/header.ts'
import { type ImportMode, LARGEST_TABLE, type Matching, matchColumns } from '../../../worker/import/matching.ts'
import { mergeTable } from '../../../worker/import/nominee-merge.ts'
import { sayProblem } from '../../../worker/import/problem.ts'
import { readSheetFile } from '../../../worker/import/sheet-file.ts'
import type { IntakeData } from '../desk-data.ts'
import type { Order, Report } from './messages.ts'

// Reads a file, checks it and sends it, beside the page and not in it.

const PREVIEW = 5
/** More problems than this nobody mends in one go. */
const MOST_SHOWN = 200

const tell = (report: Report) => postMessage(report)

let file = ''
let grid: Grid = []
let matching: Matching = { at: 0, columns: [] }
let data: IntakeData | null = null
let settled: { readonly mode: ImportMode; readonly columns: readonly (Column | null)[] } | null = null

async function open(order: Extract<Order, { kind: 'open' }>): Promise<void> {
  const reading = await readSheetFile(new Uint8Array(order.bytes), order.file)
  if (!reading.ok) return tell({ kind: 'unreadable', says: sayProblem(reading.problem) })
  ;({ file, data } = order)
  grid = reading.grid
  matching = matchColumns(grid)
  const body = grid.slice(matching.at + 1).filter(row => !isBlankRow(row))
  tell({
    kind: 'opened',
    matching,
    rows: body.length,
    preview: body
      .slice(0, PREVIEW)
      .map(row => matching.columns.map(({ index, secret }) => (secret ? '—' : said(row[index] ?? null)))),
    warnings: reading.warnings.map(sayProblem),
  })
}

const said = (cell: Cell): string =>
  cell === null ? '' : typeof cell === 'string' ? cell.slice(0, 60) : sayCell(cell).replace(/^数字 /, '')

/** The same rules by which the server will judge it. */
function check({ mode, columns }: Extract<Order, { kind: 'check' }>): void {
  if (!data) return
  settled = { mode, columns }
  const places = new Map(
    columns.flatMap((column, i) => {
      const index = matching.columns[i]?.index
      return column === null || index === undefined ? [] : [[column, index] as const]
    }),
  )
  const { categories, listed, opened } = data
  const circumstances = { file, mode, at: matching.at, columns: places, categories, listed, opened, initialsOf: () => '' }
  const { problems } = mergeTable(grid, circumstances)
  tell({ kind: 'checked', problems: problems.slice(0, MOST_SHOWN), total: problems.length })
}

/** Sends only the columns that are read; what is in the others does not leave this computer. */
function send({ path, stamp }: Extract<Order, { kind: 'send' }>): void {
  if (!settled) return
  const { mode, columns } = settled
  const read = columns.flatMap((column, i) => (column === null ? [] : [{ column, index: matching.columns[i]?.index ?? 0 }]))
  const table = {
    file,
    mode,
    at: matching.at,
    columns: read.map(({ column }) => column),
    rows: grid.slice(matching.at + 1).map(row => (isBlankRow(row) ? [] : read.map(({ index }) => row[index] ?? null))),
  }
  const body = new Blob([JSON.stringify({ stamp, table })])
  if (body.size > LARGEST_TABLE) {
    const message = `内容有 ${Math.ceil(body.size / 1024 / 1024)} MB，一次最多 24 MB；请把表格分成两份，用“新增”分次导入。`
    tell({ kind: 'answered', ok: false, answer: { message } })
    return
  }
  const request = new XMLHttpRequest()
  request.open('POST', path)
  request.setRequestHeader('content-type', 'application/json')
  request.setRequestHeader('accept', 'application/json')
  request.upload.onprogress = ({ loaded, total }) => tell({ kind: 'progress', sent: loaded, whole: total })
  request.onerror = () => tell({ kind: 'silent' })
  request.onload = () => {
    try {
      tell({ kind: 'answered', ok: request.status === 200, answer: JSON.parse(request.responseText) })
    } catch {
      tell({ kind: 'silent' })
    }
  }
  request.send(body)
}

addEventListener('message', ({ data: order }: MessageEvent<Order>) => {
  if (order.kind === 'open') void open(order)
  else if (order.kind === 'check') check(order)
  else send(order)
})
