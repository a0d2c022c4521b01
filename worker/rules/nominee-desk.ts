import type { Instant } from './time.ts'

/** What staff write about a nominee; the number stands apart, since it is how everything else names one. */
export const DESK_TEXTS = ['category', 'name', 'unit', 'post', 'brief', 'deeds', 'honours'] as const
export type DeskText = (typeof DESK_TEXTS)[number]

/** A nominee as a row of the desk's table: of the deeds only how long they are, since thousands of them would be megabytes. */
export interface DeskRow {
  readonly number: number
  readonly category: string
  readonly name: string
  readonly unit: string
  readonly post: string
  readonly brief: string
  readonly deeds: number
  readonly honours: string
  /** The first signs of the picture's hash, as the version in its address; null without a picture. */
  readonly photo: string | null
  /** Why it was withdrawn; null while it stands. */
  readonly withdrawn: string | null
  readonly revision: number
}

/** A nominee whole, with who changed it last. */
export interface DeskFile extends Omit<DeskRow, 'deeds'> {
  readonly deeds: string
  readonly position: number
  readonly withdrawnAt: Instant | null
  /** Null when it came with an imported folder and nobody has touched it since. */
  readonly editedBy: string | null
  readonly editedAt: Instant | null
}

/** New words for one nominee, and the revision they were written over. */
export interface RowChange {
  readonly number: number
  readonly revision: number
  readonly set: Partial<Readonly<Record<DeskText, string>>>
}

/** Names a row as somebody saw it. */
export type RowSeen = Pick<RowChange, 'number' | 'revision'>
