import { expect, test } from 'vitest'
import { emptyTally, type Tally } from '../../worker/rules/tally.ts'
import { tallyText } from '../../worker/rules/trouble.ts'

const aTally = (change: Partial<Tally>): Tally => ({ ...emptyTally(), ...change })
const ONE = { counted: 1, held: 0, void: 0 }
const NONE = { counted: 0, held: 0, void: 0 }

test('two tallies of the same figures are one text, in whatever order they were counted and whatever has gone back to nothing', () => {
  const here = aTally({ ballots: ONE, units: { a: 1, b: 2 }, levels: { code: ONE, openid: NONE } })
  const there = aTally({ levels: { code: ONE }, units: { b: 2, a: 1 }, ballots: ONE, families: { TIME: { held: 0, void: 0 } } })
  expect(tallyText(here)).toBe(tallyText(there))
  expect(tallyText(emptyTally())).toBe('{}')
})

test('a figure that differs by one is another text', () => {
  expect(tallyText(aTally({ votes: { 7: ONE } }))).not.toBe(tallyText(aTally({ votes: { 7: { ...ONE, held: 1 } } })))
})
