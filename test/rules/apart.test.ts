import { expect, test } from 'vitest'
import { COUNTS, standingApart } from '../../worker/rules/score/apart.ts'
import type { ScoreLine } from '../../worker/rules/score/line.ts'
import { TableBuilder } from '../../worker/rules/score/table.ts'
import { DAY, HOUR } from '../../worker/rules/time.ts'
import { aDice, people } from '../support/ballots.ts'
import { OPENS } from '../support/makers.ts'

/** What stands apart among these lines, by nominee. */
function apartIn(lines: readonly ScoreLine[], standing = (_: ScoreLine): number => COUNTS.open) {
  const rows = new TableBuilder()
  for (const line of lines) rows.add(line)
  const steps = standingApart(rows.done(), Uint8Array.from(lines, standing))
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return Object.fromEntries(step.value)
}

/** Ballots for one nominee on all days, by the hours of everybody and each from elsewhere; but at one pace and on three kinds of phone. */
function dripped(many: number): ScoreLine[] {
  const dice = aDice(77)
  return people(12, many).map((line, i) => ({
    ...line,
    id: `drip${i}`,
    choices: [11],
    dwellMs: 16_000 + Math.round(4000 * dice()),
    model: `D${i % 3}`,
  }))
}

/** Colleagues who vote within the hour from one address for their own, each as people vote. */
const calledUp = (many: number): ScoreLine[] =>
  people(13, many).map((line, i) => ({
    ...line,
    id: `called${i}`,
    choices: [9],
    at: OPENS + 2 * DAY + Math.round((i / many) * HOUR),
    host: 'office',
    net: 'office',
  }))

test('votes for one nominee that nothing else gives away stand apart, about as many as they are; nobody’s do without them', () => {
  expect(apartIn(people(1, 3000))).toEqual({})
  const apart = apartIn([...people(1, 3000), ...dripped(250)])
  expect(Object.keys(apart)).toEqual(['11'])
  expect(apart[11]).toBeGreaterThan(200)
  expect(apart[11]).toBeLessThan(350)
})

test('colleagues who follow one call, each on a phone of their own and in their own time, do not stand apart', () => {
  expect(apartIn([...people(2, 3000), ...calledUp(300)])).toEqual({})
})

test('votes that are held, and those that people have decided to count, stand apart no longer', () => {
  const lines = [...people(3, 3000), ...dripped(250)]
  for (const standing of [COUNTS.not, COUNTS.decided])
    expect(apartIn(lines, ({ id }) => (id.startsWith('drip') ? standing : COUNTS.open))).toEqual({})
})

test('the order of the ballots changes no figure, and an empty poll has none', () => {
  const lines = [...people(4, 2000), ...dripped(200)]
  expect(apartIn([...lines].reverse())).toEqual(apartIn(lines))
  expect(apartIn([])).toEqual({})
})

test('a poll of a single nominee, of very few ballots or of a year has nothing to compare and nothing apart', () => {
  expect(apartIn(people(5, 500).map(line => ({ ...line, choices: [1] })))).toEqual({})
  expect(apartIn(people(6, 20))).toEqual({})
  expect(apartIn(people(7, 1500).map((line, i) => ({ ...line, at: OPENS + i * 5 * HOUR })))).toEqual({})
})
