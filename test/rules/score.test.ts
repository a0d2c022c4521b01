import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FAMILIES, type Family, familiesOf, REASONS, type ReasonCode } from '../../worker/rules/reason.ts'
import { reasonsAtCast } from '../../worker/rules/score/at-cast.ts'
import type { Traits } from '../../worker/rules/score/controls.ts'
import { impurity } from '../../worker/rules/score/impurity.ts'
import type { ScoreLine, ScoreVerdict } from '../../worker/rules/score/line.ts'
import { score } from '../../worker/rules/score/score.ts'
import { mayHold, sumOf } from '../../worker/rules/score/signs.ts'
import { SCORER, THRESHOLDS } from '../../worker/rules/score/thresholds.ts'
import { NO_SIGNALS } from '../../worker/rules/signals.ts'
import { DAY, HOUR } from '../../worker/rules/time.ts'
import { aCrowd, aDice, anOffice, aScript, people } from '../support/ballots.ts'
import { OPENS } from '../support/makers.ts'

const held = (verdicts: readonly ScoreVerdict[], lines: readonly ScoreLine[], of: string): number => {
  const ids = new Set(lines.filter(({ id }) => id.startsWith(of)).map(({ id }) => id))
  return verdicts.filter(({ id, status }) => ids.has(id) && status === 'held').length / ids.size
}

const shuffled = <T>(list: readonly T[], seed: number): T[] => {
  const dice = aDice(seed)
  return list
    .map(item => [dice(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

const sign = fc.record({ code: fc.constantFrom(...REASONS), points: fc.double({ min: 0, max: 2, noNaN: true }) })

test('no heap of signs of one family holds a ballot, nor any that says only where it came from', () => {
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 12 }), signs => {
      const { holds, codes } = sumOf(signs)
      if (!holds) return
      const families = familiesOf(codes)
      expect(families.length).toBeGreaterThanOrEqual(2)
      expect(families.every(family => family === 'NET' || family === 'GEO')).toBe(false)
      expect(mayHold(signs.filter(({ points }) => points >= THRESHOLDS.named))).toBe(true)
    }),
  )
  const heapOf = (...families: readonly Family[]) =>
    REASONS.filter(code => familiesOf([code]).every(family => families.includes(family))).map(code => ({ code, points: 99 }))
  for (const family of FAMILIES) expect([family, sumOf(heapOf(family)).holds]).toEqual([family, false])
  expect(sumOf(heapOf('NET', 'GEO')).holds).toBe(false)
})

test('coming together, from one place, on the same phones and for one person never suffices', () => {
  const codes = ['SURGE.CAND_HOUR', 'BALLOT.PLUMP', 'NET.PREFIX_BURST', 'DEV.UA_CONC', 'ID.NEW_RATIO', 'NAV.NO_REF'] as const
  expect(sumOf(codes.map(code => ({ code, points: 2 }))).holds).toBe(false)
})

test('what one call in a chat explains never suffices, however much of it comes together', () => {
  const called = [
    ...(['TIME.NARROW', 'TIME.UNIFORM', 'CHAL.NARROW', 'SURGE.CAND_HOUR', 'SURGE.ODD_HOURS'] as const),
    ...(['BALLOT.PLUMP', 'BALLOT.DUP_VECTOR', 'NAV.NO_REF', 'NET.SCATTERED'] as const),
  ]
  // Some are at home, each on a line of their own; and all may have looked at the list the day before.
  const points = (code: ReasonCode) => (code === 'NET.SCATTERED' ? THRESHOLDS.crowd.SCATTERED : 2)
  const neverFrom = (codes: readonly ReasonCode[]) =>
    fc.assert(
      fc.property(fc.subarray([...codes]), codes => {
        expect(sumOf(codes.map(code => ({ code, points: points(code) }))).holds).toBe(false)
      }),
    )
  neverFrom(called)
  neverFrom([...called.filter(code => code !== 'CHAL.NARROW'), 'ID.MADE_AHEAD'])
  expect(sumOf((['ID.MADE_AHEAD', 'CHAL.NARROW'] as const).map(code => ({ code, points: 2 }))).holds).toBe(true)
})

