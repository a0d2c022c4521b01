import { expect, test } from 'vitest'
import { delayedSince } from '../../worker/rules/delay.ts'
import type { Disclosure } from '../../worker/rules/disclosure.ts'
import { emptyTally } from '../../worker/rules/tally.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'
import { OPENS } from '../support/makers.ts'

const received: Disclosure = { shows: 'received', votes: {}, ballots: 0, levels: {}, days: {}, asOf: OPENS, next: null }
const everything = (final: boolean): Disclosure => ({
  shows: 'everything',
  figures: { at: OPENS, tally: emptyTally() },
  final,
  next: null,
})
const later = (minutes: number) => instant(OPENS + minutes * MINUTE)

test('F8: running figures that are older than five minutes are said to be late, and since when', () => {
  expect(delayedSince(received, 'live', later(5))).toBe(null)
  expect(delayedSince(received, 'live', instant(later(5) + 1))).toBe(OPENS)
  expect(delayedSince(everything(false), 'live', later(6))).toBe(OPENS)
})

test('F8: figures of a daily batch, final ones and none at all are never late', () => {
  expect([
    delayedSince(received, 'daily', later(600)),
    delayedSince(everything(true), 'live', later(600)),
    delayedSince({ shows: 'nothing', next: null }, 'live', later(600)),
  ]).toEqual([null, null, null])
})
