import { expect, test } from 'vitest'
import { judge } from './lane.ts'
import type { Share } from './measure.ts'
import { scorerOf } from './scorer.ts'

test('T02: a proxy pool is held by what its ballots have in common, and the crowds beside it are not', async () => {
  const scorer = await scorerOf(null)
  const order = { set: 'dev', seeds: 9, only: 'A2', scorer: null, blinds: [] } as const
  const shares: Share[] = []
  // Nothing but the pool sells: naive, tuned and evasive, 5 and 10 % of all ballots each.
  for (const i of [0, 1, 3, 4, 6, 7]) shares.push(...(await judge(i, order, scorer)).shares)
  const heldOf = (is: (share: (typeof shares)[number]) => boolean) => {
    const meant = shares.filter(is)
    const [held, ballots] = [meant.reduce((n, s) => n + s.held, 0), meant.reduce((n, s) => n + s.ballots, 0)]
    return held / ballots
  }
  expect(heldOf(({ regime }) => regime === 'naive' || regime === 'tuned')).toBeGreaterThanOrEqual(0.95)
  expect(heldOf(({ regime }) => regime === 'evasive')).toBeGreaterThanOrEqual(0.7)
  expect(heldOf(({ regime }) => regime === null)).toBeLessThanOrEqual(0.001)
})
