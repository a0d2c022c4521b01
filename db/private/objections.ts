import { blob, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { ObjectionId, StaffId } from '../../worker/rules/ids.ts'
import type { Day } from '../../worker/rules/time.ts'

/** What the objector said, what was added, what staff answered, and what they noted for themselves. */
export type PaperKind = 'statement' | 'supplement' | 'reason' | 'answer' | 'note'

/** Apart from db/schema so that an import shows who can reach it; the layering test names the few that may (law 9). */
export const objectionPapers = sqliteTable(
  'objection_papers',
  {
    objectionId: text('objection_id').$type<ObjectionId>().notNull(),
    paper: text('paper').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').$type<PaperKind>().notNull(),
    written: text('written_day').$type<Day>().notNull(),
    staffId: text('staff_id').$type<StaffId>(),
    sealed: blob('sealed').$type<Uint8Array>().notNull(),
  },
  table => [primaryKey({ columns: [table.objectionId, table.paper] }), unique().on(table.objectionId, table.position)],
)

export const objectionFiles = sqliteTable(
  'objection_files',
  {
    objectionId: text('objection_id').$type<ObjectionId>().notNull(),
    paper: text('paper').notNull(),
    position: integer('position').notNull(),
    object: text('object').notNull().unique(),
    size: integer('size').notNull(),
    sealed: blob('sealed').$type<Uint8Array>().notNull(),
  },
  table => [primaryKey({ columns: [table.objectionId, table.paper, table.position] })],
)
