import { OUTCOME } from '../../web/text/terms.ts'
import type { Outcome } from '../rules/nominee.ts'
import { type Cell, isBlank, nameOf, oneLine, textOf } from './cell.ts'
import { NOMINEE_LIMITS } from './document.ts'
import { type Column, HEADERS } from './header.ts'
import { nearest } from './nearest.ts'
import { notANumber, readNumber, type WrittenNumber } from './numbering.ts'
import { type Problem, quoted } from './problem.ts'

/** One row of the table as far as it could be understood; what could not is empty, and among the problems. */
export interface NomineeRow {
  readonly row: number
  readonly number: WrittenNumber
  readonly category: RowCategory | null
  readonly name: string
  readonly unit: string
  readonly post: string
  readonly brief: string
  readonly deeds: string
  readonly honours: string
  /** File name as written; null when the folder is to be searched. */
  readonly photo: string | null
  readonly outcome: Outcome | null
  readonly problems: readonly Problem[]
}

/** What a row must know of a category. */
export interface RowCategory {
  readonly key: string
  readonly name: string
  readonly kind: 'person' | 'organization' | 'post'
  readonly max: number
}

interface Place {
  readonly file: string
  readonly row: number
  /** Null when campaign.json cannot tell. */
  readonly categories: readonly RowCategory[] | null
}

/** The cells of a row by their columns; those that the table does not have are not in it. */
export type RowCells = ReadonlyMap<Column, Cell>

/** What a table says under 结果. */
export const OUTCOME_WORDS = {
  honoured: '表彰',
  named: '提名',
  alternate: '候补',
  'not-chosen': '未入选',
} as const satisfies Record<Outcome, string>

/** The words of the table, and those by which the site's pages say the same. */
const OUTCOMES: ReadonlyMap<string, Outcome | null> = new Map<string, Outcome | null>([
  ['', null],
  ...[OUTCOME_WORDS, OUTCOME].flatMap(words =>
    (Object.keys(words) as readonly Outcome[]).map((outcome): [string, Outcome] => [words[outcome], outcome]),
  ),
])

/** Reads the cells of one row. Columns that the table does not have are empty and not a problem here. */
export function readRow(cells: RowCells, { file, row, categories }: Place): NomineeRow {
  const problems: Problem[] = []
  const report = (column: Column, text: string) => void problems.push({ file, row, column: HEADERS[column], text })
  const text = (column: Column): string | null => {
    const reading = textOf(cells.get(column))
    if (!reading.ok) report(column, notText(reading.found))
    return reading.ok ? reading.text : null
  }
  const limited = (column: keyof typeof NOMINEE_LIMITS, shape: (text: string) => string): string => {
    const value = shape(text(column) ?? '')
    const most = NOMINEE_LIMITS[column]
    if (value.length > most) report(column, `有 ${value.length} 个字，最多 ${most} 个字，请删减 ${value.length - most} 个字`)
    return value
  }
  const same = (value: string) => value
  const number = readNumber(cells.get('number'))
  if (number.kind === 'wrong') report('number', notANumber(number.found))
  const category = readCategory(cells.has('category') ? text('category') : null, categories, report)
  const name = limited('name', nameOf)
  if (cells.has('name')) judgeName(cells.get('name') ?? null, { name, category, report })
  return {
    row,
    number,
    category,
    name,
    unit: limited('unit', oneLine),
    post: limited('post', oneLine),
    brief: limited('brief', same),
    deeds: limited('deeds', same),
    honours: limited('honours', same),
    photo: readPhoto(text('photo') ?? '', report),
    outcome: readOutcome(text('outcome') ?? '', report),
    problems,
  }
}

type Report = (column: Column, text: string) => void

const notText = (found: string): string =>
  found.startsWith('错误值')
    ? `单元格里是${found}，应为文字；请去掉公式，直接填写文字`
    : `单元格里是${found}，应为文字；请先把单元格格式改为“文本”，再重新填写`

function readCategory(written: string | null, categories: Place['categories'], report: Report): RowCategory | null {
  if (written === null || categories === null) return null
  const text = nameOf(written).replaceAll(/[“”"'「」《》]/g, '')
  const found = categories.find(({ name }) => name === text || name === written)
  if (found) return found
  const names = categories.map(({ name }) => name)
  const meant = nearest(text, names)
  report(
    'category',
    `${text === '' ? '空着' : `没有${quoted(text)}这个类别`}，应为 ${names.join('、')} 之一${meant ? `；是不是“${meant}”` : ''}`,
  )
  return null
}

function judgeName(cell: Cell, { name, category, report }: { name: string; category: RowCategory | null; report: Report }): void {
  if (isBlank(cell)) report('name', '空着，请填写姓名；集体填写名称')
  // A table saved as CSV has only text in it: there a date or a serial number is known by its figures alone.
  else if (category?.kind === 'person' && /^\d+(?:[./-]\d+)*$/.test(name)) report('name', notText(`数字 ${name}`))
}

function readPhoto(written: string, report: Report): string | null {
  if (written === '') return null
  if (!/^=?(?:_xlfn\.)?DISPIMG\(/i.test(written)) return written.replaceAll('\\', '/').replace(/^(?:\.\/)?photos\//, '')
  report('photo', '照片嵌在单元格里，读不出来；请另存为图片文件放进 photos 文件夹，这里填写文件名')
  return null
}

function readOutcome(written: string, report: Report): Outcome | null {
  const outcome = OUTCOMES.get(oneLine(written))
  if (outcome === undefined)
    report('outcome', `${quoted(written)}不是评选结果，应为 表彰、提名、候补、未入选 之一，还没有结果就空着`)
  return outcome ?? null
}
