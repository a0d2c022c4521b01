/** UTC milliseconds. */
export type Instant = number & { readonly brand: 'Instant' }
/** A calendar day in Asia/Shanghai, '2026-11-23'. */
export type Day = string & { readonly brand: 'Day' }
/** Half-open: `from` belongs to it, `until` does not (law 10). */
export interface Window {
  readonly from: Instant
  readonly until: Instant
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** China has had one zone and no summer time since 1991, so the offset is a constant. */
const SHANGHAI = 8 * HOUR

export const instant = (ms: number): Instant => ms as Instant
export const after = (at: Instant, ms: number): Instant => (at + ms) as Instant
export const dayOf = (at: Instant): Day => new Date(at + SHANGHAI).toISOString().slice(0, 10) as Day
/** The first instant of a day. */
export const startOf = (day: Day): Instant => (Date.parse(`${day}T00:00:00Z`) - SHANGHAI) as Instant
export const addDays = (day: Day, days: number): Day => dayOf((startOf(day) + days * DAY) as Instant)
/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()
/** The instant a clock in China shows `hour` o'clock on that day. */
export const atHour = (day: Day, hour: number): Instant => after(startOf(day), hour * HOUR)
/** Hours since the epoch: the bucket of a time curve. */
export const hourOf = (at: Instant): number => Math.floor(at / HOUR)

/** Null unless the text is a real calendar day ('2026-02-30' is not). */
export function day(text: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : (text as Day)
}

/** Where an instant lies: before the window, within it, or after it. */
export function placeIn(window: Window, at: Instant): 'before' | 'within' | 'after' {
  if (at < window.from) return 'before'
  return at < window.until ? 'within' : 'after'
}

/** The last instant of the last full day of a window, for people: a window until 0:00 on the 26th ends "on the 25th". */
export const lastDayOf = (window: Window): Day => dayOf((window.until - 1) as Instant)

/** '2026', the year on a calendar in China. */
export const yearOf = (at: Instant): string => dayOf(at).slice(0, 4)

/** A whole year in Asia/Shanghai; null unless the text is a year of four digits. */
export function yearWindow(year: string): Window | null {
  if (!/^(19|20)\d{2}$/.test(year)) return null
  return { from: startOf(`${year}-01-01` as Day), until: startOf(`${Number(year) + 1}-01-01` as Day) }
}