test('a sudden crowd is taken for rented addresses where nearly every ballot has a network of its own, not where many have', () => {
  const dice = aDice(21)
  const own = (name: string, share: number) => (line: ScoreLine, i: number) =>
    dice() < share ? { ...line, host: `${name}${i}`, net: `${name}${i}` } : line
  const crowd = (name: string, day: number, choice: number) => (line: ScoreLine, i: number) => {
    const at = Math.floor(OPENS + day * DAY + (10 + 1.6 * dice()) * HOUR)
    const identityAgeMs = (line.dwellMs as number) + 600
    return { ...line, id: `${name}${i}`, voter: `${name}${i}`, at, choices: [choice], identityAgeMs }
  }
  const lines = [
    ...people(21, 4000).map(own('line', 0.22)),
    ...people(22, 250)
      .map(crowd('rented', 3, 10))
      .map(own('exit', 1)),
    ...people(23, 250)
      .map(crowd('home', 1, 9))
      .map(own('home', 0.6)),
  ]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'rented')).toBeGreaterThanOrEqual(0.7)
  expect(held(verdicts, lines, 'home')).toBe(0)
  expect(held(verdicts, lines, 'p')).toBeLessThanOrEqual(0.001)
})

test('accounts kept in store are known by their births and their machines, and people who looked the day before are not taken for them', () => {
  const dice = aDice(24)
  const days = [0, 1, 2, 3, 4]
  const daily = (name: string, own: (i: number, day: number) => Partial<ScoreLine>) =>
    days.flatMap(day =>
      people(25 + day, 70).map((line, i): ScoreLine => {
        const at = Math.floor(OPENS + day * DAY + (1 + 4 * dice()) * HOUR)
        const made = OPENS - 20 * HOUR + Math.floor((i / 70) * 2 * HOUR)
        return { ...line, id: `${name}${day}-${i}`, voter: `${name}${i}`, at, identityAgeMs: at - made, ...own(i, day) }
      }),
    )
  const shelf = daily('shelf', (i, day) => ({
    choices: [10],
    challengeMs: 1900 + Math.floor(400 * dice()),
    ...{ host: `s${day}-${i}`, net: `s${day}-${i % 3}`, model: `M${i % 8}`, ua: 'WeChat Android 8' },
  }))
  const readers = daily('reader', (i, day) => ({ choices: [9], host: `o${day}-${i % 2}`, net: `o${day}` }))
  const regulars = days.flatMap(day =>
    people(40, 400).map((line, i): ScoreLine => {
      const at = OPENS + day * DAY + Math.floor(12 * dice() * HOUR)
      return { ...line, id: `p${day}-${i}`, voter: `p${i}`, at, identityAgeMs: at - (OPENS - 30 * DAY) + i * 60_000 }
    }),
  )
  const lines = [...people(41, 3000), ...regulars, ...shelf, ...readers]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'shelf')).toBeGreaterThanOrEqual(0.7)
  expect(held(verdicts, lines, 'reader')).toBeLessThanOrEqual(0.005)
  expect(verdicts.find(({ id }) => id === 'shelf2-3')?.reasons).toContain('ID.MADE_AHEAD')
})

test('a crowd is pure where nobody of the same campaign would be taken for it, and not where all would', () => {
  const cells = new Uint8Array(1100).fill(1)
  const sure = Float64Array.from(cells, (_, i) => (i < 100 ? 0.9999 : 0))
  const traits: Traits = new Map([['rank', { cells, usual: new Float64Array([0.5, 0.5]) }]])
  const signs = [{ code: 'TIME.NARROW', points: 1, trait: cells, marked: new Uint8Array([0, 2]) }] as const
  const shareOfPeople = (alike: number) => {
    const trial = { cells: [new Uint8Array(10_000).fill(1)], sure: new Float64Array(10_000).fill(alike) }
    return impurity({ traits, sure }, signs, trial)(0)
  }
  expect(shareOfPeople(0)).toBeLessThanOrEqual(THRESHOLDS.control.impure)
  expect(shareOfPeople(0.9999)).toBeGreaterThan(0.5)
})

test('an unverified human check decides nothing when ballots are seen beside each other', () => {
  const lines = people(1, 300).map(
    (line, i): ScoreLine => ({ ...line, challenge: i % 3 ? 'passed' : 'unverified', challengeMs: null }),
  )
  expect(held(score(lines), lines, 'p')).toBe(0)
})

test('a script is held, an office of six hundred that votes for its own within the hour is not', () => {
  const lines = [...people(2, 3000), ...anOffice(2, 600), ...aScript(2, 300)]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'script')).toBeGreaterThanOrEqual(0.99)
  expect(held(verdicts, lines, 'office')).toBeLessThanOrEqual(0.005)
  expect(held(verdicts, lines, 'p')).toBeLessThanOrEqual(0.001)
  for (const { status, families } of verdicts) if (status === 'held') expect(families.length).toBeGreaterThanOrEqual(2)
})

