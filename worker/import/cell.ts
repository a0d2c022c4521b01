/** What a spreadsheet holds in one place, whichever program wrote it. */
export type Cell = string | number | boolean | Date | null

/** A sheet, row by row; the first row is the one that the spreadsheet calls 1. Rows may be of different length. */
export type Grid = readonly (readonly Cell[])[]

/** The text of a cell, or a description of what is there instead. */
export type CellText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly found: string }

const ERROR_VALUE = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA)$/

/** Only text counts as text: a number or a date is what Excel made of something that was typed differently. */
export function textOf(cell: Cell | undefined): CellText {
  if (cell === null || cell === undefined) return { ok: true, text: '' }
  if (typeof cell !== 'string') return { ok: false, found: sayCell(cell) }
  const text = tidy(cell)
  return ERROR_VALUE.test(text) ? { ok: false, found: sayCell(text) } : { ok: true, text }
}

/** What is in a cell, with the word for its kind, as part of a sentence. */
export function sayCell(cell: Exclude<Cell, null>): string {
  if (cell instanceof Date) return `日期 ${Number.isNaN(cell.getTime()) ? '（无效）' : cell.toISOString().slice(0, 10)}`
  if (typeof cell === 'number') return `数字 ${cell}`
  if (typeof cell === 'boolean') return `逻辑值 ${cell ? 'TRUE' : 'FALSE'}`
  return `${ERROR_VALUE.test(cell) ? '错误值 ' : ''}${cell}`
}

/** Whether nothing can be seen in a cell. */
export const isBlank = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && tidy(cell) === '')

/** Whether nothing can be seen in a row. */
export const isBlankRow = (row: readonly Cell[]): boolean => row.every(isBlank)

// A manual line break in Word is a vertical tab, and comes along when text is pasted.
const BREAK = /\r\n?|[\v\u0085\u2028\u2029]/g
// Signs without width, and control characters other than the line break: invisible, and never meant.
const INVISIBLE = /[^\P{Cc}\n\u0080-\u009f]|[\u200b-\u200f\u2028-\u202e\u2060\ufeff]/gu

/**
 * Lines without blanks at either end and without empty lines between them. An apostrophe before a sign that could begin
 * a formula is taken away: the export puts it there, and so do careful clerks.
 */
export function tidy(text: string): string {
  const lines = text
    .replaceAll(BREAK, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(INVISIBLE, '')
    .split('\n')
    .map(line => line.trim())
  return lines
    .filter(Boolean)
    .join('\n')
    .replace(/^'(?='*[=+\-@＝＋－＠])/, '')
}

/** The inverse for the export: no spreadsheet takes the text for a formula, and reading it gives the text again. */
export const guarded = (text: string): string => (/^'*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text)

const HAN = '[\\p{Script=Han}·]'
const BREAK_IN_HAN = new RegExp(`(?<=${HAN})\\n(?=${HAN})`, 'gu')
const BLANK_IN_HAN = new RegExp(`(?<=${HAN})\\s+(?=${HAN})`, 'gu')

/** One line: a break between Chinese characters only folded the cell, any other stood for a blank. */
export const oneLine = (text: string): string => text.replaceAll(BREAK_IN_HAN, '').replaceAll('\n', ' ')

/** A name as it is called: two-character names are often spread with blanks to line up with those of three. */
export const nameOf = (text: string): string => oneLine(text).replaceAll(BLANK_IN_HAN, '')

/** A, B, … Z, AA: the name a spreadsheet gives a column. */
export function columnLetters(index: number): string {
  const [high, low] = [Math.floor(index / 26), String.fromCharCode(65 + (index % 26))]
  return high === 0 ? low : columnLetters(high - 1) + low
}
