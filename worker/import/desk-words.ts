import type { DeskText } from '../rules/nominee-desk.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import type { Cell } from './cell.ts'
import { type Column, HEADERS } from './header.ts'
import { initialsOf } from './initials.ts'
import { type RowCategory, readRow } from './nominee-row.ts'

interface Circumstances {
  readonly categories: readonly RowCategory[]
  /** The nominee as it stands; null for a new one. */
  readonly before: { readonly name: string; readonly category: string } | null
}

/** Words for a row, ready to be stored, and what is wrong with them. */
export interface ReadWords {
  readonly set: Readonly<Record<string, string>>
  readonly flaws: readonly FormFlaw[]
}

/**
 * What was typed into the desk's table or a form, read by the very rules a spreadsheet is read by: the same blanks go, the same
 * lengths hold, a name is spelled the same way. The initials follow the name and what kind of nominee it is.
 */
export function readWords(typed: Partial<Readonly<Record<DeskText, string>>>, { categories, before }: Circumstances): ReadWords {
  const named = categories.find(({ key }) => key === typed.category)
  const cells = new Map<Column, Cell>(Object.entries(typed) as [Column, string][])
  if (typed.category !== undefined) cells.set('category', named?.name ?? typed.category)
  const row = readRow(cells, { file: '', row: 0, categories })
  const flaws = row.problems.map(({ column, text }) => ({ field: fieldOf(column), says: `${text}。` }))
  const set: Record<string, string> = {}
  for (const column of Object.keys(typed) as readonly DeskText[])
    set[column] = column === 'category' ? (row.category?.key ?? '') : row[column]
  if ('name' in set || 'category' in set) {
    const kind = categories.find(({ key }) => key === (set.category ?? before?.category))?.kind ?? 'person'
    set.initials = initialsOf(set.name ?? before?.name ?? '', kind)
  }
  return { set, flaws }
}

const fieldOf = (column: string | null): string =>
  (Object.keys(HEADERS) as readonly Column[]).find(one => HEADERS[one] === column) ?? 'name'
