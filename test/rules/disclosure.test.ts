import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Visibility } from '../../worker/rules/campaign.ts'
import { type DisclosureRules, disclose, latestBatchAt, nextBatchAfter, type TallyState } from '../../worker/rules/disclosure.ts'
import { type Counts, emptyTally, type Tally } from '../../worker/rules/tally.ts'
import { HOUR, hourOf, instant } from '../../worker/rules/time.ts'
import { CLOSES, OPENS } from '../support/makers.ts'

const figures = (ballots: number) => ({
  ...emptyTally(),
  ballots: { counted: ballots, held: 1, void: 0 },
  votes: { 1: { counted: ballots, held: 1, void: 0 } },
  levels: { device: { counted: ballots, held: 1, void: 0 } },
  hours: { [hourOf(OPENS)]: { counted: ballots, held: 1, void: 0 } },
  units: { 东城: ballots },
  families: { NET: { held: 1, void: 0 }, TIME: { held: 1, void: 0 } },
})
const received = (ballots: number) => ({ ballots, levels: { device: ballots }, days: { '2026-04-20': ballots } })
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
    ...received(401),
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

test('T05: a daily poll shows what came in by the last batch, a live one by now; neither what became of it', () => {
  expect(disclose(state(), rules({ visibility: 'daily' }), 'public', open)).toEqual({
    shows: 'received',
    ...received(401),
    votes: { 1: 401 },
    asOf: instant(OPENS + 81 * HOUR),
    next: instant(OPENS + 105 * HOUR),
  })
  expect(disclose(state(), rules({ visibility: 'live' }), 'public', open)).toEqual({
    shows: 'received',
    ...received(501),
    votes: { 1: 501 },
    asOf: instant(OPENS + 90 * HOUR),
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

test('T05: before the close nothing the public sees depends on what became of a ballot, nor in a hidden poll on its choices', () => {
  const held = (tally: Tally): Tally => {
    const moved = ({ counted, held, void: gone }: Counts) => ({ counted: 0, held: counted + held, void: gone })
    const every = <K extends string | number>(groups: Readonly<Record<K, Counts>>) =>
      Object.fromEntries(Object.entries<Counts>(groups).map(([key, counts]) => [key, moved(counts)]))
    const { ballots, votes, levels, classes, hours } = tally
    return {
      ...tally,
      ...{ ballots: moved(ballots), votes: every(votes), levels: every(levels as Record<string, Counts>) },
      ...{ classes: every(classes as Record<string, Counts>), hours: every(hours), families: {} },
    }
  }
  const changed = (change: (tally: Tally) => Tally): TallyState => {
    const { live, batch } = state()
    return {
      live: { ...live, tally: change(live.tally) },
      batch: batch && { ...batch, tally: change(batch.tally) },
      final: false,
    }
  }
  fc.assert(
    fc.property(
      fc.integer({ min: OPENS - 10 * HOUR, max: CLOSES - 1 }).map(instant),
      fc.constantFrom<Visibility>('hidden', 'daily', 'live'),
      fc.boolean(),
      fc.boolean(),
      (now, visibility, final, organizerSeesRunning) => {
        const seen = (of: TallyState) => disclose({ ...of, final }, rules({ visibility, organizerSeesRunning }), 'public', now)
        expect(seen(changed(held))).toEqual(seen(state()))
        if (visibility === 'hidden')
          expect(seen(changed(tally => ({ ...tally, votes: { 2: { counted: 7, held: 0, void: 0 } } })))).toEqual(seen(state()))
        expect(seen(changed(tally => ({ ...tally, units: { 西城: 900 } })))).toEqual(seen(state()))
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
