import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sayLikes } from '../../web/text/likes.ts'
import {
  daysToLookAt,
  isHeld,
  judgeLike,
  LIKE_MARKS,
  leastOf,
  marksOf,
  nextLikeAfter,
  showLikes,
  snapshotDue,
} from '../../worker/rules/like.ts'
import { dayOf, instant, MINUTE, startOf } from '../../worker/rules/time.ts'
import { CLOSES, OPENS } from '../support/makers.ts'

const window = { from: OPENS, until: CLOSES }
const book = { window, nominees: new Set([1, 2]) }
const calm = { crowded: false, age: 3_600_000, weakCheck: false, left: 39 }

test('likes are given from the first instant of the window to the last before its end, to those who stand on the list', () => {
  const codes = [OPENS - 1, OPENS, CLOSES - 1, CLOSES].map(at => {
    const verdict = judgeLike(1, book, instant(at))
    return verdict.ok ? verdict.value : verdict.refusal.code
  })
  expect(codes).toEqual(['likes-not-open', '2026-04-20', '2026-04-25', 'likes-closed'])
  expect(judgeLike(3, book, OPENS)).toEqual({ ok: false, refusal: { code: 'unknown-nominee', number: 3 } })
})

test('the next like is due at midnight in Shanghai, whatever the hour of the last', () => {
  expect(nextLikeAfter(dayOf(instant(Date.parse('2026-04-20T23:59:59+08:00'))))).toBe(Date.parse('2026-04-21T00:00:00+08:00'))
})

test('a like sent again after midnight is looked for on the day it was first sent, and on no older one', () => {
  const now = instant(Date.parse('2026-04-21T00:00:01+08:00'))
  expect([
    daysToLookAt('2026-04-20', now),
    daysToLookAt('2026-04-19', now),
    daysToLookAt('2026-04-22', now),
    daysToLookAt(null, now),
  ]).toEqual([['2026-04-20', '2026-04-21'], ['2026-04-21'], ['2026-04-21'], ['2026-04-21']])
})

test('one sign alone holds nobody back, and neither do two that are no limits', () => {
  for (const mark of LIKE_MARKS) expect([mark, isHeld([mark])]).toEqual([mark, false])
  expect([isHeld([]), isHeld(['device-new', 'weak-check'])]).toEqual([false, false])
})

test('a limit and one more family hold a like', () => {
  expect([marksOf(calm), isHeld(marksOf(calm))]).toEqual([[], false])
  const farm = marksOf({ ...calm, crowded: true, age: 4000 })
  expect([farm, isHeld(farm)]).toEqual([['network-crowded', 'device-new'], true])
  const script = marksOf({ ...calm, left: 3, weakCheck: true })
  expect([script, isHeld(script)]).toEqual([['pace', 'weak-check'], true])
})

test('public counts go in steps that never round up, never go back, and tell nothing of a single like inside a step', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000), count => {
      const least = leastOf(count)
      expect(least <= count && leastOf(count + 1) >= least && count - least < Math.max(10, count * 0.11)).toBe(true)
    }),
  )
  expect([0, 1, 9, 10, 99, 100, 149, 999, 1000, 12_345].map(leastOf)).toEqual([0, 0, 0, 10, 90, 100, 100, 950, 1000, 12_000])
})

test('figures are told as of the last full five minutes, and after the end as of the end', () => {
  const at = (ms: number) => snapshotDue(instant(ms), window) - OPENS
  expect([at(OPENS), at(OPENS + 5 * MINUTE - 1), at(OPENS + 5 * MINUTE), at(CLOSES + 1e9)]).toEqual([
    0,
    0,
    5 * MINUTE,
    CLOSES - OPENS,
  ])
})

test('while likes are given nothing of what is held is told; at the end counts are exact and received = counted + held', () => {
  const likes = { 1: { counted: 57, held: 3 }, 2: { counted: 4, held: 0 } }
  const running = showLikes({ number: 7, at: startOf(dayOf(OPENS)), likes }, window)
  expect([running.final, running.likes, running.held]).toEqual([false, { 1: 50, 2: 0 }, 0])
  const ended = showLikes({ number: 8, at: CLOSES, likes }, window)
  expect([ended.final, ended.likes, ended.held]).toEqual([true, { 1: 57, 2: 4 }, 3])
  expect([sayLikes(running, 1), sayLikes(running, 2), sayLikes(running, 9), sayLikes(ended, 2), sayLikes(ended, 9)]).toEqual([
    '点赞 50 次以上',
    '点赞不到 10 次',
    '点赞不到 10 次',
    '点赞 4 次',
    '点赞 0 次',
  ])
})
