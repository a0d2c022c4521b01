import { expect, test } from 'vitest'
import { judge } from './lane.ts'
import type { Share } from './measure.ts'
import { scorerOf } from './scorer.ts'

const ORDER = { set: 'dev', seeds: 7, from: 0, only: 'A2', organic: 2000, scorer: null, blinds: [] } as const
/** Naive, tuned and evasive. What is held of the evasive ones is told by `npm run attack` and promised by nobody. */
const WORLDS = [1, 4, 6]

test('T02: a proxy pool is held by what its ballots have in common, and the honest crowds beside it are counted', async () => {
  const shares: Share[] = []
  for (const i of WORLDS) shares.push(...(await judge(i, ORDER, scorerOf(null))).shares)
  const heldOf = (is: (share: Share) => boolean) => {
    const meant = shares.filter(is)
    return meant.reduce((n, { held }) => n + held, 0) / meant.reduce((n, { ballots }) => n + ballots, 0)
  }
  expect(heldOf(({ regime }) => regime === 'naive' || regime === 'tuned')).toBeGreaterThanOrEqual(0.95)
  expect(heldOf(({ regime }) => regime === null)).toBeLessThanOrEqual(0.005)
})