test('where neither network nor region nor referrer is known a script is held all the same, and people are not', () => {
  const lines = [...people(3, 3000), ...anOffice(3, 400), ...aScript(3, 300)].map(
    (line): ScoreLine => ({ ...line, asn: null, hosting: null, country: null, region: null, referrer: 'none' }),
  )
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'script')).toBeGreaterThanOrEqual(0.95)
  expect([held(verdicts, lines, 'office'), held(verdicts, lines, 'p')]).toEqual([0, 0])
})

test('T03: a thousand fresh cookies of one device behind one network are held, a thousand people behind it are not', () => {
  const cookies = aScript(8, 1000).map(
    (line, i): ScoreLine => ({
      ...line,
      id: `cookie${i}`,
      host: 'one',
      net: 'one',
      dwellMs: 8000 + ((i * 37) % 5000),
      at: line.at + i * 9000,
    }),
  )
  const neighbours = anOffice(8, 1000)
  const lines = [...people(8, 3000), ...cookies, ...neighbours]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'cookie')).toBeGreaterThanOrEqual(0.95)
  expect(held(verdicts, lines, 'office')).toBeLessThanOrEqual(0.005)
})

test('a script on a few lines rented at home is held by its lines, however few of its ballots name one nominee or share a phone', () => {
  const dice = aDice(14)
  const rented = people(14, 240).map((line, i): ScoreLine => {
    const [day, net] = [1 + (i % 2), i % 4]
    return {
      ...line,
      id: `rented${i}`,
      at: OPENS + day * DAY + Math.floor(12 * dice() * HOUR),
      dwellMs: 8000 + Math.floor(12_000 * dice()),
      challengeMs: 150 + Math.floor(250 * dice()),
      views: 1,
      host: `r${day}-${net}-${i % 40}`,
      net: `r${day}-${net}`,
    }
  })
  const neighbours = people(15, 240).map((line, i): ScoreLine => ({ ...line, id: `neighbour${i}`, net: `k${i % 4}` }))
  const lines = [...people(16, 4000), ...rented, ...neighbours]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'rented')).toBeGreaterThanOrEqual(0.9)
  expect(held(verdicts, lines, 'neighbour')).toBeLessThanOrEqual(0.01)
})

test('T03: cookies that one phone throws away one after the other are known by just that, whomever they are for', () => {
  const cookies = people(8, 300).map((line, i): ScoreLine => {
    const dwellMs = 20_000 + ((i * 3701) % 30_000)
    const alone = { id: `cookie${i}`, voter: `cookie${i}`, host: 'one', net: 'one', dwellMs, identityAgeMs: dwellMs + 2000 }
    return { ...line, ...alone, at: OPENS + 3 * DAY + HOUR + i * 60_000 + ((i * 7919) % 9000) }
  })
  const lines = [...people(9, 3000), ...cookies]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'cookie')).toBeGreaterThanOrEqual(0.95)
  const own = verdicts.filter(({ id }) => id.startsWith('cookie'))
  expect(own.filter(({ reasons }) => !reasons.includes('DEV.COOKIE_CHURN'))).toEqual([])
})

test('T04: forty accounts that vote alike in the same ten minutes day after day are held, a ward with the same habit is not', () => {
  const days = [0, 1, 2, 3]
  const farm = days.flatMap(day =>
    people(9, 40).map((line, i): ScoreLine => {
      const at = OPENS + day * DAY + HOUR + i * 12_000
      return {
        ...line,
        id: `farm${day}-${i}`,
        voter: `farm${i}`,
        at,
        choices: [12, 11],
        dwellMs: 8000 + i * 20,
        model: 'M3',
        ua: 'WeChat Android 8',
      }
    }),
  )
  const ward = days.flatMap(day =>
    people(10, 40).map((line, i): ScoreLine => {
      const at = OPENS + day * DAY + 3 * HOUR + i * 12_000
      return { ...line, id: `ward${day}-${i}`, voter: `ward${i}`, at, choices: [8], host: `ward${day}`, net: `ward${day}` }
    }),
  )
  const lines = [...people(11, 3000), ...farm, ...ward]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'farm')).toBeGreaterThanOrEqual(0.95)
  expect(held(verdicts, lines, 'ward')).toBeLessThanOrEqual(0.005)
  expect(verdicts.find(({ id }) => id === 'farm0-3')?.reasons).toContain('LOCKSTEP.GROUP')
})

