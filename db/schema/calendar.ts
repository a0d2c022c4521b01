import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Day } from '../../worker/rules/time.ts'

export const calendarYears = sqliteTable('calendar_years', {
  year: text('year').primaryKey(),
  source: text('source').notNull(),
})

export const calendarDays = sqliteTable('calendar_days', {
  day: text('day').$type<Day>().primaryKey(),
  kind: text('kind').$type<'holiday' | 'make-up'>().notNull(),
  year: text('year').notNull(),
})
