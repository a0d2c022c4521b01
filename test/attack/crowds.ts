import { ballotOf, ranked, someFavourite } from './ballots.ts'
import { Chance } from './chance.ts'
import { somewhere } from './networks.ts'
import { somebody, votes } from './people.ts'
import { wechatPhone } from './phones.ts'
import type { Scene } from './scene.ts'
import { HOUR, MINUTE, midnight, REGIONS } from './shape.ts'

/** O2: a unit asks its people to vote for its own candidate. One office, one hour, one name, and all of it allowed. */
export function unitMobilisation(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O2')
  for (let unit = chance.whole(1, 4); unit > 0; unit--) {
    const own = someFavourite(scene.shape, chance)
    const people = Math.round(80 * 11.25 ** chance.next())
    const office = scene.internet.office(chance, chance.whole(1, 3))
    const called = midnight(scene.calendar.someDay(chance)) + chance.pick([8.6, 9, 10, 11, 14, 15, 16.5]) * HOUR
    const [inside, alone] = [chance.between(0.55, 0.95), chance.between(0.3, 0.9)]
    // Some units hand out a list of names to tick.
    const list = chance.yes(0.35) ? ballotOf(scene.shape, chance, [own], 'many') : null
    const unitName = `单位${chance.whole(1, 24)}`
    for (let i = 0; i < people; i++) {
      const place = chance.yes(inside) ? somewhere(chance, office) : scene.internet.mobile(chance)
      const phone = chance.yes(0.9) ? { phone: wechatPhone(chance) } : {}
      const who = somebody(scene, chance, { place, unit: unitName, ...phone })
      const choices =
        list && chance.yes(0.6)
          ? list
          : ballotOf(scene.shape, chance, chance.yes(0.96) ? [own] : [], chance.yes(alone) ? 'one' : 'few')
      const at = called + (chance.yes(0.85) ? chance.exponential(22 * MINUTE) : chance.between(0, 8 * HOUR))
      votes(scene, chance, who, at, choices, 'O2', { pace: 24, spread: 0.65, returning: 0.05 })
    }
  }
}

/** O3: thousands of students behind four addresses, for their own teacher, in the evenings. */
export function campus(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O3')
  const own = someFavourite(scene.shape, chance)
  const networks = Array.from({ length: chance.whole(1, 2) }, () => scene.internet.campus(4))
  const from = scene.calendar.someDay(chance)
  for (let students = chance.whole(300, Math.ceil(scene.shape.organic * 0.12)); students > 0; students--) {
    const place = chance.yes(0.8) ? somewhere(chance, chance.pick(networks)) : scene.internet.mobile(chance)
    const who = somebody(scene, chance, { place, phone: wechatPhone(chance), before: 0.1 })
    const day = Math.min(scene.shape.days - 1, from + chance.whole(0, 2))
    const at = midnight(day) + (chance.yes(0.7) ? 21.5 * HOUR + chance.normal() * 70 * MINUTE : chance.between(8, 23.5) * HOUR)
    const choices = ballotOf(scene.shape, chance, chance.yes(0.6) ? [own] : [], chance.yes(0.5) ? 'one' : 'few')
    votes(scene, chance, who, at, choices, 'O3', { pace: 22, returning: 0.08 })
  }
}

/** O4: nurses vote when the ward sleeps, at hours in which hardly anybody else does. */
export function nightShift(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O4')
  const own = someFavourite(scene.shape, chance)
  const hospital = scene.internet.office(chance, chance.whole(1, 2))
  const nights = chance.whole(1, 4)
  const first = chance.whole(1, Math.max(1, scene.shape.days - nights))
  for (let nurses = chance.whole(60, 250); nurses > 0; nurses--) {
    const place = chance.yes(0.75) ? somewhere(chance, hospital) : scene.internet.mobile(chance)
    const who = somebody(scene, chance, { place, unit: '单位7' })
    const at = midnight(first + chance.whole(0, nights - 1)) + Math.max(0, 2.5 * HOUR + chance.normal() * 75 * MINUTE)
    const choices = ballotOf(scene.shape, chance, chance.yes(0.85) ? [own] : [], chance.yes(0.5) ? 'one' : 'few')
    votes(scene, chance, who, at, choices, 'O4', { pace: 32 })
  }
}

/** O5: the evening news or an official account shows the vote; thousands come within the hour, many for whom it showed. */
export function push(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O5')
  const shown = chance.yes(0.65) ? someFavourite(scene.shape, chance) : null
  const start = midnight(scene.calendar.someDay(chance)) + chance.pick([7.5, 12, 18.5, 19.6, 20]) * HOUR
  const account = chance.yes(0.7)
  for (let people = Math.round(scene.shape.organic * chance.between(0.06, 0.2)); people > 0; people--) {
    const phone = account ? { phone: wechatPhone(chance) } : {}
    const who = somebody(scene, chance, { ...phone, before: 0.08 })
    const favourites = shown !== null && chance.yes(0.7) ? [shown] : []
    const choices = ballotOf(scene.shape, chance, favourites, chance.pick(['one', 'few', 'few', 'many']))
    const at = start + (chance.yes(0.8) ? chance.exponential(35 * MINUTE) : chance.exponential(5 * HOUR))
    votes(scene, chance, who, at, choices, 'O5', { pace: 33, returning: 0.03 })
  }
}

/** O9: those who moved away vote for somebody from home: every province, groups of natives, several days. */
export function natives(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O9')
  const own = someFavourite(scene.shape, chance)
  const far = chance.sample(REGIONS, chance.whole(3, 12), () => 1)
  const waves = Array.from({ length: chance.whole(3, 8) }, () => scene.calendar.moment(chance))
  for (let people = chance.whole(150, 600); people > 0; people--) {
    const who = somebody(scene, chance, { place: scene.internet.mobile(chance, chance.pick(far)), phone: wechatPhone(chance) })
    const at = chance.yes(0.6) ? chance.pick(waves) + chance.exponential(80 * MINUTE) : scene.calendar.moment(chance)
    const choices = ballotOf(scene.shape, chance, chance.yes(0.9) ? [own] : [], chance.pick(['one', 'one', 'few', 'many']))
    votes(scene, chance, who, at, choices, 'O9', { pace: 28 })
  }
}

/** O10: on the last day everybody remembers the one whom everybody loves. */
export function lastDay(scene: Scene): void {
  const chance = new Chance(scene.shape.seed, 'O10')
  const loved = ranked(scene.shape, chance.whole(0, scene.shape.categories.length - 1))[0] as number
  const hours = chance.between(6, 15)
  for (let people = Math.round(scene.shape.organic * chance.between(0.05, 0.15)); people > 0; people--) {
    const who = somebody(scene, chance)
    const at = scene.shape.closes - hours * HOUR * chance.next() ** 1.6 - chance.next() * MINUTE
    const choices = ballotOf(scene.shape, chance, chance.yes(0.92) ? [loved] : [], chance.pick(['one', 'few', 'few', 'many']))
    votes(scene, chance, who, at, choices, 'O10', { pace: 30 })
  }
}
