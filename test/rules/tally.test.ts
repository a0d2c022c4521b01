import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BallotStatus } from '../../worker/rules/ballot.ts'
import { VOTER_CLASSES } from '../../worker/rules/campaign.ts'
import { REASONS } from '../../worker/rules/reason.ts'
import {
  countInto,
  emptyTally,
  type Mutable,
  mergeTallies,
  NO_COUNTS,
  rank,
  raw,
  recountInto,
  type Tally,
  type TallyEntry,
  wholeTally,
} from '../../worker/rules/tally.ts'
import { hourOf, instant } from '../../worker/rules/time.ts'

const standing = fc.record({
  status: fc.constantFrom<BallotStatus>('counted', 'held', 'void'),
  reasons: fc.uniqueArray(fc.constantFrom(...REASONS), { minLength: 1, maxLength: 3 }),
})
const entry: fc.Arbitrary<TallyEntry> = fc.record({
  choices: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  status: fc.constantFrom<BallotStatus>('counted', 'held', 'void'),
  reasons: fc.uniqueArray(fc.constantFrom(...REASONS), { minLength: 1, maxLength: 3 }),
  voterClass: fc.constantFrom(...VOTER_CLASSES, null),
  level: fc.constantFrom('device' as const, 'code' as const),
  unit: fc.constantFrom('东城', '西城', null),
  at: fc.integer({ min: 0, max: 1e12 }).map(instant),
})

const counted = (entries: readonly TallyEntry[]): Tally => {
  const tally: Mutable<Tally> = emptyTally()
  for (const one of entries) countInto(tally, one)
  return tally
}

test('one ballot counts once for itself, for each of its choices, and for its level, class, unit, hour and families', () => {
  const one = { level: 'code', voterClass: 'member', unit: '东城', at: instant(7_200_000) } as const
  expect(
    counted([{ ...one, choices: [2], status: 'held', reasons: ['TIME.FAST', 'NET.DC', 'NET.PREFIX_BURST'] }]).families,
  ).toEqual({ NET: { held: 1, void: 0 }, TIME: { held: 1, void: 0 } })
  expect(counted([{ ...one, choices: [2, 7], status: 'counted', reasons: [] }])).toEqual({
    ballots: { counted: 1, held: 0, void: 0 },
    votes: { 2: { counted: 1, held: 0, void: 0 }, 7: { counted: 1, held: 0, void: 0 } },
    levels: { code: { counted: 1, held: 0, void: 0 } },
    classes: { member: { counted: 1, held: 0, void: 0 } },
    units: { 东城: 1 },
    hours: { 2: { counted: 1, held: 0, void: 0 } },
    families: {},
  })
})

test('shards add up: however ballots are dealt to boxes, the sum is the count of them all', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(entry, fc.nat(3)), { maxLength: 60 }), dealt => {
      const boxes = [0, 1, 2, 3].map(box => counted(dealt.filter(([, to]) => to === box).map(([one]) => one)))
      expect(mergeTallies(boxes)).toEqual(counted(dealt.map(([one]) => one)))
    }),
  )
})

test('raw is counted plus held plus void, and every figure sums to the ballots', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), entries => {
      const tally = counted(entries)
      const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
      expect(raw(tally.ballots)).toBe(entries.length)
      expect(sum(Object.values(tally.hours).map(raw))).toBe(entries.length)
      expect(sum(Object.values(tally.levels).map(raw))).toBe(entries.length)
      expect(sum(Object.values(tally.votes).map(raw))).toBe(sum(entries.map(({ choices }) => choices.length)))
      for (const { at } of entries) expect(raw(tally.hours[hourOf(at)] ?? NO_COUNTS)).toBeGreaterThan(0)
    }),
  )
})

test('a ballot whose standing changes is recounted as if it had always stood so', () => {
  const worn = (tally: Tally) => {
    const families = Object.entries(tally.families).filter(([, counts]) => counts.held + counts.void > 0)
    return { ...tally, families: Object.fromEntries(families) }
  }
  fc.assert(
    fc.property(fc.array(fc.tuple(entry, standing), { maxLength: 30 }), pairs => {
      const tally: Mutable<Tally> = counted(pairs.map(([one]) => one))
      for (const [one, after] of pairs) recountInto(tally, one, after)
      expect(worn(tally)).toEqual(counted(pairs.map(([one, after]) => ({ ...one, ...after }))))
    }),
  )
})

test('a tally of version 0.2 keeps every figure it had', () => {
  const ballots = { counted: 4, held: 1, void: 0 }
  const votes = { 7: ballots }
  const older = { ballots, votes, units: { 东城: 5 }, levels: { code: 5 }, hours: { 2: 5 } }
  expect(wholeTally(older)).toEqual({
    ...{ ballots, votes, units: { 东城: 5 }, classes: {}, levels: { code: ballots } },
    hours: { 2: { counted: 5, held: 0, void: 0 } },
    families: { CHAL: { held: 1, void: 0 } },
  })
  expect(wholeTally(emptyTally())).toEqual(emptyTally())
})

test('ties stay ties and the next place is skipped; a held vote lifts nobody', () => {
  const votes = { 1: { counted: 5, held: 0, void: 0 }, 2: { counted: 7, held: 0, void: 0 }, 3: { counted: 5, held: 90, void: 0 } }
  expect(rank([1, 2, 3, 4], votes).map(({ number, place }) => [number, place])).toEqual([
    [2, 1],
    [1, 2],
    [3, 2],
    [4, 4],
  ])
})
