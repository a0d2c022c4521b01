import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BUILT_IN } from '../../db/calendar.ts'
import {
  conclusionFlaws,
  extensionFlaws,
  judgePeriod,
  type ListedNominee,
  listChange,
  objectionsUntil,
  publicityFlaws,
  resultLine,
  uncountedYear,
} from '../../worker/rules/publicity.ts'
import { addDays, type Day, dayOf, instant, startOf } from '../../worker/rules/time.ts'

const d = (text: string) => text as Day
const FIRST = d('2015-01-01')
const LAST = d('2026-12-31')
const days = (from: Day, through: Day): readonly Day[] => {
  const list: Day[] = []
  for (let day = from; day <= through; day = addDays(day, 1)) list.push(day)
  return list
}

/** Counted another way than the code counts: straight from the published lists, with the weekday by Zeller's congruence. */
function isWorked(day: Day): boolean {
  if (BUILT_IN.makeUpDays.has(day)) return true
  if (BUILT_IN.holidays.has(day)) return false
  const [y = 0, m = 0, q = 0] = day.split('-').map(Number)
  const [year, month] = m < 3 ? [y - 1, m + 12] : [y, m]
  const saturdayIsZero =
    (q + Math.floor((13 * (month + 1)) / 5) + year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)) % 7
  return saturdayIsZero > 1
}
const ALL = days(FIRST, addDays(LAST, 400))
/** Working days up to and with the day of this index, so that a count is one subtraction. */
const upTo: number[] = []
for (const day of ALL) upTo.push((upTo.at(-1) ?? 0) + (day <= LAST && isWorked(day) ? 1 : 0))
const placeOf = new Map(ALL.map((day, i) => [day, i]))
const countAfter = (posted: Day, through: Day): number =>
  (upTo[placeOf.get(through) as number] as number) - (upTo[placeOf.get(posted) as number] as number)

for (const minimum of [1, 5, 7])
  test(`from every day of 2015 to 2026 the first lawful end has exactly ${minimum} working days, and none is shorter`, () => {
    const terms = { minimum, calendar: BUILT_IN }
    ALL.forEach((posted, at) => {
      let end = at + 1
      const dayAt = (i: number) => ALL[i] as Day
      while (dayAt(end) <= LAST && countAfter(posted, dayAt(end)) < minimum) end += 1
      if (posted > LAST || dayAt(end) > LAST) return
      const judged = (i: number) => judgePeriod({ posted, through: dayAt(i) }, terms)
      const shorter = Array.from({ length: end - at - 1 }, (_, i) => judged(at + 1 + i).verdict)
      expect([posted, shorter.filter(verdict => verdict !== 'too-short')]).toEqual([posted, []])
      expect([posted, judged(end)]).toEqual([posted, { verdict: 'lawful' }])
      const earliest = { known: true, value: dayAt(end) }
      expect(judged(end - 1)).toEqual({ verdict: 'too-short', most: minimum - 1, earliest })
      for (const longer of [1, 9, 300]) expect(judged(end + longer)).toEqual({ verdict: 'lawful' })
    })
  }, 60_000)

test('days worked in exchange count and holidays do not: what the State Council published for these years', () => {
  const cases = [
    // posted, last day, and the five days counted
    ['2024-02-07', '2024-02-20', '8, 9, 18 (Sunday, worked), 19, 20: Spring Festival 10 to 17 February'],
    ['2024-09-27', '2024-10-10', '29 (Sunday, worked), 30, 8, 9, 10: National Day 1 to 7 October'],
    ['2025-01-24', '2025-02-07', '26 (Sunday, worked), 27, 5, 6, 7: Spring Festival 28 January to 4 February'],
    ['2025-09-26', '2025-10-10', '28 (Sunday, worked), 29, 30, 9, 10: National Day and Mid-autumn 1 to 8 October'],
    ['2026-02-11', '2026-02-25', '12, 13, 14 (Saturday, worked), 24, 25: Spring Festival 15 to 23 February'],
    ['2026-09-29', '2026-10-12', '30, 8, 9, 10 (Saturday, worked), 12: National Day 1 to 7 October'],
    ['2026-12-24', '2026-12-31', '25, 28, 29, 30, 31'],
  ] as const
  for (const [posted, through] of cases) {
    const terms = { minimum: 5, calendar: BUILT_IN }
    expect([posted, publicityFlaws({ posted: d(posted), through: d(through) }, terms)]).toEqual([posted, []])
    expect([posted, judgePeriod({ posted: d(posted), through: addDays(d(through), -1) }, terms)]).toEqual([
      posted,
      { verdict: 'too-short', most: 4, earliest: { known: true, value: through } },
    ])
  }
})

