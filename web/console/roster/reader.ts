import { type Grid, isBlankRow } from '../../../worker/import/cell.ts'
import { sayProblem } from '../../../worker/import/problem.ts'
import { matchRoster, type RosterMatching, rosterPreview } from '../../../worker/import/roster-header.ts'
import { readRoster } from '../../../worker/import/roster-table.ts'
import { readSheetFile } from '../../../worker/import/sheet-file.ts'
import { csvText } from '../../../worker/rules/csv.ts'
import type { Coded, CodedPerson, Order, Person, Report, Settled } from './messages.ts'

// Reads a list and keeps it with the codes that come back for it, beside the page and not in it.

const PREVIEW = 5
/** More problems than this nobody mends in one go. */
const MOST_SHOWN = 200

const tell = (report: Report) => postMessage(report)

let file = ''
let grid: Grid = []
let matching: RosterMatching = { at: 0, columns: [] }
let people: readonly Person[] = []
const codes = new Map<number, Coded>()

async function open(order: Extract<Order, { kind: 'open' }>): Promise<void> {
  const reading = await readSheetFile(new Uint8Array(order.bytes), order.file)
  if (!reading.ok) return tell({ kind: 'unreadable', says: sayProblem(reading.problem) })
  file = order.file
  grid = reading.grid
  codes.clear()
  matching = matchRoster(grid)
  tell({
    kind: 'opened',
    matching,
    rows: grid.slice(matching.at + 1).filter(row => !isBlankRow(row)).length,
    preview: rosterPreview(grid, matching, PREVIEW),
    warnings: reading.warnings.map(sayProblem),
  })
}

function check({ columns, otherwise }: Settled): void {
  const places = new Map(
    columns.flatMap((column, i) => {
      const index = matching.columns[i]?.index
      return column === null || index === undefined ? [] : [[column, index] as const]
    }),
  )
  const reading = readRoster(grid, { file, at: matching.at, columns: places, otherwise })
  people = reading.people
  codes.clear()
  const { problems } = reading
  tell({ kind: 'checked', people: people.length, problems: problems.slice(0, MOST_SHOWN), total: problems.length })
}

/** People with a code, unit by unit in the order of the file. */
function coded(): readonly CodedPerson[] {
  return people.flatMap(person => {
    const code = codes.get(person.row)
    return code ? [{ ...person, ...code }] : []
  })
}

function units(): readonly { readonly unit: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const { unit } of coded()) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  return [...counts].map(([unit, count]) => ({ unit, count }))
}

function table(link: string): Blob {
  const rows = coded().map(({ unit, name, number, code, token }) => [unit, name, number, code, link + token])
  return new Blob([csvText([['单位', '姓名', '编号', '投票码', '链接'], ...rows])], { type: 'text/csv;charset=utf-8' })
}

addEventListener('message', ({ data: order }: MessageEvent<Order>) => {
  if (order.kind === 'open') void open(order)
  else if (order.kind === 'check') check(order.settled)
  else if (order.kind === 'part') tell({ kind: 'part', people: people.slice(order.from, order.from + order.count) })
  else if (order.kind === 'codes') for (const one of order.codes) codes.set(one.row, one)
  else if (order.kind === 'units') tell({ kind: 'units', units: units() })
  else if (order.kind === 'slips') tell({ kind: 'slips', people: coded().filter(({ unit }) => unit === order.unit) })
  else tell({ kind: 'table', file: table(order.link) })
})
