import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moment } from '../../web/text/dates.ts'
import { grouped } from '../../web/text/figures.ts'
import { addDays, atHour, day, dayOf, instant, lastDayOf, placeIn, startOf, weekdayOf } from '../../worker/rules/time.ts'

const anyInstant = fc.integer({ min: Date.parse('2004-01-01'), max: Date.parse('2040-01-01') }).map(instant)
const anyDay = anyInstant.map(dayOf)

test('an instant lies within the day it belongs to in Shanghai', () => {
  fc.assert(
    fc.property(anyInstant, at => {
      const today = dayOf(at)
      expect([startOf(today) <= at, at < startOf(addDays(today, 1))]).toEqual([true, true])
    }),
  )
})

test('a day begins at 16:00 UTC of the day before', () => {
  expect(new Date(startOf(day('2026-04-25') as never)).toISOString()).toBe('2026-04-24T16:00:00.000Z')
  expect(dayOf(instant(Date.parse('2026-04-24T15:59:59.999Z')))).toBe('2026-04-24')
  expect(dayOf(instant(Date.parse('2026-04-24T16:00:00.000Z')))).toBe('2026-04-25')
  expect(new Date(atHour(day('2026-04-25') as never, 18)).toISOString()).toBe('2026-04-25T10:00:00.000Z')
})

test('adding days is what the calendar says, across months, years and leap days', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (from, days) => {
      const to = addDays(from, days)
      expect(addDays(to, -days)).toBe(from)
      expect((weekdayOf(from) + days + 7_000) % 7).toBe(weekdayOf(to))
    }),
  )
  expect([addDays('2028-02-28' as never, 1), addDays('2026-12-31' as never, 1)]).toEqual(['2028-02-29', '2027-01-01'])
})

test('a text is a day only if the calendar has it', () => {
  expect(['2026-02-28', '2028-02-29', '2026-02-29', '2026-13-01', '2026-1-1', '２０２６-01-01', ''].map(day)).toEqual([
    '2026-02-28',
    '2028-02-29',
    null,
    null,
    null,
    null,
    null,
  ])
})

test('a window holds its beginning and not its end, to the millisecond', () => {
  const window = { from: instant(1000), until: instant(2000) }
  expect([999, 1000, 1999, 2000].map(at => placeIn(window, instant(at)))).toEqual(['before', 'within', 'within', 'after'])
})

test('a window until midnight ends on the day before, as people say it', () => {
  expect(lastDayOf({ from: startOf('2026-04-20' as never), until: startOf('2026-04-26' as never) })).toBe('2026-04-25')
})

test('in a sentence a time has no zero in front, and a count is written in threes from a thousand on', () => {
  const at = (text: string) => moment(instant(Date.parse(`2026-04-25T${text}:00+08:00`)))
  expect(['00:00', '09:05', '17:30'].map(at)).toEqual(['2026年4月25日 0:00', '2026年4月25日 9:05', '2026年4月25日 17:30'])
  expect([0, 999, 1000, 20000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '20,000', '1,234,567'])
})
