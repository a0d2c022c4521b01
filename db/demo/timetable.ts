import { PUBLICITY_DAYS } from '../../worker/rules/notice.ts'
import { addDays, type Day } from '../../worker/rules/time.ts'
import { lastDayOfPeriod } from '../../worker/rules/working-days.ts'
import { BUILT_IN } from '../calendar.ts'

/** Days as the demo counts them: 0 is the day on which the site is started for the first time. */
export interface Timetable {
  readonly today: Day
  /** '2026-04-20', or with a clock time '2026-04-20 09:00'. */
  at(days: number, clock?: string): string
  /** The last day of a public notice posted on that day: exactly as many working days as the rules ask. */
  publicityEnd(days: number): string
  /** '2026年4月20日' */
  words(days: number): string
  readonly year: number
}

export function timetableFrom(today: Day): Timetable {
  const at = (days: number, clock?: string) => (clock ? `${addDays(today, days)} ${clock}` : addDays(today, days))
  return {
    today,
    at,
    publicityEnd(days) {
      const end = lastDayOfPeriod(addDays(today, days), PUBLICITY_DAYS, BUILT_IN)
      // Where the official calendar is not out yet the demo takes a period that is long enough under any.
      return end.known ? end.value : addDays(today, days + 15)
    },
    words(days) {
      const [year, month, day] = addDays(today, days).split('-').map(Number)
      return `${year}年${month}月${day}日`
    },
    year: Number(today.slice(0, 4)),
  }
}
