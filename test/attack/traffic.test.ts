import { beforeAll, describe, expect, test } from 'vitest'
import type { ScoreVerdict } from '../../worker/rules/score/line.ts'
import { browserFamily, phoneModel } from '../../worker/rules/user-agent.ts'
import { Chance } from './chance.ts'
import { AddressBook, userAgentOf } from './http/disguise.ts'
import { quantile, quantileOf, shareOf, wilson } from './intervals.ts'
import { type Judged, judge } from './lane.ts'
import { somePhone } from './phones.ts'
import { planFor } from './plan.ts'
import { blinded, type Scorer } from './scorer.ts'
import { dayIn } from './shape.ts'
import { ATTACKS, type Attack, type LabelledLine, REGIMES } from './traffic.ts'
import { type World, worldOf } from './world.ts'

const small = (i: number, only: Attack | null = null): World => worldOf(planFor(i, { set: 'dev', only, organic: 1500 }))
const named = (world: World, label: LabelledLine['label']) => world.lines.filter(entry => entry.label === label)

describe('worlds', () => {
  let worlds: readonly World[] = []
  beforeAll(() => {
    worlds = Array.from({ length: 14 }, (_, i) => small(i))
  }, 60_000)

  test('a seed makes the same world twice, and another seed another', () => {
    expect(small(4)).toEqual(worlds[4])
    expect(small(5).lines).not.toEqual(worlds[4]?.lines)
  })

  test('development and test seeds never make the same world', () => {
    expect(planFor(0, { set: 'dev', only: null }).seed).not.toBe(planFor(0, { set: 'test', only: null }).seed)
    expect(planFor(99_999, { set: 'dev', only: null }).seed).toBeLessThan(planFor(0, { set: 'test', only: null }).seed)
  })

  test('ballots come in the order of time, within the window, under ids of their own', () => {
    for (const { lines, shape } of worlds) {
      const times = lines.map(({ line }) => line.at)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(times.every(at => at >= shape.opens && at < shape.closes)).toBe(true)
      expect(new Set(lines.map(({ line }) => line.id)).size).toBe(lines.length)
    }
  })

  test('nobody votes twice in a period, and every ballot keeps the rules of its campaign', () => {
    for (const { lines, shape } of worlds) {
      const periods = lines.map(({ line }) => `${line.voter}${shape.period === 'daily' ? dayIn(line.at) : ''}`)
      expect(new Set(periods).size).toBe(lines.length)
      const bad = lines.filter(({ line }) => {
        const choices = line.choices as readonly number[]
        const inside = shape.categories.map(({ nominees }) => choices.filter(choice => nominees.includes(choice)).length)
        const fits = shape.categories.every(({ min, max }, i) => (inside[i] ?? 0) >= min && (inside[i] ?? 0) <= max)
        return !fits || new Set(choices).size !== choices.length || inside.reduce((a, b) => a + b, 0) !== choices.length
      })
      expect(bad).toEqual([])
    }
  })

  test('what was bought has a regime and a target, what is honest has neither', () => {
    for (const { lines } of worlds)
      expect(lines.filter(({ label, regime, target }) => label in ATTACKS !== (regime !== null && target !== null))).toEqual([])
  })

  test('what is sold in a world is what its plan says, each in its regime', () => {
    for (const { lines, plan } of worlds) {
      const sold = new Set(lines.filter(({ regime }) => regime).map(({ label, regime }) => `${label} ${regime}`))
      expect(sold).toEqual(new Set(plan.attacks.map(({ attack, regime }) => `${attack} ${regime}`)))
    }
  })

  test('the share that was bought is the share that was planned', () => {
    for (const { lines, plan } of worlds) {
      const bought = lines.filter(({ regime }) => regime !== null).length / lines.length
      expect(Math.abs(bought - plan.volume)).toBeLessThan(0.03)
    }
  })

  test('every crowd and every attack in every regime has its turn', () => {
    const plans = Array.from({ length: 200 }, (_, i) => planFor(i, { set: 'test', only: null }))
    const attacks = plans.flatMap(plan => plan.attacks.map(({ attack, regime }) => `${attack} ${regime}`))
    const all = Object.keys(ATTACKS).flatMap(attack => REGIMES.map(regime => `${attack} ${regime}`))
    expect(all.filter(cell => attacks.filter(one => one === cell).length < 8)).toEqual([])
    const crowds = plans.flatMap(plan => plan.crowds)
    expect(new Set(crowds)).toEqual(new Set(['O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'O9', 'O10']))
  })

  test('signals that a home cannot know are absent from all its ballots', () => {
    for (const { lines, shape } of worlds) {
      expect(
        lines.every(({ line }) => (line.asn !== null) === shape.knows.asn && (line.hosting !== null) === shape.knows.asn),
      ).toBe(true)
      expect(lines.every(({ line }) => (line.region !== null) === shape.knows.region)).toBe(true)
    }
    expect(new Set(worlds.map(({ shape }) => `${shape.knows.asn}${shape.knows.region}`)).size).toBe(3)
  })

  test('a tag of an address is another one on another day', () => {
    const days = new Map<string, number>()
    const strange = worlds
      .flatMap(({ lines }) => lines)
      .filter(({ line }) => {
        const day = days.get(`${line.poll}${line.net}`) ?? dayIn(line.at)
        days.set(`${line.poll}${line.net}`, day)
        return day !== dayIn(line.at)
      })
    expect(strange).toEqual([])
  })

  test('honest people read for about half a minute, share the networks of carriers, and sleep at night', () => {
    const honest = worlds.flatMap(world => named(world, 'O1')).map(({ line }) => line)
    expect(
      quantile(
        honest.map(({ dwellMs }) => (dwellMs ?? 0) / 1000),
        0.5,
      ),
    ).toBeGreaterThan(22)
    expect(
      quantile(
        honest.map(({ dwellMs }) => (dwellMs ?? 0) / 1000),
        0.5,
      ),
    ).toBeLessThan(45)
    const night = honest.filter(({ at }) => new Date(at + 8 * 3_600_000).getUTCHours() < 6).length / honest.length
    expect(night).toBeLessThan(0.06)
    const networks = worlds.flatMap(world => new Set(named(world, 'O1').map(({ line }) => line.net)).size)
    expect(networks.reduce((a, b) => a + b, 0) / honest.length).toBeLessThan(0.6)
  })

  test('slow voters are slow, and scripts are quick', () => {
    const median = (label: LabelledLine['label']) =>
      quantile(
        worlds.flatMap(world => named(world, label)).map(({ line }) => Math.min(line.dwellMs ?? 0, 7_200_000)),
        0.5,
      )
    expect(median('O6')).toBeGreaterThan(3 * median('O1'))
    expect(median('O7')).toBeGreaterThan(6 * median('O1'))
    expect(median('A1')).toBeLessThan(median('O1'))
  })

  test('a farm in a poll of every day comes back with the same accounts', () => {
    const farms = Array.from({ length: 5 }, (_, i) => small(i, 'A3')).filter(({ shape }) => shape.period === 'daily')
    for (const world of farms) {
      const lines = named(world, 'A3')
      expect(lines.length / new Set(lines.map(({ line }) => line.voter)).size).toBeGreaterThan(world.shape.days * 0.6)
    }
    expect(farms.length).toBeGreaterThan(1)
  })

  test('a blind takes a signal out and nothing else', () => {
    const line = worlds[0]?.lines[0]?.line as LabelledLine['line']
    expect(blinded(line, ['asn', 'referrer'])).toEqual({ ...line, asn: null, hosting: null, referrer: 'none' })
  })
})

describe('over HTTP', () => {
  test('a phone is taken for what the generators say it is', () => {
    const chance = new Chance(3, 'phones')
    const phones = Array.from({ length: 2000 }, () => somePhone(chance)).concat(
      { ua: 'Program', model: null },
      { ua: '', model: null },
    )
    const seen = phones.map(phone => ({ ua: browserFamily(userAgentOf(phone)), model: phoneModel(userAgentOf(phone)) }))
    expect(seen).toEqual(phones)
  })

  test('one network becomes one range of addresses, and one tag one address', () => {
    const book = new AddressBook()
    const given = [
      { net: 'a', host: '1' },
      { net: 'a', host: '2' },
      { net: 'b', host: '3' },
      { net: 'a', host: '1' },
    ].map(tags => book.addressOf(tags))
    expect(given).toEqual(['11.0.0.1', '11.0.0.2', '11.0.1.1', '11.0.0.1'])
  })
})

describe('judging', () => {
  const order = { set: 'dev', seeds: 1, from: 0, only: 'A1', organic: 1500, scorer: null, blinds: [] } as const
  const holding =
    (held: boolean, families: ScoreVerdict['families'] = ['TIME', 'NAV']): Scorer =>
    async lines =>
      lines.map(({ id }) => ({
        id,
        status: held ? 'held' : 'counted',
        families: held ? families : [],
        reasons: [],
        score: 0,
      }))

  test('a scorer that holds everything or nothing is told so', async () => {
    const all = await judge(0, order, holding(true))
    const none = await judge(0, order, holding(false))
    const held = ({ shares }: Judged) => shares.reduce((n, share) => n + share.held, 0)
    expect([held(all), held(none), all.repeatable]).toEqual([all.ballots, 0, true])
    expect(none.places.map(({ raw, cleaned }) => raw === cleaned)).toEqual(none.places.map(() => true))
  })

  test('verdicts in another order than the ballots are refused', async () => {
    const turned: Scorer = async lines => [...(await holding(false)(lines))].reverse()
    await expect(judge(0, order, turned)).rejects.toThrow('the first strange one at 0')
  })

  test('network and place are one family, so a hold for these two is not explained', async () => {
    const judged = await judge(0, order, holding(true, ['NET', 'GEO']))
    expect(judged.unexplained).toBe(judged.ballots)
  })
})

describe('intervals', () => {
  test("Wilson's interval of the textbook: 10 of 100", () => {
    expect(wilson(10, 100).map(x => x.toFixed(4))).toEqual(['0.0552', '0.1744'])
  })

  test('worlds that disagree make a share less sure than the number of ballots says', () => {
    const agree = shareOf(Array.from({ length: 40 }, () => [50, 100] as const))
    const differ = shareOf(Array.from({ length: 40 }, (_, i) => [i % 2 ? 100 : 0, 100] as const))
    expect([agree.value, differ.value]).toEqual([0.5, 0.5])
    expect(differ.high - differ.low).toBeGreaterThan(3 * (agree.high - agree.low))
    expect(shareOf([[0, 0]]).worlds).toBe(0)
  })

  test('a quantile is one of the figures', () => {
    expect(quantileOf([[1, 2], [3], [10]], 0.5).value).toBe(2)
    expect(quantile([4, 1, 3], 0.95)).toBe(4)
  })

  test('chance draws what it says', () => {
    const chance = new Chance(7, 'test')
    const normal = Array.from({ length: 20_000 }, () => chance.normal())
    const mean = normal.reduce((a, b) => a + b, 0) / normal.length
    const variance = normal.reduce((a, b) => a + (b - mean) ** 2, 0) / normal.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.04)
    expect(new Chance(7, 'test').next()).not.toBe(new Chance(7, 'other').next())
  })
})
