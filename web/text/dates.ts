import {
  addDays,
  DAY,
  type Day,
  dayOf,
  HOUR,
  type Instant,
  instant,
  MINUTE,
  startOf,
  type Window,
  weekdayOf,
} from '../../worker/rules/time.ts'

const WEEKDAYS = '日一二三四五六'

/** 2026年4月25日 */
export function longDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** 4月25日 */
export const shortDay = (day: Day): string => longDay(day).slice(5)

/** 周三 */
export const weekday = (day: Day): string => `周${WEEKDAYS[weekdayOf(day)]}`

/** 09:30: two digits for tables, charts and machines. */
export const clock = (at: Instant): string => new Date(at + 8 * HOUR).toISOString().slice(11, 16)

/** 9:30, as it stands in sentences. */
export const time = (at: Instant): string => clock(at).replace(/^0/, '')

/** 2026年4月25日 9:30 */
export const moment = (at: Instant): string => `${longDay(dayOf(at))} ${time(at)}`

/** The end of a half-open window as people say it: midnight is 24:00 of the day before, not 0:00 of the day after. */
export function endMoment(until: Instant): string {
  return startOf(dayOf(until)) === until ? `${longDay(addDays(dayOf(until), -1))} 24:00` : moment(until)
}

/** 4月8日 至 4月14日; with years where they differ from this one. */
export function span(window: Window, now: Instant): string {
  const [first, last] = [dayOf(window.from), dayOf(instant(window.until - 1))]
  const sameYear = [first, last].every(day => day.slice(0, 4) === dayOf(now).slice(0, 4))
  const write = sameYear ? shortDay : longDay
  return first === last ? write(first) : `${write(first)}至${write(last)}`
}

/** 3 天 4 小时, 4 小时 5 分, 5 分, 不到 1 分钟: two units at most, never rounded up. */
export function remaining(ms: number): string {
  const days = Math.floor(ms / DAY)
  const hours = Math.floor((ms % DAY) / HOUR)
  const minutes = Math.floor((ms % HOUR) / MINUTE)
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`
  if (hours > 0) return minutes > 0 ? `${hours} 小时 ${minutes} 分` : `${hours} 小时`
  return minutes > 0 ? `${minutes} 分钟` : '不到 1 分钟'
}

/** A moment near now, as people say it: 昨天 18:00, 今天 9:00, 明天 0:00; any other in full. */
export function soon(at: Instant, now: Instant): string {
  const near = ['昨天', '今天', '明天'].find((_, i) => dayOf(at) === addDays(dayOf(now), i - 1))
  return near ? `${near} ${time(at)}` : moment(at)
}

/** 2026-04-25T17:30:00+08:00, for machines. */
export const isoMoment = (at: Instant): string => `${new Date(at + 8 * HOUR).toISOString().slice(0, 19)}+08:00`
