import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandsOf, type Figures, type Reported } from '../../worker/rules/robustness.ts'
import { type Counts, rank } from '../../worker/rules/tally.ts'
import { instant } from '../../worker/rules/time.ts'

type ByNumber = Readonly<Record<number, number>>
const reportedOf = (votes: ByNumber, apart: ByNumber = {}): Reported => ({ at: instant(5), ballots: 9, votes, apart })
interface Field {
  readonly numbers: readonly number[]
  readonly figures: Figures
}

/** Nominees 1, 2, 3 … with these counted votes; held ones, reported ones and those apart by number. */
function figures(
  counted: readonly number[],
  { held = {}, reported = {}, apart = {} }: { held?: ByNumber; reported?: ByNumber; apart?: ByNumber } = {},
): Field {
  const votes = Object.fromEntries(counted.map((n, i) => [i + 1, { counted: n, held: held[i + 1] ?? 0, void: 0 }]))
  return { numbers: counted.map((_, i) => i + 1), figures: { votes, reported: reportedOf(reported, apart) } }
}
const found = ({ numbers, figures }: Field, honours: number) => bandsOf(numbers, figures, honours).finding

const counts: fc.Arbitrary<Counts> = fc.record({
  counted: fc.integer({ min: 0, max: 400 }),
  held: fc.integer({ min: 0, max: 60 }),
  void: fc.integer({ min: 0, max: 60 }),
})
const field = fc
  .array(fc.record({ counts, reported: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 12 })
  .map(rows => ({
    numbers: rows.map((_, i) => i + 1),
    figures: {
      votes: Object.fromEntries(rows.map((row, i) => [i + 1, row.counts])),
      reported: reportedOf(Object.fromEntries(rows.map((row, i) => [i + 1, row.reported]))),
    },
  }))
const line = fc.integer({ min: 1, max: 12 })

test('a band holds the place by counted votes, which is that of the tally, and ties share a place', () => {
  fc.assert(
    fc.property(field, line, ({ numbers, figures }, honours) => {
      const places = new Map(rank(numbers, figures.votes).map(({ number, place }) => [number, place]))
      for (const { number, places: mine, best, worst } of bandsOf(numbers, figures, honours).bands) {
        expect(mine.counted).toBe(places.get(number))
        expect(best <= mine.counted && mine.counted <= worst).toBe(true)
        expect([best, worst]).toEqual([Math.min(...Object.values(mine)), Math.max(...Object.values(mine))])
      }
    }),
  )
})

test('the order of the list changes no band and no finding', () => {
  fc.assert(
    fc.property(field, line, fc.integer(), ({ numbers, figures }, honours, seed) => {
      const turned = [...numbers].sort((a, b) => ((a * 7919 + seed) % 13) - ((b * 7919 + seed) % 13))
      const [one, other] = [bandsOf(numbers, figures, honours), bandsOf(turned, figures, honours)]
      expect(other.finding).toBe(one.finding)
      expect([...other.bands].sort((a, b) => a.number - b.number)).toEqual(one.bands)
    }),
  )
})

test('without suspicion all three readings are one, and the list is robust but where less than one vote in 200 divides it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(900), { minLength: 2, maxLength: 12 }), line, (votes, honours) => {
      const field = figures(votes)
      const { bands, line, finding } = bandsOf(field.numbers, field.figures, honours)
      for (const { places } of bands) expect([places.raw, places.strict]).toEqual([places.counted, places.counted])
      const [last, next] = [...votes].sort((a, b) => b - a).slice(honours - 1) as [number, number]
      const divides = honours < votes.length && (last - next > Math.ceil(next / 200) ? 'robust' : 'close')
      expect(finding).toBe(divides || null)
      expect(line).toBe(honours < votes.length ? honours : null)
    }),
  )
})

