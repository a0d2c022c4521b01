import { type Grid, isBlank, isBlankRow, sayCell, tidy } from './cell.ts'
import { COLUMNS, type Column, columnOf, findHeader, guess, HEADERS, type Header, headerText, PRIVATE } from './header.ts'
import { inRow, type Problem } from './problem.ts'

/** Which of their columns is which of ours: a proposal, for somebody to confirm or change. */
export interface Matching {
  /** Index of the header row in the grid. */
  readonly at: number
  readonly columns: readonly MatchedColumn[]
}

export interface MatchedColumn {
  readonly index: number
  /** Their header; empty where there is none. */
  readonly text: string
  /** Ours; null when the column is not read. */
  readonly column: Column | null
  /** Numbers of documents, phones and the like: such a column is never read. */
  readonly secret: boolean
  /** The first cell that has anything in it. */
  readonly example: string
}

/** Pictures are matched by their file names, and what was decided is not a clerk's to type. */
const NOT_READ: readonly Column[] = ['photo']

/** Our columns that a file may fill on the site. */
export const FILLED: readonly Column[] = COLUMNS.filter(column => !NOT_READ.includes(column))

/** Guesses by the headers; each of our columns is given away once, to the header that names it best. */
export function matchColumns(grid: Grid): Matching {
  const at =
    findHeader(grid, '')?.at ??
    Math.max(
      0,
      grid.findIndex(row => !isBlankRow(row)),
    )
  const width = grid.reduce((most, row) => Math.max(most, row.length), 0)
  const texts = Array.from({ length: width }, (_, index) => headerText(grid[at]?.[index]))
  const taken = new Map<Column, number>()
  const give = (find: (text: string) => Column | null) => {
    texts.forEach((text, index) => {
      const column = text === '' || PRIVATE.test(text) || [...taken.values()].includes(index) ? null : find(text)
      if (column !== null && FILLED.includes(column) && !taken.has(column)) taken.set(column, index)
    })
  }
  give(columnOf)
  give(guess)
  const byIndex = new Map([...taken].map(([column, index]) => [index, column]))
  const columns = texts.map((text, index) => ({
    index,
    text,
    column: byIndex.get(index) ?? null,
    secret: PRIVATE.test(text),
    example: PRIVATE.test(text) ? '' : exampleIn(grid, { at, index }),
  }))
  return { at, columns: columns.filter(({ text, example }) => text !== '' || example !== '') }
}

function exampleIn(grid: Grid, { at, index }: { at: number; index: number }): string {
  const cell = grid.find((row, i) => i > at && !isBlank(row[index]))?.[index] ?? null
  return cell === null ? '' : typeof cell === 'string' ? tidy(cell).slice(0, 30) : sayCell(cell)
}

/** What a table must have to be imported in one way or another. */
const NEEDED = {
  add: ['category', 'name'],
  replace: ['category', 'name'],
  update: ['number'],
} as const satisfies Record<string, readonly Column[]>

/** 新增 · 按编号更新 · 整表替换. */
export type ImportMode = keyof typeof NEEDED

/** The columns somebody has settled on, as the header of the table, with what is missing for this way of importing. */
export function headerFrom(
  { at, columns }: { readonly at: number; readonly columns: ReadonlyMap<Column, number> },
  { file, mode }: { file: string; mode: ImportMode },
): Header {
  const missing: readonly Problem[] = NEEDED[mode]
    .filter(column => !columns.has(column))
    .map(column => inRow(file, at + 1, `还没有选定哪一列是“${HEADERS[column]}”，请在上面的列对应里选好`))
  return { at, columns, problems: missing }
}

/**
 * Bytes of one import: five thousand nominees with deeds of about 1,500 characters. It is held in memory at once, several times over,
 * and a Worker has 128 MB; a larger list comes in two files.
 */
export const LARGEST_TABLE = 24 * 1024 * 1024