test('a period that is too short is refused with its length and the first day that would do', () => {
  const period = { posted: d('2026-09-29'), through: d('2026-10-09') }
  expect(publicityFlaws(period, { minimum: 5, calendar: BUILT_IN })).toEqual([
    '公示期只有 3 个工作日，不能少于 5 个工作日；最后一天最早可以是 2026年10月12日。',
  ])
  expect(publicityFlaws({ posted: d('2026-09-29'), through: d('2026-09-29') }, { minimum: 1, calendar: BUILT_IN })).toEqual([
    '公示期的最后一天必须晚于张贴当天：张贴当天不计入公示期。',
  ])
})

test('a notice that goes up later than planned is counted from the day readers see it', () => {
  const period = { posted: d('2026-03-02'), through: d('2026-03-09') }
  const terms = { minimum: 5, calendar: BUILT_IN }
  expect(publicityFlaws(period, terms)).toEqual([])
  expect(publicityFlaws(period, { ...terms, published: d('2026-03-01') })).toEqual([])
  expect(publicityFlaws(period, { ...terms, published: d('2026-03-03') })).toEqual([
    '公示期只有 4 个工作日，不能少于 5 个工作日；最后一天最早可以是 2026年3月10日。',
  ])
})

const unknown = fc.integer({ min: Date.parse('2026-12-25'), max: Date.parse('2029-12-31') }).map(ms => dayOf(instant(ms)))

test('without an official calendar nothing is guessed: the year is named, and only the organizer can answer for the day', () => {
  const period = { posted: d('2027-03-01'), through: d('2027-03-31') }
  const terms = { minimum: 5, calendar: BUILT_IN }
  expect(judgePeriod(period, terms)).toEqual({ verdict: 'uncounted', year: '2027' })
  expect(publicityFlaws(period, terms)).toEqual([expect.stringContaining('2027 年的官方放假安排尚未公布')])
  expect(publicityFlaws(period, { ...terms, uncounted: true })).toEqual([])
  expect(uncountedYear(period, terms)).toBe('2027')
  expect(uncountedYear({ posted: d('2026-03-02'), through: d('2026-03-09') }, terms)).toBe(null)
  // A period that begins in a known year and ends in an unknown one, where the known days are enough by themselves.
  expect(judgePeriod({ posted: d('2026-12-24'), through: d('2027-01-08') }, terms)).toEqual({ verdict: 'lawful' })
})

test('no answer of the organizer saves a period that is too short under any calendar', () => {
  fc.assert(
    fc.property(unknown, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 }), (posted, minimum, length) => {
      const period = { posted, through: addDays(posted, length) }
      const { verdict } = judgePeriod(period, { minimum, calendar: BUILT_IN })
      const answered = publicityFlaws(period, { minimum, calendar: BUILT_IN, uncounted: true })
      // Fewer days than working days asked for: too short whatever the calendar says.
      if (length < minimum) expect([verdict, answered.length]).toEqual(['too-short', 1])
      else
        expect([verdict === 'uncounted' || verdict === 'lawful' || verdict === 'too-short', answered.length <= 1]).toEqual([
          true,
          true,
        ])
      if (verdict === 'uncounted') expect(answered).toEqual([])
    }),
  )
})

