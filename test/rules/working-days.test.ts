import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BUILT_IN } from '../../db/calendar.ts'
import { addDays, type Day, dayOf, instant, weekdayOf } from '../../worker/rules/time.ts'
import { kindOf, lastDayOfPeriod, workingDaysIn } from '../../worker/rules/working-days.ts'

const known = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2026-11-30') }).map(ms => dayOf(instant(ms)))
const d = (text: string) => text as Day

test('public holidays are off, weekends worked in exchange are working days, other weekends are off', () => {
  // The National Day holiday of 2026 and the two days worked for it.
  expect(
    ['2026-09-20', '2026-10-01', '2026-10-07', '2026-10-08', '2026-10-10', '2026-10-11'].map(day => kindOf(d(day), BUILT_IN)),
  ).toEqual(['working', 'off', 'off', 'working', 'working', 'off'])
})

test('a year without an official calendar is said to be unknown, never guessed', () => {
  expect(BUILT_IN.years.has('2027')).toBe(false)
  expect(kindOf(d('2027-03-01'), BUILT_IN)).toBe('unknown')
  expect(workingDaysIn(d('2026-12-30'), d('2027-01-04'), BUILT_IN)).toEqual({ known: false, year: '2027' })
  expect(lastDayOfPeriod(d('2026-12-30'), 5, BUILT_IN)).toEqual({ known: false, year: '2027' })
})

test('the calendars of 2015 to 2026 are there, each with holidays and with days worked in exchange', () => {
  for (let year = 2015; year <= 2026; year++) {
    const inYear = (days: ReadonlySet<string>) => [...days].filter(day => day.startsWith(String(year)))
    expect([
      year,
      BUILT_IN.years.has(String(year)),
      inYear(BUILT_IN.holidays).length >= 20,
      inYear(BUILT_IN.makeUpDays).length >= 4,
    ]).toEqual([year, true, true, true])
    expect(inYear(BUILT_IN.makeUpDays).every(day => [0, 6].includes(weekdayOf(d(day))))).toBe(true)
  }
})

test('a period of n working days holds exactly n of them after the day of posting, and ends on one', () => {
  fc.assert(
    fc.property(known, fc.integer({ min: 1, max: 12 }), (posted, days) => {
      const last = lastDayOfPeriod(posted, days, BUILT_IN)
      if (!last.known) return
      expect(kindOf(last.value, BUILT_IN)).toBe('working')
      expect(workingDaysIn(addDays(posted, 1), last.value, BUILT_IN)).toEqual({ known: true, value: days })
      expect(workingDaysIn(addDays(posted, 1), addDays(last.value, -1), BUILT_IN)).toEqual({ known: true, value: days - 1 })
    }),
  )
})

test('working days add up: a stretch counts as much as its two parts', () => {
  fc.assert(
    fc.property(known, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (from, a, b) => {
      const [middle, end] = [addDays(from, a), addDays(from, a + b)]
      const [first, second, whole] = [
        workingDaysIn(from, middle, BUILT_IN),
        workingDaysIn(addDays(middle, 1), end, BUILT_IN),
        workingDaysIn(from, end, BUILT_IN),
      ]
      if (first.known && second.known && whole.known) expect(first.value + second.value).toBe(whole.value)
    }),
  )
})
