/** A line of a table: text stays text and numbers stay numbers. */
export type CsvRow = readonly (string | number)[]

/** Spaces, breaks and signs without width that a spreadsheet may drop before it looks at what follows. */
const DROPPED = /^[\s\u200B-\u200F\u2060\uFEFF]*/u

/**
 * Whether a spreadsheet could take this text for a formula: its first visible sign starts one, also in a full-width or
 * small form (Excel and WPS take ＝ for =), or it begins with a tab or a break (T30).
 */
function couldStartFormula(text: string): boolean {
  const first = [...text.replace(DROPPED, '')][0] ?? ''
  return /^[\t\r\n]/.test(text) || '=+-@\u2212'.includes(first.normalize('NFKC') || '\0')
}

/**
 * A cell that no spreadsheet runs: text that could start a formula gets an apostrophe in front, and all text is quoted,
 * so neither a comma nor a semicolon opens another cell. Numbers stay numbers; what is no finite number is text.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  const text = String(value)
  return `"${(couldStartFormula(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** A whole table for Excel and WPS: UTF-8 with BOM, lines ending as they expect. Every table this site gives out is made here. */
export const csvText = (rows: readonly CsvRow[]): string =>
  `\uFEFF${rows.map(row => row.map(csvCell).join(',')).join('\r\n')}\r\n`
