import type { VoterClass } from '../rules/campaign.ts'
import { comparedName, comparedNumber, MOST_PEOPLE } from '../rules/roster.ts'
import { type Cell, type Grid, isBlankRow, nameOf, oneLine, sayCell, textOf } from './cell.ts'
import { inFile, inRow, type Problem, quoted } from './problem.ts'
import { ROSTER_HEADERS, ROSTER_NEEDED, type RosterColumn } from './roster-header.ts'

/** Somebody as the file has him. */
export interface RosterEntry {
  /** As the spreadsheet shows it. */
  readonly row: number
  readonly name: string
  readonly number: string
  readonly unit: string
  readonly voterClass: VoterClass
}

export interface RosterReading {
  readonly people: readonly RosterEntry[]
  readonly problems: readonly Problem[]
}

interface Circumstances {
  readonly file: string
  /** Index of the header row. */
  readonly at: number
  readonly columns: ReadonlyMap<RosterColumn, number>
  /** What everybody is of whom the file says nothing. */
  readonly otherwise: VoterClass
}

const CLASSES: readonly (readonly [RegExp, VoterClass])[] = [
  [/^(中共)?(正式|预备)?党员$|^中共(预备)?党员$/, 'member'],
  [/^(职工|员工|工人|工会会员|会员|在职|在编|教职工)$/, 'worker'],
  [/^(群众|公众|居民|市民|其他)$/, 'public'],
]

const MOST: Readonly<Record<'name' | 'number' | 'unit', number>> = { name: 60, number: 40, unit: 60 }
/** Beyond so many digits a spreadsheet has rounded the number. */
const EXACT = 1e15
const IDENTITY_NUMBER = /^\d{17}[\dX]$/

/** Everybody in the table, and everything that is wrong with it, row by row. Never throws, whatever is in the cells. */
export function readRoster(grid: Grid, { file, at, columns, otherwise }: Circumstances): RosterReading {
  const problems: Problem[] = ROSTER_NEEDED.filter(column => !columns.has(column)).map(column =>
    inRow(file, at + 1, `还没有选定哪一列是“${ROSTER_HEADERS[column]}”，请在上面的列对应里选好`),
  )
  if (problems.length > 0) return { people: [], problems }
  const people: RosterEntry[] = []
  const first = new Map<string, number>()
  for (let i = at + 1; i < grid.length; i++) {
    const row = grid[i] ?? []
    if (isBlankRow(row)) continue
    const report = (column: RosterColumn, text: string) =>
      problems.push({ file, row: i + 1, column: ROSTER_HEADERS[column], text })
    const entry = readEntry(row, { row: i + 1, columns, otherwise, report })
    if (!entry) continue
    const who = `${comparedName(entry.name)}\n${comparedNumber(entry.number)}`
    const earlier = first.get(who)
    if (earlier === undefined) first.set(who, entry.row)
    else report('name', `${quoted(entry.name)}与第 ${earlier} 行姓名、编号都相同，是同一个人，请只留一行`)
    people.push(entry)
  }
  if (people.length === 0 && problems.length === 0) problems.push(inFile(file, `表头（第 ${at + 1} 行）下面没有人`))
  if (people.length > MOST_PEOPLE) problems.push(inFile(file, `有 ${people.length} 人，一次最多 ${MOST_PEOPLE} 人`))
  return { people, problems }
}

interface Row {
  readonly row: number
  readonly columns: ReadonlyMap<RosterColumn, number>
  readonly otherwise: VoterClass
  readonly report: (column: RosterColumn, text: string) => void
}

function readEntry(cells: readonly Cell[], { row, columns, otherwise, report }: Row): RosterEntry | null {
  const cell = (column: RosterColumn): Cell => cells[columns.get(column) ?? -1] ?? null
  const name = nameOf(words(cell('name'), 'name', report))
  const number = oneLine(numberIn(cell('number'), report))
  const unit = oneLine(words(cell('unit'), 'unit', report))
  const voterClass = classIn(oneLine(words(cell('voterClass'), 'voterClass', report)), otherwise, report)
  let sound = voterClass !== null
  for (const [column, text] of [
    ['name', name],
    ['number', number],
    ['unit', unit],
  ] as const) {
    if (text === BROKEN) sound = false
    else if (text === '') {
      report(column, '空着，请填写')
      sound = false
    } else if (text.length > MOST[column]) {
      report(column, `有 ${text.length} 个字，最多 ${MOST[column]} 个`)
      sound = false
    }
  }
  if (sound && IDENTITY_NUMBER.test(comparedNumber(number))) {
    report('number', '像是完整的身份证号；请只用后六位，或改用工号')
    sound = false
  }
  return sound && voterClass !== null ? { row, name, number, unit, voterClass } : null
}

/** Stands for what has been reported already. */
const BROKEN = '\0'

function words(cell: Cell, column: RosterColumn, report: Row['report']): string {
  const read = textOf(cell)
  if (read.ok) return read.text
  report(column, `应为文字，现在是${read.found}`)
  return BROKEN
}

/** Numbers of people are mostly typed as numbers; what Excel may have rounded or made a date of is refused. */
function numberIn(cell: Cell, report: Row['report']): string {
  if (typeof cell !== 'number') return words(cell, 'number', report)
  if (Number.isInteger(cell) && cell >= 0 && cell < EXACT) return String(cell)
  report('number', `${sayCell(cell)} 可能已被 Excel 改动；请把这一列设成“文本”格式，重新填写`)
  return BROKEN
}

function classIn(text: string, otherwise: VoterClass, report: Row['report']): VoterClass | null {
  if (text === BROKEN) return null
  if (text === '') return otherwise
  const found = CLASSES.find(([words]) => words.test(text.replaceAll(/\s/g, '')))
  if (!found) report('voterClass', `不认识${quoted(text)}；应为党员、职工或群众`)
  return found?.[1] ?? null
}
