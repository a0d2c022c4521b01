import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesText, readPlaces } from '../../worker/rules/ballot-places.ts'
import { mayConfirm, verdictFor } from '../../worker/rules/case-decision.ts'
import { reasonFlaw } from '../../worker/rules/case-reason.ts'
import { sheetOf } from '../../worker/rules/case-sheet.ts'
import { CASE_MOST, groupHeld, type HeldBallot } from '../../worker/rules/cases.ts'
import type { ReasonCode } from '../../worker/rules/reason.ts'
import { NO_SIGNALS } from '../../worker/rules/signals.ts'
import { DAY, HOUR, type Instant } from '../../worker/rules/time.ts'
import { aHeld, EVENING, many } from '../support/held.ts'

const shapeOf = (held: readonly HeldBallot[]) =>
  groupHeld(held).map(({ day, families, tie, ballots }) => [day, families.join('+'), tie, ballots.length])

test('ballots of one day and one set of reasons are tied by network, by neighbouring hours, or by nothing more', () => {
  const office = many(30, i => aHeld(i, { signals: { net: 'aa' } }))
  const evening = many(25, i => aHeld(100 + i, { signals: { net: `n${i}` } }))
  const stray = [aHeld(200, { at: (EVENING - 9 * HOUR) as Instant }), aHeld(201, { at: (EVENING - 5 * HOUR) as Instant })]
  const other = many(3, i => aHeld(300 + i, { reasons: ['CHAL.UNVERIFIED'] }))
  const tomorrow = many(21, i => aHeld(400 + i, { at: (EVENING + DAY + i) as Instant }))
  expect(shapeOf([...tomorrow, ...other, ...stray, ...evening, ...office])).toEqual([
    ['2026-04-21', 'TIME+NAV', 'scattered', 2],
    ['2026-04-21', 'TIME+NAV', 'network', 30],
    ['2026-04-21', 'TIME+NAV', 'hours', 25],
    ['2026-04-21', 'CHAL', 'scattered', 3],
    ['2026-04-22', 'TIME+NAV', 'hours', 21],
  ])
})

test('only where the reasons speak of what is on the ballots are like ballots put together', () => {
  const alike = (reasons: readonly ReasonCode[]) =>
    many(60, i => aHeld(i, { reasons, choices: i % 3 === 0 ? [2, 1] : i % 3 === 1 ? [1, 2] : [4] }))
  expect(shapeOf(alike(['BALLOT.DUP_VECTOR', 'TIME.FAST']))).toEqual([
    ['2026-04-21', 'TIME+BALLOT', 'alike', 40],
    ['2026-04-21', 'TIME+BALLOT', 'alike', 20],
  ])
  expect(shapeOf(alike(['TIME.FAST', 'NAV.NO_VIEW']))).toEqual([['2026-04-21', 'TIME+NAV', 'hours', 60]])
})

test('signs that differ from ballot to ballot do not tear one crowd apart, and a check that could not be asked is no part of it', () => {
  const signs: readonly (readonly ReasonCode[])[] = [
    ['TIME.FAST', 'NAV.NO_VIEW', 'DEV.UA_CONC'],
    ['TIME.FAST', 'NAV.NO_VIEW', 'DEV.UA_CONC', 'ID.NEW_RATIO'],
    ['NAV.NO_VIEW', 'DEV.UA_CONC'],
  ]
  const crowd = (net: string | null) =>
    many(60, i => aHeld(i, { reasons: signs[i % 9 === 0 ? 1 : i % 7 === 0 ? 2 : 0] as readonly ReasonCode[], signals: { net } }))
  const outage = many(4, i => aHeld(100 + i, { reasons: ['CHAL.UNVERIFIED'], signals: { net: 'aa' } }))
  for (const [net, tie] of [
    ['aa', 'network'],
    [null, 'hours'],
  ] as const)
    expect(shapeOf([...crowd(net), ...outage])).toEqual([
      ['2026-04-21', 'DEV+TIME+NAV', tie, 60],
      ['2026-04-21', 'CHAL', 'scattered', 4],
    ])
})

test('every ballot is in one case, no case is larger than two people can answer for, and the order of arrival at the desk changes nothing', () => {
  const held = many(CASE_MOST * 2 + 1, i => aHeld(i, { shard: i % 3, at: EVENING, signals: { net: 'aa' } }))
  const groups = groupHeld(held)
  expect(groups.map(({ ballots }) => ballots.length)).toEqual([3334, 3334, 3333])
  expect(new Set(groups.flatMap(({ ballots }) => ballots)).size).toBe(held.length)
  expect(groupHeld([...held].reverse())).toEqual(groups)
})

const world = (favoured: readonly number[]) => {
  const held = many(90, i =>
    aHeld(i, {
      choices: i % 2 === 0 ? favoured : [favoured[0] as number],
      reasons: ['BALLOT.DUP_VECTOR', 'SURGE.CAND_HOUR', 'ID.NEW_RATIO'],
      signals: { net: `n${i % 4}`, model: 'V2309A' },
    }),
  )
  const others = many(50, i => aHeld(i, { choices: favoured })).map(({ level, signals }) => ({ level, signals }))
  return JSON.stringify(groupHeld(held).map(group => sheetOf(group, others)))
}

