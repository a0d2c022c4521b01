import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BUILT_IN } from '../../db/calendar.ts'
import { readDraft } from '../../worker/import/draft.ts'
import type { Milestone } from '../../worker/rules/campaign.ts'
import type { WrittenStep } from '../../worker/rules/draft.ts'
import { layOut, shifted, YEAR_OF_WEEKS } from '../../worker/rules/layout.ts'
import { readMoment } from '../../worker/rules/moment.ts'
import { checkPeriod } from '../../worker/rules/notice.ts'
import { TEMPLATES, templateOf } from '../../worker/rules/templates.ts'
import { addDays, type Day, dayOf, type Instant, instant } from '../../worker/rules/time.ts'
import { timetableWarnings } from '../../worker/rules/timetable.ts'
import { kindOf } from '../../worker/rules/working-days.ts'

const start = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2026-12-31') }).map(ms => dayOf(instant(ms)))
const template = fc.constantFrom(...TEMPLATES)
const onTheClock = (steps: readonly WrittenStep[]): readonly Milestone[] =>
  steps.map(({ step, title, from, until }) => ({
    step,
    title,
    from: readMoment(from, 'from') as Instant,
    until: readMoment(until, 'until') as Instant,
  }))
const warningsOf = (steps: readonly WrittenStep[], days = 5) =>
  timetableWarnings(onTheClock(steps), { calendar: BUILT_IN, now: instant(0), publicityDays: days, draft: true })

test('every template, laid out from any day, begins on that day and has nothing to warn of but a calendar that is not out', () => {
  fc.assert(
    fc.property(template, start, fc.integer({ min: 5, max: 12 }), ({ steps }, day, days) => {
      const laid = layOut(steps, { start: day, calendar: BUILT_IN, days })
      expect(laid.steps[0]?.from.slice(0, 10)).toBe(day)
      expect(laid.steps.map(({ step }) => step)).toEqual(steps.map(({ step }) => step))
      expect(warningsOf(laid.steps, days).filter(({ kind }) => kind !== 'no-calendar')).toEqual([])
    }),
  )
})

test('every public notice of a template lasts as long as it must and is posted on a working day, where the calendar is out', () => {
  fc.assert(
    fc.property(template, start, fc.integer({ min: 5, max: 12 }), ({ steps }, day, days) => {
      const laid = layOut(steps, { start: day, calendar: BUILT_IN, days })
      for (const { step, from, until } of laid.steps.filter(one => one.step.includes('publicity'))) {
        if (![from, until].every(text => BUILT_IN.years.has(text.slice(0, 4)))) continue
        const check = checkPeriod({ posted: from as Day, through: until as Day }, BUILT_IN, days)
        expect([step, check, kindOf(from as Day, BUILT_IN)]).toEqual([step, { verdict: 'lawful' }, 'working'])
        // Not a day longer than that either.
        const shorter = checkPeriod({ posted: from as Day, through: addDays(until as Day, -1) }, BUILT_IN, days)
        expect(shorter.verdict).toBe('too-short')
      }
    }),
  )
})

test('a timetable that touches a year without an official calendar says so, and one that does not never does', () => {
  fc.assert(
    fc.property(template, start, ({ steps }, day) => {
      const laid = layOut(steps, { start: day, calendar: BUILT_IN })
      const years = new Set(laid.steps.flatMap(({ from, until }) => [from.slice(0, 4), until.slice(0, 4)]))
      expect(laid.unknown).toEqual([...years].filter(year => !BUILT_IN.years.has(year)).sort())
      const said = warningsOf(laid.steps).flatMap(one => (one.kind === 'no-calendar' ? [one.year] : []))
      expect(said).toEqual(laid.unknown)
    }),
  )
})

test('without the calendar of its year a public notice is laid out longer than any calendar so far would ask', () => {
  const nothing = { years: new Set<string>(), holidays: new Set<string>(), makeUpDays: new Set<string>() }
  fc.assert(
    fc.property(start, day => {
      const { steps, unknown } = layOut([{ step: 'publicity', title: '公示', length: 'publicity' }], {
        start: day,
        calendar: nothing,
      })
      const until = (steps[0] as WrittenStep).until as Day
      expect(unknown.length).toBeGreaterThan(0)
      if (BUILT_IN.years.has(until.slice(0, 4)))
        expect(checkPeriod({ posted: day, through: until }, BUILT_IN)).toEqual({ verdict: 'lawful' })
    }),
  )
})

test('meetings and ceremonies are on working days', () => {
  fc.assert(
    fc.property(template, start, ({ steps }, day) => {
      const laid = layOut(steps, { start: day, calendar: BUILT_IN }).steps
      const meetings = steps.flatMap((one, i) => (one.onWorkingDay ? [laid[i]?.from.slice(0, 10) as Day] : []))
      expect(meetings.map(one => kindOf(one, BUILT_IN)).filter(kind => kind === 'off')).toEqual([])
    }),
  )
})

describe('last year’s timetable', () => {
  test('a year later has the same steps on the same weekday, lawful notices, and meetings on working days', () => {
    const known = start.filter(day => day < '2025-06-01')
    fc.assert(
      fc.property(template, known, ({ steps }, day) => {
        const before = layOut(steps, { start: day, calendar: BUILT_IN }).steps
        const after = shifted(before, { start: addDays(day, YEAR_OF_WEEKS), calendar: BUILT_IN }).steps
        expect(after[0]?.from.slice(0, 10)).toBe(addDays(day, YEAR_OF_WEEKS))
        expect(after.map(({ step, title }) => [step, title])).toEqual(before.map(({ step, title }) => [step, title]))
        expect(warningsOf(after)).toEqual([])
        for (const [i, one] of steps.entries())
          if (one.onWorkingDay) expect(kindOf(after[i]?.from.slice(0, 10) as Day, BUILT_IN)).toBe('working')
      }),
    )
  })

  test('keeps clock times, and lengthens a notice over the Spring Festival', () => {
    const before: readonly WrittenStep[] = [
      { step: 'publicity', title: '公示', from: '2025-02-11', until: '2025-02-18' },
      { step: 'vote', title: '评议', from: '2025-02-19 09:00', until: '2025-02-28 18:00' },
    ]
    expect(shifted(before, { start: '2026-02-10' as Day, calendar: BUILT_IN }).steps).toEqual([
      { step: 'publicity', title: '公示', from: '2026-02-10', until: '2026-02-24' },
      { step: 'vote', title: '评议', from: '2026-02-25 09:00', until: '2026-03-06 18:00' },
    ])
  })
})

test('what a template settles is held to the same rules as a campaign folder', () => {
  for (const { key, settings, steps } of TEMPLATES) {
    const draft = {
      ...settings,
      ...{ title: '活动', shortTitle: '活动', organizers: ['单位'], totalMin: null, totalMax: null },
      contact: { office: '', phone: '', address: '', email: '' },
      milestones: layOut(steps, { start: '2026-03-02' as Day, calendar: BUILT_IN }).steps,
    }
    const read = readDraft(draft)
    expect([key, read.ok ? [] : read.flaws, templateOf(key)?.key]).toEqual([key, [], key])
  }
})

test('no template shows running figures, lets likes be a vote, or asks for fewer than five working days', () => {
  for (const { settings, steps } of TEMPLATES) {
    expect([settings.visibility, settings.organizerSeesRunning, settings.publicityDays >= 5]).toEqual(['hidden', false, true])
    const likes = steps.some(({ step }) => step === 'likes')
    expect(settings.use).toBe(likes ? 'publicity' : 'advisory')
  }
})
