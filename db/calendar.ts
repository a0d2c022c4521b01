import official from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { Calendar } from '../worker/rules/working-days.ts'
import type { Db } from './open.ts'
import { calendarDays, calendarYears } from './schema/calendar.ts'

/** The calendar built into this version: the State Council's yearly notices as the package chinese-days records them. */
export const BUILT_IN: Calendar = {
  years: new Set(Object.keys(official.holidays).map(day => day.slice(0, 4))),
  holidays: new Set(Object.keys(official.holidays)),
  makeUpDays: new Set(Object.keys(official.workdays)),
}

/** What the days of the built-in calendar are called: 国庆节 for the first seven of October and for the days worked for them. */
export const DAY_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...official.holidays, ...official.workdays }).map(([day, text]) => [day, text.split(',')[1] ?? '']),
)
/** What each day of a calendar is called: the holiday, or that a weekend day is worked for it; the operator's own years bring no names. */
export function dayNames({ holidays, makeUpDays }: Calendar): ReadonlyMap<string, string> {
  return new Map([
    ...[...holidays].map(day => [day, DAY_NAMES[day] ?? '放假'] as const),
    ...[...makeUpDays].map(day => [day, `${DAY_NAMES[day] ?? ''}调休上班`] as const),
  ])
}

/** The built-in calendar with the operator's own years laid over it: a year in the table replaces the built-in one whole. */
export async function calendar(db: Db): Promise<Calendar> {
  const [years, days] = await db.batch([db.select().from(calendarYears), db.select().from(calendarDays)])
  if (years.length === 0) return BUILT_IN
  const own = new Set(years.map(({ year }) => year))
  const kept = (set: ReadonlySet<string>) => [...set].filter(day => !own.has(day.slice(0, 4)))
  const added = (kind: 'holiday' | 'make-up') => days.filter(day => day.kind === kind).map(({ day }) => day)
  return {
    years: new Set([...BUILT_IN.years, ...own]),
    holidays: new Set([...kept(BUILT_IN.holidays), ...added('holiday')]),
    makeUpDays: new Set([...kept(BUILT_IN.makeUpDays), ...added('make-up')]),
  }
}
