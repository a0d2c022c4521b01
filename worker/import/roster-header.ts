import { type Grid, isBlank, isBlankRow, sayCell, tidy } from './cell.ts'
import { headerText } from './header.ts'

/** The columns of a list of voters, under the headers they have in it. */
export const ROSTER_HEADERS = { name: '姓名', number: '编号', unit: '单位', voterClass: '类别' } as const
export type RosterColumn = keyof typeof ROSTER_HEADERS

export const ROSTER_COLUMNS = Object.keys(ROSTER_HEADERS) as readonly RosterColumn[]
/** Without these nobody can be found on the list, or given a slip. */
export const ROSTER_NEEDED: readonly RosterColumn[] = ['name', 'number', 'unit']
/** Clerks put a title above the table, sometimes with the unit and the date below it. */
const SEARCHED_ROWS = 6

const MEANT: Readonly<Record<RosterColumn, RegExp>> = {
  name: /^(姓名|名字|党员姓名|职工姓名|人员姓名)$/,
  number:
    /^(编号|工号|职工号|员工号|职工编号|人员编号|党员编号|会员编号|会员号|证件?号?后[四六八4-8]位|身份证号?码?(号码)?后[四六八4-8]位|手机号?码?后四位)$/,
  unit: /^(单位|部门|工作单位|所在单位|所属单位|单位名称|所在部门|党支部|所在党支部|所属党组织|所在党组织|工会小组)$/,
  voterClass: /^(类别|身份|身份类别|人员类别|人员身份|政治面貌)$/,
}

/** A column that only counts the rows is a number when there is no better one. */
const COUNTING = /^(序号|序)$/

const columnOf = (text: string): RosterColumn | null => ROSTER_COLUMNS.find(column => MEANT[column].test(text)) ?? null

/** Which of their columns is which of ours: a proposal, for somebody to confirm or change. */
export interface RosterMatching {
  /** Index of the header row in the grid. */
  readonly at: number
  readonly columns: readonly RosterMatch[]
}

export interface RosterMatch {
  readonly index: number
  /** Their header; empty where there is none. */
  readonly text: string
  readonly column: RosterColumn | null
}

/** Guesses by the headers; each of our columns is given away once, from the left. */
export function matchRoster(grid: Grid): RosterMatching {
  const at = headerAt(grid)
  const width = grid.slice(0, at + 200).reduce((most, row) => Math.max(most, row.length), 0)
  const texts = Array.from({ length: width }, (_, index) => headerText(grid[at]?.[index]).replaceAll(/\s/g, ''))
  const taken = new Set<RosterColumn>()
  const columns = texts.map((text, index): RosterMatch => {
    const found = columnOf(text)
    const column = found !== null && !taken.has(found) ? found : null
    if (column) taken.add(column)
    return { index, text, column }
  })
  const counting = taken.has('number') ? -1 : columns.findIndex(({ text }) => COUNTING.test(text))
  const guessed = columns.map((one, i) => (i === counting ? { ...one, column: 'number' as const } : one))
  return {
    at,
    columns: guessed.filter(({ text, index }) => text !== '' || grid.slice(at + 1, at + 50).some(row => !isBlank(row[index]))),
  }
}

/** The row among the first that names most columns; else the first with anything in it. */
function headerAt(grid: Grid): number {
  let best = {
    at: Math.max(
      0,
      grid.findIndex(row => !isBlankRow(row)),
    ),
    score: 1,
  }
  for (const [at, row] of grid.slice(0, SEARCHED_ROWS).entries()) {
    const score = new Set(row.map(cell => columnOf(headerText(cell).replaceAll(/\s/g, ''))).filter(column => column !== null))
      .size
    if (score > best.score) best = { at, score }
  }
  return best.at
}

/** The first rows as they are shown above the choice of columns. */
export const rosterPreview = (grid: Grid, { at, columns }: RosterMatching, rows: number): readonly (readonly string[])[] =>
  grid
    .slice(at + 1)
    .filter(row => !isBlankRow(row))
    .slice(0, rows)
    .map(row =>
      columns.map(({ index }) => {
        const cell = row[index] ?? null
        return cell === null ? '' : typeof cell === 'string' ? tidy(cell).slice(0, 40) : sayCell(cell).replace(/^数字 /, '')
      }),
    )
