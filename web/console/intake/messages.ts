import type { Column } from '../../../worker/import/header.ts'
import type { ImportMode, Matching } from '../../../worker/import/matching.ts'
import type { Problem } from '../../../worker/import/problem.ts'
import type { IntakeData } from '../desk-data.ts'

// What the page and the worker that reads the file say to each other. The file itself never comes to the page: thousands of rows
// with their deeds would make it stand still.

export type Order =
  | { readonly kind: 'open'; readonly file: string; readonly bytes: ArrayBuffer; readonly data: IntakeData }
  | { readonly kind: 'check'; readonly mode: ImportMode; readonly columns: readonly (Column | null)[] }
  | { readonly kind: 'send'; readonly path: string; readonly stamp: string | null }

export type Report =
  | {
      readonly kind: 'opened'
      readonly matching: Matching
      /** Rows below the header that have anything in them. */
      readonly rows: number
      /** The first of them, cell by cell. */
      readonly preview: readonly (readonly string[])[]
      readonly warnings: readonly string[]
    }
  | { readonly kind: 'unreadable'; readonly says: string }
  | { readonly kind: 'checked'; readonly problems: readonly Problem[]; readonly total: number }
  | { readonly kind: 'progress'; readonly sent: number; readonly whole: number }
  | { readonly kind: 'answered'; readonly ok: boolean; readonly answer: unknown }
  | { readonly kind: 'silent' }
