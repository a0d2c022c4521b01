import { type Cell, type Grid, isBlank, isBlankRow, sayCell, tidy } from './cell.ts'
import { type CampaignSettings, MOST_NOMINEES, type NomineeEntry } from './document.ts'
import { type Column, findHeader, HEADERS, type Header, NO_HEADER } from './header.ts'
import { type NomineeRow, type RowCategory, type RowCells, readRow } from './nominee-row.ts'
import { numberProblems, numbersOf } from './numbering.ts'
import { inFile, inRow, type Problem, quoted } from './problem.ts'

/** A nominee as the table has it: its picture and its pinyin still to be found. */
export interface NomineeDraft {
  readonly row: number
  readonly kind: RowCategory['kind']
  readonly entry: Omit<NomineeEntry, 'photo' | 'initials'>
}

/** Who is to be shown in a picture. */
export interface Face {
  readonly row: number
  readonly name: string
  readonly number: number | null
  /** File name in the column 照片; null when the folder is to be searched by name and number. */
  readonly photo: string | null
}

/** A row and its number, written or counted; null where it has none although others do. */
export type NumberedRow = Omit<NomineeRow, 'number'> & { readonly number: number | null }

/** What a sheet says, as far as it could be understood. */
export interface TableReading {
  /** The rows with nothing wrong in them. */
  readonly nominees: readonly NomineeDraft[]
  /** All rows, so that pictures can be checked whatever else is wrong. */
  readonly faces: readonly Face[]
  readonly problems: readonly Problem[]
}

interface Circumstances {
  /** Name of the file, for the sentences. */
  readonly file: string
  /** Null when campaign.json could not be read: then categories are not checked. */
  readonly settings: (Pick<CampaignSettings, 'milestones'> & { readonly categories: readonly RowCategory[] }) | null
  /** Where the columns are, when somebody has said so; else they are found by their headers. */
  readonly header?: Header
}

/** The nominees of a sheet, and everything that is wrong with it. Never throws, whatever is in the cells. */
export function readNomineeTable(grid: Grid, circumstances: Circumstances): TableReading {
  const { rows, problems } = readNomineeRows(grid, circumstances)
  return { nominees: draftsOf(rows), faces: facesOf(rows), problems }
}

/** Every row as far as it could be understood, for a table that may say only a part of what a nominee needs. */
export function readNomineeRows(
  grid: Grid,
  { file, settings, header: given }: Circumstances,
): { readonly rows: readonly NumberedRow[]; readonly problems: readonly Problem[] } {
  const nothing = (text: string) => ({ rows: [], problems: [inFile(file, text)] })
  if (grid.every(isBlankRow)) return nothing('是一张空表，没有任何内容')
  const header = given ?? findHeader(grid, file)
  if (header === null) return nothing(NO_HEADER)
  const rows: NomineeRow[] = []
  const problems: Problem[] = [...header.problems]
  for (const { row, cells, all } of bodyOf(grid, header)) {
    const lone = loneCell(all, cells)
    if (lone !== null) problems.push(inRow(file, row, lone))
    else rows.push(readRow(cells, { file, row, categories: settings?.categories ?? null }))
  }
  if (rows.length === 0 && problems.length === 0) return nothing(`表头（第 ${header.at + 1} 行）下面没有候选对象`)
  if (rows.length > MOST_NOMINEES) problems.push(inFile(file, `有 ${rows.length} 个候选对象，最多 ${MOST_NOMINEES} 个`))
  problems.push(...rows.flatMap(row => row.problems), ...numberProblems(rows, file), ...twice(rows, file))
  const sorted = header.columns.has('category') && !problems.some(({ column }) => column === HEADERS.category)
  if (settings && sorted) problems.push(...tooFew(rows, settings, file))
  const numbers = numbersOf(rows)
  return { rows: rows.map(row => ({ ...row, number: numbers.get(row.row) ?? null })), problems }
}

/** The rows under the header that have anything in them. */
function bodyOf(grid: Grid, { at, columns }: Header): readonly { row: number; cells: RowCells; all: readonly Cell[] }[] {
  return grid.flatMap((all, i) => {
    if (i <= at || isBlankRow(all)) return []
    const cells = new Map([...columns].map(([column, index]): [Column, Cell] => [column, all[index] ?? null]))
    return [{ row: i + 1, cells, all }]
  })
}

/** A remark below the table, or a number filled down too far: one cell in a row that names nobody. */
function loneCell(all: readonly Cell[], cells: RowCells): string | null {
  const filled = all.filter(cell => !isBlank(cell))
  const [only] = filled
  if (filled.length !== 1 || only === undefined || only === null || !isBlank(cells.get('name'))) return null
  const found = typeof only === 'string' ? quoted(tidy(only)) : sayCell(only)
  return `这一行只有${found}，不是候选对象；请删去这一行，说明文字不要放在表里`
}

const identity = ({ name, unit }: NomineeRow): string => `${name}\n${unit.replaceAll(/\s/g, '')}`

/** 000, 001 and 002: nobody stands twice, be it in one category or in two. */
function twice(rows: readonly NomineeRow[], file: string): Problem[] {
  const first = new Map<string, NomineeRow>()
  return rows.flatMap(row => {
    if (row.name === '') return []
    const earlier = first.get(identity(row))
    if (!earlier) first.set(identity(row), row)
    return earlier ? [{ file, row: row.row, column: HEADERS.name, text: twiceText(row, earlier) }] : []
  })
}

function twiceText({ name, unit, category }: NomineeRow, earlier: NomineeRow): string {
  const where = category === null || earlier.category === null || category.key === earlier.category.key
  const apart = where ? '' : `（一处是“${earlier.category?.name}”，一处是“${category?.name}”）`
  return `${quoted(name)}${unit ? `（${unit}）` : ''}与第 ${earlier.row} 行是同一个候选对象${apart}，请只留一处`
}

/** A voter must be able to choose as many as the ballot asks for. */
function tooFew(rows: readonly NomineeRow[], settings: NonNullable<Circumstances['settings']>, file: string): Problem[] {
  if (!settings.milestones.some(({ step }) => step === 'vote')) return []
  return settings.categories.flatMap(({ key, name, max }) => {
    const there = rows.filter(({ category }) => category?.key === key).length
    if (there >= max) return []
    const text = `“${name}”只有 ${there} 个候选对象，少于 campaign.json 里的最多可选数 ${max}；请补全名单或改小 max`
    return [{ file, row: null, column: HEADERS.category, text }]
  })
}

const facesOf = (rows: readonly NumberedRow[]): readonly Face[] =>
  rows.map(({ row, name, number, photo }) => ({ row, name, number, photo }))

function draftsOf(rows: readonly NumberedRow[]): readonly NomineeDraft[] {
  return rows.flatMap(({ row, category, photo: _photo, number, problems, ...texts }) => {
    if (number === null || category === null || problems.length > 0) return []
    return [{ row, kind: category.kind, entry: { number, category: category.key, ...texts } }]
  })
}
