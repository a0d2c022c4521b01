import { expect, test } from 'vitest'
import type { ReasonCode } from '../../worker/rules/reason.ts'
import type { ScoreVerdict } from '../../worker/rules/score/line.ts'
import { score } from '../../worker/rules/score/score.ts'
import { ballotOf, someFavourite } from './ballots.ts'
import { Chance } from './chance.ts'
import { individuals } from './individuals.ts'
import { somewhere } from './networks.ts'
import { somebody, votes } from './people.ts'
import { fleet, wechatPhone } from './phones.ts'
import { Scene } from './scene.ts'
import { HOUR, MINUTE, midnight, type Shape, shapeOf } from './shape.ts'

// Honest crowds that came after the scorer learnt of rented addresses and of stored accounts: what these have in common
// with them must not suffice. They are no part of the worlds, whose seeds stay what they were.

const WORLDS = 6

interface Crowd {
  readonly scene: Scene
  readonly chance: Chance
  readonly own: number
}

const called = { pace: 24, spread: 0.65, returning: 0.05 }
const choicesIn = ({ scene: { shape }, chance, own }: Crowd) => ballotOf(shape, chance, [own], chance.yes(0.6) ? 'one' : 'few')
const someDay = (shape: Shape, chance: Chance) => midnight(chance.whole(1, shape.days - 1))

/** Most of them on a line of their own at home, all within an hour of one evening. */
function homeInTheEvening(crowd: Crowd): void {
  const { scene, chance } = crowd
  const atHome = chance.between(0.5, 0.9)
  const from = someDay(scene.shape, chance) + chance.between(18.5, 21) * HOUR
  for (let people = chance.whole(80, 400); people > 0; people--) {
    const place = chance.yes(atHome) ? scene.internet.home(chance) : scene.internet.mobile(chance)
    const who = somebody(scene, chance, { place, phone: wechatPhone(chance), before: 0.05 })
    votes(scene, chance, who, from + chance.exponential(25 * MINUTE), choicesIn(crowd), 'O2', called)
  }
}

/** An office in which all had looked at the list within the same hours before the opening; in some all have the same two phones. */
function lookedAhead(crowd: Crowd): void {
  const { scene, chance } = crowd
  const { shape, internet } = scene
  const office = internet.office(chance, 2)
  const told = shape.opens - chance.between(4, 40) * HOUR
  const bulk = chance.yes(0.5) ? fleet(chance, 2) : null
  for (let people = chance.whole(80, 300); people > 0; people--) {
    const place = chance.yes(0.8) ? somewhere(chance, office) : internet.mobile(chance)
    const phone = bulk ? chance.pick(bulk) : wechatPhone(chance)
    const who = { ...somebody(scene, chance, { place, phone }), since: told + chance.exponential(HOUR) }
    for (let day = 0; day < (shape.period === 'daily' ? shape.days : 1); day++) {
      const at = Math.max(shape.opens + MINUTE, midnight(day) + chance.between(9, 12) * HOUR)
      if (chance.yes(0.7)) votes(scene, chance, who, at, choicesIn(crowd), 'O2', called)
    }
  }
}

/** Told of the vote in the evening, called at the next noon, everybody on the air. */
function toldTheEveningBefore(crowd: Crowd): void {
  const { scene, chance } = crowd
  const noon = someDay(scene.shape, chance) + 12 * HOUR
  for (let people = chance.whole(80, 300); people > 0; people--) {
    const own = { place: scene.internet.mobile(chance), phone: wechatPhone(chance) }
    const who = { ...somebody(scene, chance, own), since: noon - 16 * HOUR + chance.exponential(HOUR) }
    votes(scene, chance, who, noon + chance.exponential(25 * MINUTE), choicesIn(crowd), 'O2', called)
  }
}

/** The reasons of every ballot of the crowd that is held, over worlds of which every other one votes daily. */
function heldOf(crowd: (crowd: Crowd) => void): readonly (readonly ReasonCode[])[] {
  const held: (readonly ReasonCode[])[] = []
  for (let seed = 900_000; seed < 900_000 + WORLDS; seed++) {
    const shape = shapeOf(seed, { period: seed % 2 ? 'daily' : 'once', organic: 5000 })
    const scene = new Scene(shape)
    const chance = new Chance(seed, crowd.name)
    crowd({ scene, chance, own: someFavourite(shape, chance) })
    individuals(scene, shape.organic - scene.lines.length)
    const verdicts = score(scene.lines.map(({ line }, i) => ({ ...line, id: `b${i}` })))
    scene.lines.forEach(({ label }, i) => {
      if (label !== 'O2') return
      const verdict = verdicts[i] as ScoreVerdict
      if (verdict.status === 'held') held.push(verdict.reasons)
    })
  }
  return held
}

test('people who are called up in the evening and vote from home, each on a line of their own, are not held', () => {
  expect(heldOf(homeInTheEvening)).toEqual([])
})

test('colleagues who had all looked at the list the day before the opening are not held for it', () => {
  expect(heldOf(lookedAhead).filter(reasons => reasons.includes('ID.MADE_AHEAD'))).toEqual([])
})

test('people who were told in the evening and vote at the next noon are not held for it', () => {
  expect(heldOf(toldTheEveningBefore)).toEqual([])
})