test('hired people are found as a crowd, and who is held knows at least two families of why', () => {
  const lines = [...people(4, 5000), ...aCrowd(4, 500)]
  const verdicts = score(lines)
  expect(held(verdicts, lines, 'hired')).toBeGreaterThanOrEqual(0.6)
  expect(held(verdicts, lines, 'p')).toBeLessThanOrEqual(0.002)
})

test('two looks give the same bytes, and the order of the lines changes no verdict', () => {
  const lines = [...people(5, 1500), ...anOffice(5, 200), ...aScript(5, 150)]
  const first = score(lines)
  expect(JSON.stringify(score(lines))).toBe(JSON.stringify(first))
  const byId = new Map(first.map(verdict => [verdict.id, verdict]))
  for (const verdict of score(shuffled(lines, 99))) expect(verdict).toEqual(byId.get(verdict.id))
})

test('pouring ballots over everybody does not raise what is usual for the one who is attacked', () => {
  const poured = aScript(7, 900).map(
    (line, i): ScoreLine => ({ ...line, id: `poured${i}`, choices: [1 + (i % 12)], at: line.at - 60 * 3600_000 + i * 200_000 }),
  )
  const lines = [...people(7, 3000), ...poured, ...aScript(7, 300)]
  expect(held(score(lines), lines, 'script')).toBeGreaterThanOrEqual(0.95)
})

test('nothing known is nothing suspected: a poll without any signal holds no ballot', () => {
  const bare = (line: ScoreLine): ScoreLine => ({ ...line, ...NO_SIGNALS, views: null, unit: null })
  const lines = [...people(6, 800), ...anOffice(6, 300), ...aScript(6, 200)].map(bare)
  expect(score(lines).filter(({ status }) => status === 'held')).toEqual([])
})

test('any line at all gets one verdict, in its place, with points that are a number', () => {
  const quantity = fc.option(fc.double({ min: 0, max: 1e13, noNaN: true }), { nil: null })
  const text = fc.option(fc.string({ maxLength: 4 }), { nil: null })
  const line: fc.Arbitrary<ScoreLine> = fc.record({
    id: fc.string({ minLength: 1 }),
    at: fc.integer({ min: 0, max: 8.64e15 }),
    poll: fc.constantFrom('a', 'b'),
    choices: fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 5 }),
    level: fc.constantFrom('device', 'openid', 'code', 'roster'),
    voter: fc.string(),
    identityAgeMs: quantity,
    dwellMs: quantity,
    views: fc.option(fc.nat(), { nil: null }),
    referrer: fc.constantFrom('wechat', 'direct', 'search', 'other', 'none'),
    challenge: fc.constantFrom('passed', 'unverified', 'none'),
    challengeMs: quantity,
    host: text,
    net: text,
    asn: fc.option(fc.nat(), { nil: null }),
    hosting: fc.option(fc.boolean(), { nil: null }),
    country: text,
    region: text,
    ua: fc.string({ maxLength: 3 }),
    model: text,
    unit: text,
  })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), lines => {
      const verdicts = score(lines)
      expect(verdicts.map(({ id }) => id)).toEqual(lines.map(({ id }) => id))
      expect(verdicts.every(verdict => Number.isFinite(verdict.score))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('on receipt a ballot is held only for what no person can do, together with something else', () => {
  const script = { ...NO_SIGNALS, ua: 'WeChat Android 8', dwellMs: 400, views: 0, identityAgeMs: 500, challengeMs: 80 }
  const cast = (signals: typeof NO_SIGNALS, verified = true) => reasonsAtCast({ level: 'openid', verified, choices: 3, signals })
  expect(cast(script)).toEqual(['TIME.IMPOSSIBLE', 'NAV.NO_VIEW', 'CHAL.FAST', 'ID.NEW_RATIO'])
  expect(cast(NO_SIGNALS)).toEqual([])
  expect(cast(NO_SIGNALS, false)).toEqual(['CHAL.UNVERIFIED'])
  expect(cast({ ...script, dwellMs: null })).toEqual([])
  expect(cast({ ...script, dwellMs: 4000 })).toEqual([])
  expect(cast({ ...NO_SIGNALS, ua: 'WeChat Android 8', dwellMs: 400, views: 3 })).toEqual([])
})

test('the name of the scorer says its figures', () => {
  expect(SCORER).toMatch(new RegExp(`^mingping-${THRESHOLDS.version}-[0-9a-f]{12}$`))
})
