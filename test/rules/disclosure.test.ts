import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DisclosureRules, disclose, latestBatchAt, nextBatchAfter, type TallyState } from '../../worker/rules/disclosure.ts'
import { emptyTally } from '../../worker/rules/tally.ts'
import { HOUR, instant } from '../../worker/rules/time.ts'
import { CLOSES, OPENS } from '../support/makers.ts'

const figures = (ballots: number) => ({
  ...emptyTally(),
  ballots: { counted: ballots, held: 1, void: 0 },
  votes: { 1: { counted: ballots, held: 0, void: 0 } },
})
const state = (change: Partial<TallyState> = {}): TallyState => ({
  live: { at: instant(OPENS + 90 * HOUR), tally: figures(500) },
  batch: { at: instant(OPENS + 81 * HOUR), tally: figures(400) },
  final: false,
  ...change,
})
const rules = (change: Partial<DisclosureRules> = {}): DisclosureRules => ({
  visibility: 'hidden',
  batchHour: 18,
  organizerSeesRunning: false,
  window: { from: OPENS, until: CLOSES },
  ...change,
})
const open = instant(OPENS + 90 * HOUR)

test('while votes are hidden the public sees how many took part, as of the last batch, and no nominee', () => {
  expect(disclose(state(), rules(), 'public', open)).toEqual({
    shows: 'participation',
    ballots: 401,
    asOf: instant(OPENS + 81 * HOUR),
    next: instant(OPENS + 105 * HOUR),
  })
})

test('before the first batch the public sees nothing and is told when it will', () => {
  expect(disclose(state({ batch: null }), rules(), 'public', open)).toEqual({
    shows: 'nothing',
    next: instant(OPENS + 105 * HOUR),
  })
})

test('a daily poll shows the figures of the last batch, a live one those of now', () => {
  expect(disclose(state(), rules({ visibility: 'daily' }), 'public', open)).toEqual({
    shows: 'everything',
    figures: state().batch,
    final: false,
    next: instant(OPENS + 105 * HOUR),
  })
  expect(disclose(state(), rules({ visibility: 'live' }), 'public', open)).toEqual({
    shows: 'everything',
    figures: state().live,
    final: false,
    next: null,
  })
})

test('staff see running figures only where the campaign lets them', () => {
  expect(disclose(state(), rules({ organizerSeesRunning: true }), 'staff', open)).toEqual({
    shows: 'everything',
    figures: state().live,
    final: false,
    next: null,
  })
  expect(disclose(state(), rules(), 'staff', open)).toEqual(disclose(state(), rules(), 'public', open))
  expect(disclose(state(), rules({ organizerSeesRunning: true }), 'public', open).shows).toBe('participation')
})

test('after the close everybody sees everything, but not before every box has reported its last ballot', () => {
  expect(disclose(state(), rules(), 'staff', CLOSES)).toEqual({ shows: 'nothing', next: null })
  expect(disclose(state({ final: true }), rules(), 'public', CLOSES)).toEqual({
    shows: 'everything',
    figures: state().live,
    final: true,
    next: null,
  })
})

test('no per-nominee figure of a hidden poll reaches the public at any instant before the close', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: OPENS - 10 * HOUR, max: CLOSES - 1 }).map(instant),
      fc.boolean(),
      fc.boolean(),
      (now, final, sees) => {
        expect(disclose(state({ final }), rules({ organizerSeesRunning: sees }), 'public', now).shows).not.toBe('everything')
      },
    ),
  )
})

test('the next batch lies ahead, the latest behind, and both inside the window', () => {
  fc.assert(
    fc.property(fc.integer({ min: OPENS, max: CLOSES - 1 }).map(instant), fc.integer({ min: 0, max: 23 }), (now, batchHour) => {
      const window = { from: OPENS, until: CLOSES }
      const [next, latest] = [nextBatchAfter(now, { batchHour, window }), latestBatchAt(now, { batchHour, window })]
      expect([next > now, next <= CLOSES]).toEqual([true, true])
      if (latest !== null) expect([latest <= now, latest > OPENS, now - latest < 24 * HOUR]).toEqual([true, true, true])
    }),
  )
})
