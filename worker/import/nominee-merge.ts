import type { Grid } from './cell.ts'
import { MOST_NOMINEES } from './document.ts'
import { type Column, HEADERS } from './header.ts'
import { headerFrom, type ImportMode } from './matching.ts'
import type { RowCategory } from './nominee-row.ts'
import { type NumberedRow, readNomineeRows } from './nominee-table.ts'
import { inFile, type Problem, quoted } from './problem.ts'

/** Somebody who is on the list already. */
export interface Listed {
  readonly number: number
  readonly category: string
  readonly name: string
  readonly unit: string
}

/** One row of the file as it goes into the list. */
export interface MergeEntry {
  readonly number: number
  /** Whether a row is made; else one is changed. */
  readonly fresh: boolean
  /** Place in the list; null leaves it where it is. */
  readonly position: number | null
  /** Whether the picture goes with the person who had this number. */
  readonly dropPhoto: boolean
  /** What the file says; a column that it does not have is not in here. */
  readonly set: Readonly<Record<string, string | null>>
}

/** What an import would do, row by row. */
export interface Merge {
  readonly entries: readonly MergeEntry[]
  /** Numbers that go from the list. */
  readonly removed: readonly number[]
  /** Rows that are on the list already and are passed over. */
  readonly skipped: number
  readonly problems: readonly Problem[]
  /** Nothing to be mended, but to be looked at. */
  readonly warnings: readonly Problem[]
}

interface Circumstances {
  readonly file: string
  readonly mode: ImportMode
  readonly at: number
  readonly columns: ReadonlyMap<Column, number>
  readonly categories: readonly RowCategory[]
  readonly listed: readonly Listed[]
  /** Once the poll is open, numbers and categories stay as they are. */
  readonly opened: boolean
  /** Pinyin, or nothing where a list is only checked: the dictionary weighs more than all the rest. */
  readonly initialsOf: (name: string, kind: RowCategory['kind']) => string
}

/** Reads a file by the rules every table is read by, and says what would become of the list. */
export function mergeTable(
  grid: Grid,
  { file, mode, at, columns, categories, listed, opened, initialsOf }: Circumstances,
): Merge {
  const header = headerFrom({ at, columns }, { file, mode })
  // How many a voter must find is checked when the poll is opened: a list may come in parts.
  const reading = readNomineeRows(grid, { file, settings: { categories, milestones: [] }, header })
  const problems = [...reading.problems]
  const report = (row: number, column: Column, text: string) => problems.push({ file, row, column: HEADERS[column], text })
  if (opened && mode !== 'update') report(at + 1, 'number', '投票规则和名单已经固定，只能按编号更新文字')
  if (opened && mode === 'update' && columns.has('category'))
    report(at + 1, 'category', '名单已经固定，类别不能再改；请不读这一列')
  const merged = { add: adding, update: updating, replace: replacing }[mode](reading.rows, listed, report)
  const kindOf = new Map(categories.map(({ key, kind }) => [key, kind]))
  const before = new Map(listed.map(one => [one.number, one]))
  const warnings: Problem[] = []
  const entries = merged.kept.map(({ row, number, position }): MergeEntry => {
    const old = before.get(number)
    const renamed = old !== undefined && columns.has('name') && old.name !== row.name
    if (renamed && mode === 'update')
      warnings.push({
        file,
        row: row.row,
        column: HEADERS.name,
        text: `${number} 号由${quoted(old.name)}改为${quoted(row.name)}，请核对编号`,
      })
    const set = wordsOf(row, columns)
    const kind = kindOf.get(row.category?.key ?? old?.category ?? '') ?? 'person'
    if (columns.has('name')) set.initials = initialsOf(row.name, kind)
    return { number, position, fresh: old === undefined, dropPhoto: renamed && mode === 'replace', set }
  })
  const total = listed.length - merged.removed.length + entries.filter(({ fresh }) => fresh).length
  if (total > MOST_NOMINEES) problems.push(inFile(file, `导入后名单有 ${total} 个候选对象，最多 ${MOST_NOMINEES} 个`))
  return { entries, removed: merged.removed, skipped: merged.skipped, problems, warnings }
}

function wordsOf(row: NumberedRow, columns: ReadonlyMap<Column, number>): Record<string, string | null> {
  const set: Record<string, string | null> = {}
  for (const column of ['name', 'unit', 'post', 'brief', 'deeds', 'honours'] as const)
    if (columns.has(column)) set[column] = row[column]
  if (row.category) set.category = row.category.key
  if (columns.has('outcome')) set.outcome = row.outcome
  return set
}

interface Kept {
  readonly row: NumberedRow
  readonly number: number
  readonly position: number | null
}
interface Sorted {
  readonly kept: readonly Kept[]
  readonly removed: readonly number[]
  readonly skipped: number
}
type Sort = (
  rows: readonly NumberedRow[],
  listed: readonly Listed[],
  report: (row: number, column: Column, text: string) => void,
) => Sorted

const identity = ({ name, unit }: Pick<Listed, 'name' | 'unit'>): string => `${name}\n${unit.replaceAll(/\s/g, '')}`

/**
 * 新增: whoever is on the list already, by name and unit, is passed over, so that the same file twice adds nobody twice. Without
 * numbers of their own the new ones follow the last.
 */
const adding: Sort = (rows, listed, report) => {
  const there = new Set(listed.map(identity))
  const taken = new Map(listed.map(one => [one.number, one]))
  const counted = rows.every(({ number }, i) => number === i + 1)
  let last = listed.reduce((most, { number }) => Math.max(most, number), 0)
  const fresh = rows.filter(row => !there.has(identity(row)))
  const kept = fresh.map((row, i): Kept => {
    const holder = row.number === null ? undefined : taken.get(row.number)
    // Numbers that only count the rows of a file are no numbers in a list that has some already.
    if (counted && listed.length > 0) last += 1
    else if (holder)
      report(row.row, 'number', `编号 ${row.number} 已经是${quoted(holder.name)}，请换一个编号，或改用“按编号更新”`)
    return { row, number: counted && listed.length > 0 ? last : (row.number ?? 0), position: listed.length + i }
  })
  return { kept, removed: [], skipped: rows.length - fresh.length }
}

/** 按编号更新: every number must be on the list. */
const updating: Sort = (rows, listed, report) => {
  const there = new Set(listed.map(({ number }) => number))
  const kept = rows.flatMap((row): Kept[] => {
    if (row.number !== null && there.has(row.number)) return [{ row, number: row.number, position: null }]
    report(row.row, 'number', row.number === null ? '空着，请填写编号' : `名单里没有编号 ${row.number}；要加人请用“新增”`)
    return []
  })
  return { kept, removed: [], skipped: 0 }
}

/** 整表替换: afterwards the list is the file, in its order. */
const replacing: Sort = (rows, listed) => {
  const numbers = new Set(rows.map(({ number }) => number))
  return {
    kept: rows.map((row, position) => ({ row, number: row.number ?? 0, position })),
    removed: listed.filter(({ number }) => !numbers.has(number)).map(({ number }) => number),
    skipped: 0,
  }
}
