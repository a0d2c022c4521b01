import { type Cell, isBlank, sayCell, tidy } from './cell.ts'
import { HIGHEST_NUMBER } from './document.ts'
import { HEADERS } from './header.ts'
import { type Problem, quoted } from './problem.ts'

/** What stands under 编号 in one row. */
export type WrittenNumber =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly found: string }

/** A positive whole number, however it was typed: 12, “ １２ ”, “12号”, 12.0. */
export function readNumber(cell: Cell | undefined): WrittenNumber {
  if (cell === null || cell === undefined || isBlank(cell)) return { kind: 'none' }
  const text = typeof cell === 'string' ? tidy(cell).normalize('NFKC').replaceAll(/\s/g, '') : String(cell)
  const digits = cell instanceof Date ? null : /^第?(\d+)(?:\.0+)?号?$/.exec(text)?.[1]
  const value = digits ? Number(digits) : 0
  if (value >= 1 && value <= HIGHEST_NUMBER) return { kind: 'number', value }
  return { kind: 'wrong', found: typeof cell === 'string' ? quoted(tidy(cell)) : sayCell(cell) }
}

/** What to say of something that is not a number a nominee can have. */
export const notANumber = (found: string): string =>
  `${found}${found.endsWith('”') ? '' : ' '}不是正整数，应填 1 至 ${HIGHEST_NUMBER} 的整数，例如 12`

interface Numbered {
  readonly row: number
  readonly number: WrittenNumber
}

/** The number of every row: as written, or counted through when none is written at all. */
export function numbersOf(rows: readonly Numbered[]): ReadonlyMap<number, number> {
  const counted = rows.every(({ number }) => number.kind === 'none')
  return new Map(
    rows.flatMap(({ row, number }, i) =>
      counted ? [[row, i + 1] as const] : number.kind === 'number' ? [[row, number.value] as const] : [],
    ),
  )
}

/** Numbers used twice, and rows left without one while others have one. */
export function numberProblems(rows: readonly Numbered[], file: string): readonly Problem[] {
  const column = HEADERS.number
  const first = new Map<number, number>()
  const problems: Problem[] = []
  for (const { row, number } of rows) {
    if (number.kind !== 'number') continue
    const earlier = first.get(number.value)
    if (earlier === undefined) first.set(number.value, row)
    else problems.push({ file, row, column, text: `编号 ${number.value} 与第 ${earlier} 行重复，每个编号只能用一次` })
  }
  const empty = rows.filter(({ number }) => number.kind === 'none').map(({ row }) => row)
  if (empty.length > 0 && empty.length < rows.length) problems.push({ file, row: null, column, text: someWithout(empty) })
  return problems
}

const someWithout = (rows: readonly number[]): string =>
  `第 ${rows.slice(0, 10).join('、')} 行${rows.length > 10 ? `等 ${rows.length} 行` : ''}空着，其他行有编号；请全部填写，或者把这一列全部清空，由系统按次序编号`
