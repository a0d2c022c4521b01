import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { NoticeId, StaffId } from '../../worker/rules/ids.ts'
import type { PublicityLevel } from '../../worker/rules/publicity-level.ts'
import type { Day } from '../../worker/rules/time.ts'
import { at } from './instant.ts'

export const publicity = sqliteTable('publicity', {
  noticeId: text('notice_id').$type<NoticeId>().primaryKey(),
  listedAt: at('listed_at'),
  uncountedYear: text('uncounted_year'),
  revision: integer('revision').notNull().default(1),
  editedBy: text('edited_by').$type<StaffId>(),
  editedAt: at('edited_at'),
  concludedAt: at('concluded_at'),
  concludedBy: text('concluded_by').$type<StaffId>(),
})

export const publicityNominees = sqliteTable(
  'publicity_nominees',
  {
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    number: integer('number').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    unit: text('unit').notNull(),
    category: text('category').notNull(),
    addedAt: at('added_at').notNull(),
  },
  table => [primaryKey({ columns: [table.noticeId, table.number] })],
)

export const publicityExtensions = sqliteTable(
  'publicity_extensions',
  {
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    at: at('at').notNull(),
    before: text('before_day').$type<Day>().notNull(),
    through: text('through_day').$type<Day>().notNull(),
    reason: text('reason').notNull(),
    by: text('extended_by').$type<StaffId>().notNull(),
  },
  table => [primaryKey({ columns: [table.noticeId, table.at] })],
)

export const publicityLevels = sqliteTable(
  'publicity_levels',
  {
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    position: integer('position').notNull(),
    level: text('level').$type<PublicityLevel>().notNull(),
    place: text('place').notNull(),
    from: text('from_day').$type<Day>().notNull(),
    through: text('through_day').$type<Day>().notNull(),
    result: text('result').notNull(),
  },
  table => [primaryKey({ columns: [table.noticeId, table.position] })],
)

export const publicityEvidence = sqliteTable(
  'publicity_evidence',
  {
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    level: integer('level_position').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    object: text('object').notNull(),
  },
  table => [primaryKey({ columns: [table.noticeId, table.level, table.position] })],
)
