/** What is wrong in a campaign folder: where it is, and one sentence that a clerk can act on. */
export interface Problem {
  /** Path within the folder. */
  readonly file: string
  /** As the spreadsheet shows it, or the line of a text file; null when no single row is meant. */
  readonly row: number | null
  /** Header of the column or name of the field; null when no single one is meant. */
  readonly column: string | null
  readonly text: string
}

/** A problem of a whole file. */
export const inFile = (file: string, text: string): Problem => ({ file, row: null, column: null, text })

/** A problem of one row or line. */
export const inRow = (file: string, row: number, text: string): Problem => ({ file, row, column: null, text })

/** The whole sentence, place first. */
export function sayProblem({ file, row, column, text }: Problem): string {
  return `${file}${row === null ? '' : ` 第 ${row} 行`}${column === null ? '' : `“${column}”`}：${text}`
}

/** Longer lists are not read: nobody mends more than this before trying again. */
export const MOST_LINES = 50

/** The sentences in file and row order, with a last line for those left out. */
export function listProblems(problems: readonly Problem[], most = MOST_LINES): readonly string[] {
  const files = [...new Set(problems.map(({ file }) => file))]
  const sorted = [...problems].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.row ?? 0) - (b.row ?? 0))
  const lines = sorted.slice(0, most).map(sayProblem)
  return sorted.length > most ? [...lines, `另有 ${sorted.length - most} 处`] : lines
}

/** What was found, in quotation marks; a long text is cut, since only its beginning helps to find it. */
export const quoted = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ')
  return `“${line.length > 24 ? `${line.slice(0, 24)}…` : line}”`
}