test('whatever the missing calendar turns out to be, "too short" and "lawful" stay what they were said to be', () => {
  fc.assert(
    fc.property(unknown, fc.integer({ min: 1, max: 20 }), fc.infiniteStream(fc.boolean()), (posted, length, off) => {
      const period = { posted, through: addDays(posted, length) }
      const now = judgePeriod(period, { minimum: 5, calendar: BUILT_IN })
      const [holidays, makeUpDays] = [new Set(BUILT_IN.holidays), new Set(BUILT_IN.makeUpDays)]
      for (const day of days(d('2027-01-01'), addDays(posted, 60))) (off.next().value ? holidays : makeUpDays).add(day)
      const calendar = { years: new Set([...BUILT_IN.years, '2027', '2028', '2029', '2030']), holidays, makeUpDays }
      const later = judgePeriod(period, { minimum: 5, calendar })
      if (now.verdict !== 'uncounted') expect(later.verdict).toBe(now.verdict)
    }),
  )
})

test('a period is only ever moved later, and a new name gets its full days from the day it is shown', () => {
  const before = { posted: d('2026-03-02'), through: d('2026-03-09') }
  const terms = { minimum: 5, calendar: BUILT_IN, relisted: null }
  expect(extensionFlaws(before, d('2026-03-08'), terms)).toEqual(['公示期只能延长，不能缩短：现在到 2026年3月9日为止。'])
  expect(extensionFlaws(before, d('2026-03-09'), terms)).toEqual([])
  expect(extensionFlaws(before, d('2026-03-10'), { ...terms, relisted: d('2026-03-05') })).toEqual([
    '名单有增补，新名单也要从今天起重新公示：公示期只有 3 个工作日，不能少于 5 个工作日；最后一天最早可以是 2026年3月12日。',
  ])
  expect(extensionFlaws(before, d('2026-03-12'), { ...terms, relisted: d('2026-03-05') })).toEqual([])
})

test('an accepted extension is never earlier than the old end, and holds the full days for the new list', () => {
  const day = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2026-10-01') }).map(ms => dayOf(instant(ms)))
  fc.assert(
    fc.property(day, fc.nat(30), fc.nat(30), fc.integer({ min: -10, max: 40 }), (posted, long, later, move) => {
      const before = { posted, through: addDays(posted, 1 + long) }
      const [relisted, through] = [addDays(posted, later), addDays(before.through, move)]
      const accepted = extensionFlaws(before, through, { minimum: 5, calendar: BUILT_IN, relisted }).length === 0
      expect(accepted).toBe(through >= before.through && through > relisted && countAfter(relisted, through) >= 5)
    }),
  )
})

const listed = (number: number, name: string): ListedNominee => ({ number, name, unit: '第一中学', category: '优秀共产党员' })

test('another person under the same number is one taken out and one added', () => {
  const [old, same, other] = [listed(1, '张明'), listed(2, '李秀兰'), listed(1, '王建国')]
  expect(listChange([old, same], [other, same])).toEqual({ added: [other], removed: [old] })
  expect(listChange([old, same], [same, old])).toEqual({ added: [], removed: [] })
  expect(listChange([old, same], [old])).toEqual({ added: [], removed: [same] })
})

test('objections are taken to the last instant of the last day, and a notice is concluded only after it with none open', () => {
  const period = { posted: d('2026-03-02'), through: d('2026-03-09') }
  const end = startOf(d('2026-03-10'))
  expect(objectionsUntil(period)).toBe(end)
  expect(conclusionFlaws(period, { open: 2, now: instant(end - 1) })).toEqual([
    '公示期到 2026年3月9日结束才满',
    '还有 2 件异议没有办结',
  ])
  expect(conclusionFlaws(period, { open: 0, now: end })).toEqual([])
  expect([resultLine(0), resultLine(3)]).toEqual([
    '公示期满，公示期间未收到异议。',
    '公示期满，公示期间收到异议 3 件，均已办结。',
  ])
})
