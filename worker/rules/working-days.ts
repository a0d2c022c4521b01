import { addDays, type Day, weekdayOf } from './time.ts'

/**
 * The official calendar (State Council notices): public holidays and the weekend days worked in exchange (调休).
 * A year that is not in `years` has no published calendar yet; nothing here guesses one (N3).
 */
export interface Calendar {
  readonly years: ReadonlySet<string>
  readonly holidays: ReadonlySet<string>
  readonly makeUpDays: ReadonlySet<string>
}

export type DayKind = 'working' | 'off' | 'unknown'

/** 'unknown' when the year's calendar has not been published. */
export function kindOf(day: Day, calendar: Calendar): DayKind {
  if (!calendar.years.has(day.slice(0, 4))) return 'unknown'
  if (calendar.makeUpDays.has(day)) return 'working'
  if (calendar.holidays.has(day)) return 'off'
  const weekday = weekdayOf(day)
  return weekday === 0 || weekday === 6 ? 'off' : 'working'
}

/** A count over days, or the first year whose calendar is missing. */
export type Counted<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly year: string }

const missing = (day: Day): { readonly known: false; readonly year: string } => ({ known: false, year: day.slice(0, 4) })

/** How many working days lie in [from, through], both ends included; 0 when `through` is before `from`. */
export function workingDaysIn(from: Day, through: Day, calendar: Calendar): Counted<number> {
  let count = 0
  for (let day = from; day <= through; day = addDays(day, 1)) {
    const kind = kindOf(day, calendar)
    if (kind === 'unknown') return missing(day)
    if (kind === 'working') count += 1
  }
  return { known: true, value: count }
}

/**
 * The day on which a period of `days` working days ends. The day of posting does not count (Civil Code art. 201:
 * the first day is left out), so a notice that goes up just before closing time still gives its readers full days.
 */
export function lastDayOfPeriod(posted: Day, days: number, calendar: Calendar): Counted<Day> {
  let day = posted
  for (let left = days; left > 0; ) {
    day = addDays(day, 1)
    const kind = kindOf(day, calendar)
    if (kind === 'unknown') return missing(day)
    if (kind === 'working') left -= 1
  }
  return { known: true, value: day }
}
