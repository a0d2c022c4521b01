import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BallotStatus } from '../../worker/rules/ballot.ts'
import { IDENTITY_LEVELS, VOTER_CLASSES } from '../../worker/rules/campaign.ts'
import type { Disclosure } from '../../worker/rules/disclosure.ts'
import { integrityReport } from '../../worker/rules/integrity.ts'
import { REASONS } from '../../worker/rules/reason.ts'
import { type Counts, countInto, emptyTally, type Mutable, type Tally, type TallyEntry } from '../../worker/rules/tally.ts'
import { HOUR, instant } from '../../worker/rules/time.ts'
import { CLOSES, OPENS } from '../support/makers.ts'

const WINDOW = { from: OPENS, until: CLOSES }
const closed = (tally: Tally): Disclosure => ({
  shows: 'everything',
  figures: { at: CLOSES, tally },
  final: true,
  next: null,
})
const counted = (entries: readonly TallyEntry[]): Tally => {
  const tally: Mutable<Tally> = emptyTally()
  for (const one of entries) countInto(tally, one)
  return tally
}
const a = (change: Partial<TallyEntry>): TallyEntry => ({
  choices: [1],
  status: 'counted',
  level: 'code',
  voterClass: 'member',
  unit: '东城',
  reasons: [],
  at: OPENS,
  ...change,
})

test('after the close the report says of every ballot where it stands, by day, level and class, and why it is not counted', () => {
  const tally = counted([
    a({}),
    a({ at: instant(OPENS + 50 * HOUR), voterClass: null, status: 'held', reasons: ['TIME.FAST', 'NET.DC', 'NET.PREFIX_BURST'] }),
    a({ at: instant(CLOSES - 1), level: 'roster', voterClass: 'worker', status: 'void', reasons: ['TIME.UNIFORM'] }),
  ])
  const [one, held, gone] = [
    { counted: 1, held: 0, void: 0 },
    { counted: 0, held: 1, void: 0 },
    { counted: 0, held: 0, void: 1 },
  ]
  const none = { counted: 0, held: 0, void: 0 }
  expect(integrityReport(closed(tally), WINDOW)).toEqual({
    shows: 'everything',
    asOf: CLOSES,
    ballots: { counted: 1, held: 1, void: 1 },
    days: [
      { day: '2026-04-20', counts: one },
      { day: '2026-04-21', counts: none },
      { day: '2026-04-22', counts: held },
      { day: '2026-04-23', counts: none },
      { day: '2026-04-24', counts: none },
      { day: '2026-04-25', counts: gone },
    ],
    levels: [
      { level: 'code', counts: { counted: 1, held: 1, void: 0 } },
      { level: 'roster', counts: gone },
    ],
    classes: [
      { voterClass: 'member', counts: one },
      { voterClass: 'worker', counts: gone },
      { voterClass: null, counts: held },
    ],
    families: [
      { family: 'NET', held: 1, void: 0 },
      { family: 'TIME', held: 1, void: 1 },
    ],
  })
})

test('while the poll is open it says what came in by day and level, quiet days too, and nothing else', () => {
  const asOf = instant(OPENS + 57 * HOUR)
  const days = { ['2026-04-20' as never]: 7, ['2026-04-22' as never]: 2 }
  expect(
    integrityReport({ shows: 'received', ballots: 9, levels: { openid: 9 }, days, votes: { 1: 9 }, asOf, next: null }, WINDOW),
  ).toEqual({
    shows: 'received',
    asOf,
    next: null,
    ballots: 9,
    days: [
      { day: '2026-04-20', ballots: 7 },
      { day: '2026-04-21', ballots: 0 },
      { day: '2026-04-22', ballots: 2 },
    ],
    levels: [{ level: 'openid', ballots: 9 }],
  })
})

test('whatever came in, days, levels and classes each add up to all ballots, and no nominee and no unit is named', () => {
  const entry = fc.record({
    choices: fc.constant([41]),
    status: fc.constantFrom<BallotStatus>('counted', 'held', 'void'),
    reasons: fc.uniqueArray(fc.constantFrom(...REASONS), { minLength: 1, maxLength: 3 }),
    voterClass: fc.constantFrom(...VOTER_CLASSES, null),
    level: fc.constantFrom(...IDENTITY_LEVELS),
    unit: fc.constantFrom('东城', '西城', null),
    at: fc.integer({ min: OPENS, max: CLOSES - 1 }).map(instant),
  })
  const sum = (rows: readonly { readonly counts: Counts }[]): Counts => {
    const add = (status: keyof Counts) => rows.reduce((total, { counts }) => total + counts[status], 0)
    return { counted: add('counted'), held: add('held'), void: add('void') }
  }
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), entries => {
      const report = integrityReport(closed(counted(entries)), WINDOW)
      if (report.shows !== 'everything') throw new Error('a closed poll shows everything')
      expect(sum(report.days)).toEqual(report.ballots)
      expect(sum(report.levels)).toEqual(report.ballots)
      if (report.classes.length > 0) expect(sum(report.classes)).toEqual(report.ballots)
      expect(JSON.stringify(report)).not.toMatch(/东城|西城|"41"|votes|units/)
    }),
  )
})
