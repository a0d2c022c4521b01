import type { DeskText } from '../../../worker/rules/nominee-desk.ts'
import { FIELD } from '../../text/desk.ts'
import { type Line, wordIn } from './ledger.ts'

export type ColumnKey = 'number' | DeskText | 'photo' | 'state'

export interface GridColumn {
  readonly key: ColumnKey
  readonly name: string
  /** Most characters; 0 where that is not what limits it. */
  readonly most: number
}

/** The columns of the desk's table, in the order in which a clerk fills them in. */
export const COLUMNS: readonly GridColumn[] = [
  { key: 'number', name: '编号', most: 0 },
  { key: 'name', name: FIELD.name, most: 60 },
  { key: 'category', name: FIELD.category, most: 0 },
  { key: 'unit', name: FIELD.unit, most: 60 },
  { key: 'post', name: FIELD.post, most: 60 },
  { key: 'brief', name: FIELD.brief, most: 400 },
  { key: 'deeds', name: FIELD.deeds, most: 6000 },
  { key: 'honours', name: FIELD.honours, most: 1500 },
  { key: 'photo', name: '照片', most: 0 },
  { key: 'state', name: '状态', most: 0 },
]

export const columnAt = (index: number): GridColumn => COLUMNS[index] ?? (COLUMNS[0] as GridColumn)

/** Those written in the table itself; deeds have a sheet of their own, pictures and states are not written. */
const WRITTEN: readonly ColumnKey[] = ['number', 'name', 'category', 'unit', 'post', 'brief', 'honours']

export const isWritten = (key: ColumnKey): boolean => WRITTEN.includes(key)

/** Texts of more than one line. */
export const isLong = (key: ColumnKey): boolean => key === 'brief' || key === 'honours'

/** Once the poll is open these stay. */
export const isFrozen = (key: ColumnKey): boolean => key === 'number' || key === 'category'

/** What a cell says as text: for the eye, the clipboard and those who hear it. */
export function cellText(line: Line, key: ColumnKey, categories: readonly { key: string; name: string }[]): string {
  if (key === 'number') return String(line.row.number)
  if (key === 'photo') return line.row.photo ? '有' : '没有'
  if (key === 'state') return ''
  if (key === 'deeds') return `${line.typed.deeds?.length ?? line.row.deeds} 字`
  const word = wordIn(line, key)
  return key === 'category' ? (categories.find(one => one.key === word)?.name ?? word) : word
}
