import { ballotOf, someFavourite } from './ballots.ts'
import { Chance } from './chance.ts'
import { somewhere } from './networks.ts'
import { somebody, votes } from './people.ts'
import { fleet, oldPhone, spokenPhone } from './phones.ts'
import type { Scene } from './scene.ts'
import { HOUR, midnight } from './shape.ts'

/** O6: minutes over the page, old phones, tapped again before the answer came, often without script. */
export function elderly(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O6')
  for (let people = chance.whole(100, 300); people > 0; people--) {
    const who = somebody(scene, chance, { phone: oldPhone(chance) })
    const choices = ballotOf(scene.shape, chance, chance.yes(0.5) ? [someFavourite(scene.shape, chance)] : [], 'few')
    const at = scene.calendar.moment(chance)
    votes(scene, chance, who, at, choices, 'O6', { pace: 230, spread: 0.6, returning: 0.5, plain: 0.2, first: false })
  }
}

/** O7: five to twenty minutes by ear, some on a computer, the question in words instead of the machine's work. */
export function byEar(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O7')
  for (let people = chance.whole(15, 60); people > 0; people--) {
    const who = somebody(scene, chance, { phone: spokenPhone(chance) })
    const choices = ballotOf(scene.shape, chance, [], chance.yes(0.5) ? 'few' : 'many')
    const at = scene.calendar.moment(chance)
    votes(scene, chance, who, at, choices, 'O7', { pace: 620, spread: 0.5, returning: 0.3, plain: 0.4 })
  }
}

/** O8: an authority gave everybody the same phone and the same line out, and has a candidate. */
export function boughtInBulk(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O8')
  const own = someFavourite(scene.shape, chance)
  const line = scene.internet.office(chance, chance.whole(2, 16))
  const [phone] = fleet(chance, 1)
  const day = scene.calendar.someDay(chance)
  const days = chance.whole(1, 2)
  for (let people = chance.whole(150, 400); people > 0; people--) {
    const place = chance.yes(0.6) ? somewhere(chance, line) : scene.internet.mobile(chance)
    const who = somebody(scene, chance, { place, unit: '单位3', ...(chance.yes(0.85) && phone ? { phone } : {}) })
    const at = midnight(Math.min(scene.shape.days - 1, day + chance.whole(0, days - 1))) + chance.between(8, 19) * HOUR
    const choices = ballotOf(scene.shape, chance, chance.yes(0.85) ? [own] : [], chance.pick(['one', 'few', 'few']))
    votes(scene, chance, who, at, choices, 'O8', { pace: 28 })
  }
}
