import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  canonicalChoices,
  isShardCount,
  judgeChoices,
  judgeTime,
  nextBallotAt,
  periodAt,
  periodBefore,
  shardsFor,
  specFlaws,
} from '../../worker/rules/ballot.ts'
import { after, instant } from '../../worker/rules/time.ts'
import { aPoll, CLOSES, OPENS } from '../support/makers.ts'

const refused = (refusal: unknown) => ({ ok: false, refusal })

test('a ballot within every limit is accepted, its choices in the order of their numbers', () => {
  expect(judgeChoices([3, 1, 5], aPoll())).toEqual({ ok: true, value: [1, 3, 5] })
})

test('one choice too many refuses the whole ballot and names the category', () => {
  expect(judgeChoices([1, 2, 3], aPoll())).toEqual(
    refused({ code: 'too-many-choices', category: '十佳共产党员', allowed: 2, chosen: 3 }),
  )
})

test('a category with a minimum must be filled, one without may be left empty', () => {
  expect(judgeChoices([4], aPoll())).toEqual(refused({ code: 'too-few-choices', category: '十佳共产党员', needed: 1, chosen: 0 }))
  expect(judgeChoices([1], aPoll())).toEqual({ ok: true, value: [1] })
})

test('"exactly N" refuses both fewer and more', () => {
  const exactly = aPoll({
    categories: [{ key: 'people', name: '十佳', min: 2, max: 2 }],
    nominees: [1, 2, 3].map(number => ({ number, category: 'people' })),
  })
  expect([[1], [1, 2], [1, 2, 3]].map(choices => judgeChoices(choices, exactly).ok)).toEqual([false, true, false])
})

test('nobody is chosen twice, nobody unknown is chosen, and an empty ballot is none', () => {
  expect(judgeChoices([1, 1], aPoll())).toEqual(refused({ code: 'chosen-twice', number: 1 }))
  expect(judgeChoices([1, 99], aPoll())).toEqual(refused({ code: 'unknown-nominee', number: 99 }))
  expect(judgeChoices([], aPoll())).toEqual(refused({ code: 'empty-ballot' }))
})

test('the limits of the whole ballot count over all categories', () => {
  expect(judgeChoices([1, 2, 4], aPoll({ totalMax: 2 }))).toEqual(refused({ code: 'too-many-in-all', allowed: 2, chosen: 3 }))
  expect(judgeChoices([1], aPoll({ totalMin: 2 }))).toEqual(refused({ code: 'too-few-in-all', needed: 2, chosen: 1 }))
})

test('whatever is accepted obeys every rule, and whatever obeys every rule is accepted', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 7 }), choices => {
      const people = choices.filter(number => number >= 1 && number <= 3).length
      const groups = choices.filter(number => number === 4 || number === 5).length
      const lawful =
        choices.length > 0 &&
        new Set(choices).size === choices.length &&
        people + groups === choices.length &&
        people >= 1 &&
        people <= 2 &&
        groups <= 1
      expect(judgeChoices(choices, aPoll()).ok).toBe(lawful)
    }),
  )
})

test('the order in which boxes were ticked leaves no trace', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 999 })), numbers => {
      expect(canonicalChoices([...numbers].reverse())).toBe(canonicalChoices(numbers))
      expect(JSON.parse(canonicalChoices(numbers))).toEqual([...numbers].sort((a, b) => a - b))
    }),
  )
})

test('the poll is open from its first millisecond to before its last', () => {
  const at = (ms: number) => judgeTime(aPoll(), instant(ms))
  expect(at(OPENS - 1)).toEqual(refused({ code: 'poll-not-open', opens: OPENS }))
  expect(at(OPENS)).toEqual({ ok: true, value: OPENS })
  expect(at(CLOSES - 1)).toEqual({ ok: true, value: CLOSES - 1 })
  expect(at(CLOSES)).toEqual(refused({ code: 'poll-closed', closed: CLOSES }))
})

test('a daily poll counts by the date in Shanghai and opens anew at midnight, but not after the close', () => {
  const daily = aPoll({ period: 'daily' })
  const late = instant(Date.parse('2026-04-21T23:59:59.999+08:00'))
  expect([periodAt(daily, late), periodAt(daily, after(late, 1))]).toEqual(['2026-04-21', '2026-04-22'])
  expect(nextBallotAt(daily, late)).toBe(after(late, 1))
  expect(nextBallotAt(daily, instant(CLOSES - 1))).toBe(null)
  expect(nextBallotAt(aPoll(), late)).toBe(null)
  expect([periodBefore('2026-05-01' as never), periodBefore('once')]).toEqual(['2026-04-30', null])
})

test('a poll that cannot work is not opened, and every flaw is named', () => {
  expect(specFlaws(aPoll())).toEqual([])
  const flaws = specFlaws(
    aPoll({
      window: { from: CLOSES, until: OPENS },
      categories: [
        { key: 'people', name: '甲', min: 3, max: 2 },
        { key: 'nobody', name: '乙', min: 0, max: 1 },
      ],
      shards: 3,
    }),
  )
  expect(flaws).toEqual([
    '投票的结束时间必须晚于开始时间',
    '类别“甲”的最少选数 3 大于最多选数 2',
    '类别“乙”没有候选对象',
    '类别“乙”最多可选 1，但只有 0 个候选对象',
    '分片数必须是 1 到 128 之间的 2 的幂',
  ])
})

test('the boxes of a poll are a power of two that leaves no box more than 150 ballots a second, up to 128', () => {
  expect([1, 150, 151, 300, 1200, 2_500, 10_000, 1_000_000].map(shardsFor)).toEqual([1, 1, 2, 2, 8, 32, 128, 128])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 19_200 }), peak => isShardCount(shardsFor(peak)) && peak / shardsFor(peak) <= 150),
  )
})