test('two worlds that differ only in whom the ballots favour have the same sheets, byte for byte', () => {
  expect(world([1, 2])).toBe(world([150, 7]))
  expect(JSON.parse(world([1, 2]))).toHaveLength(2)
})

test('a sheet says when, how many, from where and how long, beside the counted ballots, and shows twenty of them by number', () => {
  const [group] = groupHeld(
    many(40, i =>
      aHeld(i, { at: (EVENING + i * 60_000) as Instant, signals: { net: i <= 30 ? 'aa' : 'bb', dwellMs: i * 1000 } }),
    ),
  )
  const others = [10, 20, 90].map(seconds => ({
    level: 'device' as const,
    signals: { ...NO_SIGNALS, ua: 'Safari iOS 18', dwellMs: seconds * 1000, identityAgeMs: DAY },
  }))
  if (!group) throw new Error('no group')
  const sheet = sheetOf({ ...group, tie: 'network' }, others)
  const { sample, ...rest } = sheet
  expect(rest).toMatchObject({ count: 30, compared: 3, families: ['TIME', 'NAV'], tie: 'network', voters: 30 })
  expect(sheet.reasons).toEqual([
    { code: 'TIME.FAST', count: 30 },
    { code: 'NAV.NO_VIEW', count: 30 },
  ])
  expect(sheet.hours).toEqual([{ hour: EVENING / HOUR, count: 30 }])
  expect(sheet.dwell.map(({ name, own, others: there }) => [name, own, there])).toEqual([
    [5, 4, 0],
    [15, 10, 1],
    [30, 15, 1],
    [60, 1, 0],
    [120, 0, 1],
    [300, 0, 0],
    [null, 0, 0],
    ['unknown', 0, 0],
  ])
  expect(sheet.devices).toEqual([{ name: 'WeChat Android 8', own: 30, others: 0 }])
  expect([sheet.fresh, sheet.networks]).toEqual([
    { name: 'fresh', own: 30, others: 0, known: { own: 30, others: 3 } },
    { distinct: 1, largest: 30, unknown: 0 },
  ])
  expect([sample.length, sample[0], sample[19]?.voter]).toEqual([
    20,
    {
      at: EVENING + 60_000,
      device: 'WeChat Android 8',
      referrer: 'wechat',
      dwellMs: 1000,
      identityAgeMs: 60_000,
      views: 0,
      network: 1,
      voter: 1,
      reasons: ['TIME.FAST', 'NAV.NO_VIEW'],
    },
    20,
  ])
})

test('the sheet of the largest case stays far below what a row may hold', () => {
  const held = many(CASE_MOST, i =>
    aHeld(i * 2, {
      at: (EVENING - (i % 20) * HOUR) as Instant,
      shard: i % 64,
      signals: { ua: `Browser of somebody ${i}`.padEnd(200, 'x'), model: 'm'.repeat(300), net: 'aa' },
    }),
  )
  const [group] = groupHeld(held)
  if (!group) throw new Error('no group')
  expect(JSON.stringify(sheetOf(group, [])).length).toBeLessThan(20_000)
  expect(placesText(group.ballots).length).toBeLessThan(60_000)
})

test('places of ballots are written short and read back whole', () => {
  expect(placesText([{ shard: 3, seq: 12 }, ...[9, 2, 1, 3].map(seq => ({ shard: 0, seq }))])).toBe('0:1-3,9;3:12')
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ shard: fc.nat(255), seq: fc.integer({ min: 1, max: 400 }) }), {
        minLength: 1,
        selector: ({ shard, seq }) => `${shard}/${seq}`,
      }),
      places => {
        const sorted = [...places].sort((a, b) => a.shard - b.shard || a.seq - b.seq)
        expect(readPlaces(placesText(places))).toEqual(sorted)
      },
    ),
  )
})

test('a proposal is confirmed by another person of the other role, and by nobody else', () => {
  const proposal = { by: 'stf_1', role: 'organizer' } as const
  const people = [
    ['stf_1', 'auditor'],
    ['stf_2', 'organizer'],
    ['stf_2', 'auditor'],
    ['stf_2', 'administrator'],
    ['stf_2', 'reviewer'],
  ] as const
  expect(people.map(([id, role]) => mayConfirm(proposal, { id, role }))).toEqual([false, false, true, false, false])
})

test('held ballots are released or voided, what comes back is restored or upheld, and the reason is one that may stand for good', () => {
  const verdicts = ['release', 'void', 'restore', 'uphold', 'win'] as const
  const possible = (kind: 'held' | 'appeal' | 'reversal') => verdicts.filter(one => verdictFor(kind, one) !== null)
  expect([possible('held'), possible('appeal'), possible('reversal')]).toEqual([
    ['release', 'void'],
    ['restore', 'uphold'],
    ['restore', 'uphold'],
  ])
  const flaws = ['太短了', '办公室一百人同一时段集中投票，属实。', '已致电 13912345678 核实，属实。', '长'.repeat(501)]
  expect(flaws.map(text => reasonFlaw(text)?.field ?? null)).toEqual(['reason', null, 'reason', 'reason'])
})
