import type { CsvRow } from './csv.ts'
import { type Day, HOUR, type Instant } from './time.ts'

// A paper is what leaves the site as tables: one value, written as XLSX, as CSV and as a page for A4.

/** Text stays text and numbers stay numbers; a moment and a day are typed cells where the form has such. Null is empty. */
export type PaperCell = string | number | { readonly at: Instant } | { readonly day: Day } | null

export interface PaperTable {
  readonly name: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly PaperCell[])[]
}

/** What every paper is stamped with. */
export interface Stamp {
  readonly at: Instant
  readonly campaign: string
  /** What of the campaign's figures is on it. */
  readonly filter: string
  /** Size and root of every box's log, a line each; null while there is no checkpoint. */
  readonly checkpoint: string | null
}

export interface Paper {
  readonly title: string
  readonly campaign: string
  readonly at: Instant
  /** The stamp and what the figures may be used for, as label and text, before any figure. */
  readonly lines: readonly (readonly [label: string, text: string])[]
  readonly tables: readonly PaperTable[]
}

/** By the clock in Shanghai: 2026-04-25 17:00. */
export const shanghaiTime = (at: Instant): string => new Date(at + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ')

/** A cell as text where there are no typed ones. */
export const plainCell = (cell: PaperCell): string | number => {
  if (cell === null) return ''
  if (typeof cell !== 'object') return cell
  return 'at' in cell ? shanghaiTime(cell.at) : cell.day
}

/** The whole paper as one table: its lines, then every table under its name. */
export const paperRows = ({ campaign, title, lines, tables }: Paper): readonly CsvRow[] => [
  [campaign, title],
  ...lines,
  ...tables.flatMap(({ name, head, rows }): CsvRow[] => [[], [name], head, ...rows.map(row => row.map(plainCell))]),
]
