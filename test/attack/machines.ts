import { ballotOf, ranked } from './ballots.ts'
import { proxied, resampled, scripted, shelved } from './guises.ts'
import { bought, fill, type Guise, type Order, send, start } from './order.ts'
import { DAY, dayIn, HOUR, MINUTE, midnight, SECOND } from './shape.ts'
import { by } from './traffic.ts'

/** A1: one ballot after the other. */
export function script(order: Order): void {
  const { chance, regime } = order
  const guise = scripted(order)
  const same = bought(order, 'one')
  const sessions = by(regime, 1, 1, 3)
  const gap = () => SECOND * by(regime, chance.between(1, 3), chance.between(2, 6), chance.exponential(14))
  let at = start(order, 3)
  fill(order, guise, place => {
    if (place > 0 && place % Math.ceil(order.votes / sessions) === 0) at = start(order, 3)
    at += gap()
    const choices = by(regime, same, bought(order, chance.yes(0.7) ? 'one' : 'few'), bought(order, 'few'))
    return { at, choices }
  })
}

/** A2: the same through rented exits, in hours (naive, tuned) or on some evenings (evasive). */
export function proxyPool(order: Order): void {
  const { chance, regime } = order
  const guise = proxied(order)
  const [from, hours] = [start(order, 8), by(regime, chance.between(1, 3), chance.between(4, 8), 0)]
  const evenings = Array.from({ length: chance.whole(3, 5) }, () => eveningOf(order))
  fill(order, guise, () => ({
    at: regime === 'evasive' ? chance.pick(evenings) + chance.between(0, 1.6 * HOUR) : from + chance.between(0, hours * HOUR),
    choices: bought(order, by(regime, 'one', chance.yes(0.6) ? 'one' : 'few', chance.yes(0.35) ? 'one' : 'few')),
  }))
}

const eveningOf = ({ scene, chance }: Order): number =>
  midnight(chance.whole(0, scene.shape.days - 1)) + chance.between(18, 21.5) * HOUR

/** A3: the same accounts every day at the same hour; where one may vote only once, shelf after shelf in a row. */
export function farm(order: Order): void {
  if (order.scene.shape.period === 'daily') lockstep(order)
  else shelfByShelf(order)
}

function lockstep(order: Order): void {
  const { scene, chance, regime, votes } = order
  const guise = shelved(order)
  const taking = by(regime, 1, 0.97, 0.8)
  const days = scene.shape.days - 1
  const made = scene.shape.opens - chance.between(0, 2) * DAY
  const accounts = Array.from({ length: Math.max(10, Math.ceil(votes / (days * taking))) }, () => ({
    voter: scene.newVoter(),
    phone: guise.phone(),
    since: made + chance.between(0, 4) * HOUR,
    habit: bought(order, by(regime, 'one', 'one', 'few')),
  }))
  const same = bought(order, 'one')
  const hour = chance.between(9, 20)
  for (let day = 1; day <= days; day++)
    for (const { voter, phone, since, habit } of accounts) {
      if (!chance.yes(taking)) continue
      const window = by(regime, 15 * MINUTE, HOUR, 4 * HOUR)
      const choices = by(regime, same, habit, chance.yes(0.5) ? habit : bought(order, 'few'))
      send(order, guise, { at: midnight(day) + hour * HOUR + chance.between(0, window), choices, voter, phone, since })
    }
}

function shelfByShelf(order: Order): void {
  const { chance, regime, votes } = order
  const guise = shelved(order)
  const same = bought(order, 'one')
  const sessions = by(regime, 1, 3, 8)
  let at = start(order, 6)
  fill(order, guise, place => {
    if (place > 0 && place % Math.ceil(votes / sessions) === 0) at = start(order, 6)
    at += SECOND * by(regime, chance.between(5, 8), chance.between(6, 20), chance.exponential(25))
    const since = at - by(regime, chance.between(0.5, 1), chance.between(1, 6), chance.between(1, 72)) * HOUR
    return { at, since, choices: by(regime, same, bought(order, chance.yes(0.8) ? 'one' : 'few'), bought(order, 'few')) }
  })
}

/** A6: a few an hour, all the time, at night as well (naive); by the hours of honest people (evasive). */
export function slowDrip(order: Order): void {
  const { scene, chance, regime, votes } = order
  const { opens, closes } = scene.shape
  const guise = regime === 'evasive' ? proxied(order) : shelved(order)
  const step = (closes - opens) / votes
  fill(order, guise, place => {
    const even = opens + (place + 0.5) * step
    const waking = midnight(dayIn(even)) + chance.between(7, 23.5) * HOUR
    const at = by(regime, even + chance.between(-0.1, 0.1) * step, waking, scene.calendar.moment(chance))
    return { at, choices: bought(order, by(regime, 'one', 'one', chance.yes(0.5) ? 'one' : 'few')) }
  })
}

/** A7: junk for the leader, so that the leader is suspected. It is meant to be seen: cheap even where the attacker could do better. */
export function falseFlag(order: Order): void {
  if (order.regime === 'naive') script(order)
  else proxyPool({ ...order, regime: by(order.regime, 'naive', 'naive', 'tuned') })
}

/** A11: everything but the network and the name is what honest voters did. */
export function mimicry(order: Order): void {
  const { scene, chance, regime } = order
  const honest = scene.lines.filter(({ label }) => label === 'O1').map(({ line }) => line)
  const guise = resampled(order, honest)
  const days = Array.from({ length: by(regime, 2, 4, scene.shape.days) }, () => chance.whole(0, scene.shape.days - 1))
  fill(order, guise, () => {
    const at = regime === 'evasive' ? scene.calendar.moment(chance) : scene.calendar.hourOf(chance, chance.pick(days))
    return { at, choices: by(regime, bought(order, 'one'), bought(order, 'few'), swapped(order, chance.pick(honest).choices)) }
  })
}

/** An honest ballot in which the bought name takes the place of another of its category. */
function swapped(
  { scene, chance, target }: Order,
  choices: Order['scene']['lines'][number]['line']['choices'],
): readonly number[] {
  const honest = choices as readonly number[]
  if (honest.includes(target)) return honest
  const category = scene.shape.categories.find(({ nominees }) => nominees.includes(target))
  const own = honest.filter(nominee => category?.nominees.includes(nominee))
  const given = own.length > 0 ? chance.pick(own) : null
  return [...honest.filter(nominee => nominee !== given), target]
}

/** A12: first junk for everybody, so that rushes look usual; then the rush that was ordered. */
export function poisoning(order: Order): void {
  const { scene, chance, votes } = order
  const { opens, days, nominees } = scene.shape
  const guise: Guise = order.regime === 'naive' ? scripted(order) : proxied(order)
  const rush = chance.whole(Math.ceil(days / 2), days - 1)
  fill({ ...order, votes: Math.round(votes * 0.6) }, guise, () => {
    const at = chance.yes(0.8) ? opens + chance.next() * (midnight(rush) - opens) : scene.calendar.moment(chance)
    return { at, choices: ballotOf(scene.shape, chance, [chance.pick(nominees)], 'one') }
  })
  const from = midnight(rush) + chance.between(9, 17) * HOUR
  fill({ ...order, votes: Math.round(votes * 0.4) }, guise, () => ({
    at: from + chance.between(0, 5 * HOUR),
    choices: bought(order, 'one'),
  }))
}

/** Whom a false flag is raised over. */
export const leader = (order: Pick<Order, 'scene' | 'chance'>): number =>
  ranked(order.scene.shape, order.chance.whole(0, order.scene.shape.categories.length - 1))[0] as number
