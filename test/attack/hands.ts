import { human } from './guises.ts'
import { somewhere } from './networks.ts'
import { bought, fill, type Order, start } from './order.ts'
import { wechatPhone } from './phones.ts'
import { HOUR, MINUTE, midnight, SECOND } from './shape.ts'
import { by } from './traffic.ts'

/** A4: a task on a platform: open, tick one name, take a picture of the receipt. */
export function crowdWorkers(order: Order): void {
  const { scene, chance, regime } = order
  const guise = human(order, { pace: by(regime, 9, 14, 22), spread: by(regime, 0.4, 0.5, 0.6), far: by(regime, 0.95, 0.85, 0.5) })
  const hours = by(regime, chance.between(2, 4), chance.between(5, 9), 60)
  const from = start(order, by(regime, 4, 9, 60))
  // The buyer's task says: two more names, so that it does not look bought.
  const alone = by(regime, 0.95, 0.6, 0.35)
  fill(order, guise, () => {
    const at = from + (regime === 'evasive' ? chance.next() * hours * HOUR : chance.exponential((hours * HOUR) / 2.5))
    const day = Math.floor((at - midnight(0)) / (24 * HOUR))
    const waking = regime === 'evasive' ? scene.calendar.hourOf(chance, day) : at
    return { at: waking, choices: bought(order, chance.yes(alone) ? 'one' : 'few') }
  })
}

/** A5: groups of people who all have somebody in some vote and vote for one another's. Real people, a dozen at a time. */
export function exchange(order: Order): void {
  const { scene, chance, regime } = order
  const guise = human(order, { pace: by(regime, 10, 13, 20), spread: 0.6, far: by(regime, 0.9, 0.75, 0.5) })
  const size = () => Math.ceil(chance.logNormal(by(regime, 28, 15, 7), 0.5))
  let [at, left] = [0, 0]
  fill(order, guise, () => {
    if (left === 0) {
      at = scene.calendar.moment(chance)
      left = size()
    }
    left -= 1
    return {
      at: at + chance.exponential(12 * MINUTE),
      choices: bought(order, chance.yes(by(regime, 0.95, 0.8, 0.6)) ? 'one' : 'few'),
    }
  })
}

/** A8: somebody who handed out codes kept those that nobody fetched, and sits down with them. */
export function leakedCodes(order: Order): void {
  const { scene, chance, regime } = order
  const { internet, shape } = scene
  const phones = Array.from({ length: by(regime, 1, 3, 12) }, () => wechatPhone(chance))
  const line = internet.office(chance, by(regime, 1, 1, 2))
  const guise = {
    ...human(order, { pace: by(regime, 5, 9, 18), spread: by(regime, 0.2, 0.3, 0.5), far: 0 }),
    phone: () => chance.pick(phones),
    place: () => (chance.yes(by(regime, 1, 0.6, 0.2)) ? somewhere(chance, line) : internet.mobile(chance)),
  }
  const same = bought(order, 'one')
  let at = start(order, 4)
  const unit = `单位${chance.whole(1, 24)}`
  fill(order, guise, place => {
    if (regime === 'evasive' && place % 12 === 0) at = scene.calendar.moment(chance)
    at += SECOND * by(regime, chance.between(9, 14), chance.between(20, 60), chance.exponential(240))
    if (at >= shape.closes) at = start(order, 4)
    return { at, unit, choices: by(regime, same, bought(order, 'one'), bought(order, chance.yes(0.5) ? 'one' : 'few')) }
  })
}