test('one more counted vote never makes a place worse, one more reported vote never a better strict place', () => {
  fc.assert(
    fc.property(field, ({ numbers, figures }) => {
      const first = (of: Figures) => bandsOf(numbers, of, 1).bands[0]?.places as { counted: number; raw: number; strict: number }
      const before = first(figures)
      const own = figures.votes[1] as Counts
      const more = first({ ...figures, votes: { ...figures.votes, 1: { ...own, counted: own.counted + 1 } } })
      expect([more.counted <= before.counted, more.raw <= before.raw, more.strict <= before.strict]).toEqual([true, true, true])
      const reported = figures.reported as Reported
      const seen = first({ ...figures, reported: { ...reported, votes: { ...reported.votes, 1: (reported.votes[1] ?? 0) + 1 } } })
      expect([seen.strict >= before.strict, seen.counted]).toEqual([true, before.counted])
    }),
  )
})

test('more suspicion never turns a list that is not robust into one that is', () => {
  fc.assert(
    fc.property(field, line, fc.integer({ min: 1, max: 50 }), ({ numbers, figures }, honours, more) => {
      if (bandsOf(numbers, figures, honours).finding !== 'close') return
      const votes = Object.fromEntries(
        Object.entries(figures.votes).map(([number, of]) => [number, { ...of, void: of.void + more }]),
      )
      expect(bandsOf(numbers, { ...figures, votes }, honours).finding).not.toBe('robust')
    }),
  )
})

test('names within the line that are not the same under every reading are told', () => {
  expect(found(figures([100, 80, 60]), 2)).toBe('robust')
  expect(found(figures([100, 80, 60], { held: { 3: 25 } }), 2)).toBe('differs')
  expect(found(figures([100, 80, 60], { reported: { 2: 25 } }), 2)).toBe('differs')
  // What moves only above or below the line changes no list.
  expect(found(figures([100, 80, 60, 10, 5], { held: { 2: 25, 5: 6 } }), 2)).toBe('robust')
})

test('a tie across the line is told; one on either side of it is none', () => {
  expect(found(figures([100, 80, 80]), 2)).toBe('tied')
  expect(found(figures([100, 100, 80]), 2)).toBe('robust')
  expect(found(figures([100, 80, 20, 20]), 2)).toBe('robust')
})

test('a gap at the line that votes of the noticed kind could have made is told: five unnoticed for every 95', () => {
  const held = { 1: 190 }
  expect(bandsOf([1, 2, 3], figures([100, 80, 69], { held }).figures, 2)).toMatchObject({ allowance: 10, finding: 'robust' })
  expect(bandsOf([1, 2, 3], figures([100, 80, 70], { held }).figures, 2)).toMatchObject({ allowance: 10, finding: 'close' })
})

test('a list that would be another without the votes of one of its names that stand apart is told; none of the names is', () => {
  const among = (apart: ByNumber) => found(figures([100, 80, 60], { apart }), 2)
  expect([among({ 1: 38 }), among({ 2: 18 })]).toEqual(['robust', 'robust'])
  expect([among({ 1: 39 }), among({ 2: 19 })]).toEqual(['apart', 'apart'])
  // Who is not on the list has nothing to lose, and one name at a time is enough to ask for.
  expect(among({ 3: 60 })).toBe('robust')
  const { bands } = bandsOf([1, 2, 3], figures([100, 80, 60], { apart: { 2: 30 } }).figures, 2)
  expect(bands).toEqual(bandsOf([1, 2, 3], figures([100, 80, 60]).figures, 2).bands)
})

test('more votes apart never turn a list that is not robust into one that is', () => {
  fc.assert(
    fc.property(
      field,
      line,
      fc.dictionary(fc.constantFrom('1', '2', '3'), fc.nat(300)),
      ({ numbers, figures }, honours, apart) => {
        const before = bandsOf(numbers, figures, honours).finding
        const reported = { ...(figures.reported as Reported), apart }
        const after = bandsOf(numbers, { ...figures, reported }, honours).finding
        expect(after === before || (before === 'robust' && after === 'apart')).toBe(true)
      },
    ),
  )
})

test('where everybody is honoured, or nobody is counted off, there is no line and nothing to say of it', () => {
  for (const honours of [0, 3, 9])
    expect(bandsOf([1, 2, 3], figures([5, 5, 5]).figures, honours)).toMatchObject({ line: null, finding: null })
})
