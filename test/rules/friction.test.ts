import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frictionFor, isStrange, type Signs } from '../../worker/rules/friction.ts'
import { isHosting } from '../../worker/rules/hosting.ts'

const READER: Signs = { deviceAge: 60_000, viewed: true, crowded: false, manyStrange: false, hosting: false }
const anySigns = fc.record({
  deviceAge: fc.integer({ min: 0, max: 100_000 }),
  viewed: fc.boolean(),
  crowded: fc.boolean(),
  manyStrange: fc.boolean(),
  hosting: fc.constantFrom(true, false, null),
})

test('T03: friction rises with suspicion, from the usual work to a code', () => {
  const table: readonly [Partial<Signs>, unknown][] = [
    [{}, { work: 1, code: false }],
    [{ deviceAge: 4000 }, { work: 1, code: false }],
    [{ viewed: false }, { work: 1, code: false }],
    [
      { deviceAge: 4000, viewed: false },
      { work: 4, code: false },
    ],
    [
      { deviceAge: 4000, crowded: true },
      { work: 4, code: false },
    ],
    [
      { viewed: false, hosting: true },
      { work: 4, code: false },
    ],
    [
      { viewed: false, hosting: true, crowded: true },
      { work: 16, code: false },
    ],
    [
      { deviceAge: 4000, viewed: false, manyStrange: true },
      { work: 16, code: true },
    ],
  ]
  for (const [signs, friction] of table) expect([signs, frictionFor({ ...READER, ...signs })]).toEqual([signs, friction])
})

test('never by the network alone: whoever has read the page does the usual work, however full and whatever its network', () => {
  fc.assert(
    fc.property(anySigns, signs => {
      expect(frictionFor({ ...signs, deviceAge: 10_000, viewed: true })).toEqual({ work: 1, code: false })
    }),
  )
})

test('a sign more never makes it easier, and a code is asked for only of strange devices of noticed networks', () => {
  fc.assert(
    fc.property(anySigns, signs => {
      const now = frictionFor(signs)
      for (const more of [{ crowded: true }, { manyStrange: true }, { hosting: true }, { viewed: false }, { deviceAge: 0 }])
        expect(frictionFor({ ...signs, ...more }).work).toBeGreaterThanOrEqual(now.work)
      if (now.code) expect(isStrange(signs) && (signs.crowded || signs.manyStrange || signs.hosting === true)).toBe(true)
    }),
  )
})

test('without the number of the network nothing is said of it', () => {
  expect([isHosting(null), isHosting(37963), isHosting(4134)]).toEqual([null, true, false])
  expect(frictionFor({ ...READER, hosting: null, viewed: false, deviceAge: 0 })).toEqual({ work: 4, code: false })
})
