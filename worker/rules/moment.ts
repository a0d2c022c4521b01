import { addDays, atHour, day, dayOf, HOUR, type Instant, instant, MINUTE, startOf } from './time.ts'

// Moments as people write them: '2026-04-25 18:00', or a day, which as a beginning is its 0:00 and as an end its 24:00.
// Always the clock of Asia/Shanghai.

/** Null when it is no moment. */
export function readMoment(written: string, as: 'from' | 'until'): Instant | null {
  const parts = /^(\d{4}-\d{2}-\d{2})(?: (?:([01]\d|2[0-3]):([0-5]\d)|(24):(00)))?$/.exec(written.trim())
  const date = parts?.[1] && day(parts[1])
  if (!parts || !date) return null
  const [hour, minute] = [parts[2] ?? parts[4], parts[3] ?? parts[5]]
  if (hour === undefined) return as === 'from' ? startOf(date) : startOf(addDays(date, 1))
  return instant(atHour(date, Number(hour)) + Number(minute) * MINUTE)
}

/** The shortest way to write a moment; reading it gives the same moment again. */
export function writeMoment(at: Instant, as: 'from' | 'until'): string {
  const date = dayOf(at)
  if (startOf(date) === at) return as === 'from' ? date : addDays(date, -1)
  return `${date} ${new Date(at + 8 * HOUR).toISOString().slice(11, 16)}`
}

/** The day and the clock time of a written moment, as the two fields of a form; an empty clock means the whole day. */
export function momentFields(written: string): { readonly day: string; readonly clock: string } {
  const [date = '', clock = ''] = written.split(' ')
  return { day: date, clock }
}

/** The other way round; a clock without a day is no moment and stays visible as such. */
export const momentOfFields = (date: string, clock: string): string => (clock ? `${date} ${clock}` : date)
