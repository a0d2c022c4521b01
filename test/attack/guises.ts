import type { Chance } from './chance.ts'
import { type Network, somewhere } from './networks.ts'
import type { Guise, Order } from './order.ts'
import { fleet, somePhone, wechatPhone } from './phones.ts'
import { REGIONS, SECOND } from './shape.ts'
import { by } from './traffic.ts'

const seconds = (value: number): number => value * SECOND

/** A program that does what the site asks for and nothing else. */
export function scripted({ scene, chance, regime }: Order): Guise {
  const { internet, shape } = scene
  const networks: readonly Network[] = by(
    regime,
    [internet.cloud(chance, 2)],
    [internet.cloud(chance, 20), internet.cloud(chance, 20), internet.cloud(chance, 20)],
    // Lines rented at home, so that no list of clouds knows them.
    Array.from({ length: 6 }, (_, i) => internet.open(internet.carrier(i, shape.region), shape.region, 5)),
  )
  const program = { ua: chance.pick(['Program', '', 'Chrome Windows 120']), model: null }
  const phones = by(regime, [program], fleet(chance, 1), fleet(chance, 10))
  // Straight to the challenge, without the page: then the three seconds of a new device pass after the challenge.
  const straight = regime === 'naive' && chance.yes(0.5)
  return {
    phone: () => chance.pick(phones),
    place: () => somewhere(chance, chance.pick(networks)),
    dwellMs: () => (straight ? null : seconds(by(regime, chance.between(3.1, 3.5), chance.between(5, 8), chance.between(8, 30)))),
    challengeMs: () =>
      straight
        ? chance.between(3050, 3400)
        : by(regime, chance.between(60, 150), chance.between(80, 250), chance.between(150, 500)),
    views: () => (straight ? 0 : 1),
    referrer: () => by(regime, 'none', 'wechat', 'wechat'),
  }
}

/** The same program behind rented exits: nearly every ballot from another network. */
export function proxied({ scene, chance, regime }: Order): Guise {
  const { internet, shape } = scene
  const phones = by(regime, fleet(chance, 1), fleet(chance, 12), fleet(chance, 30))
  const local = by(regime, 0.05, 0.15, 0.6)
  const region = () => (chance.yes(local) ? shape.region : chance.pick(REGIONS))
  return {
    phone: () => (regime === 'evasive' && chance.yes(0.22) ? { ua: 'WeChat iOS 8', model: 'iPhone' } : chance.pick(phones)),
    place: () =>
      regime === 'naive' && chance.yes(0.6) ? somewhere(chance, internet.cloud(chance, 200)) : internet.exit(chance, region()),
    dwellMs: () => seconds(by(regime, 6 + 0.5 * chance.normal(), chance.logNormal(20, 0.25), chance.logNormal(28, 0.5))),
    challengeMs: () => by(regime, chance.between(250, 600), chance.logNormal(450, 0.2), chance.logNormal(700, 0.35)),
    views: () => (regime === 'evasive' && chance.yes(0.1) ? 2 : 1),
    referrer: () => by(regime, 'none', 'wechat', chance.yes(0.85) ? 'wechat' : 'none'),
  }
}

/** Real phones on shelves, tapped by a program, with a few lines out. */
export function shelved({ scene, chance, regime }: Order): Guise {
  const { internet, shape } = scene
  const phones = fleet(chance, by(regime, 3, 6, 14))
  const region = by(regime, chance.pick(REGIONS), shape.region, shape.region)
  const networks = Array.from({ length: by(regime, 1, 2, 6) }, (_, i) =>
    internet.open(internet.carrier(i, region), region, by(regime, 2, 5, 40)),
  )
  return {
    phone: () => chance.pick(phones),
    place: () => somewhere(chance, chance.pick(networks)),
    dwellMs: () => seconds(by(regime, 9 + chance.normal(), chance.logNormal(14, 0.25), chance.logNormal(24, 0.5))),
    challengeMs: () => chance.logNormal(900, 0.3),
    views: () => 1,
    referrer: () => by(regime, 'direct', 'wechat', 'wechat'),
  }
}

/** People paid by the vote, on their own phones; they read nothing. `far`: share of them from elsewhere. */
export function human({ scene, chance }: Order, { pace, spread, far }: { pace: number; spread: number; far: number }): Guise {
  const { internet } = scene
  return {
    phone: () => (chance.yes(0.9) ? wechatPhone(chance) : somePhone(chance)),
    place: () => (chance.yes(far) ? internet.mobile(chance, chance.pick(REGIONS)) : internet.anywhere(chance)),
    dwellMs: () => seconds(chance.logNormal(pace, spread)),
    challengeMs: () => chance.logNormal(950, 0.55),
    views: () => (chance.yes(0.08) ? 2 : 1),
    referrer: () => (chance.yes(0.8) ? 'wechat' : chance.yes(0.5) ? 'none' : 'other'),
  }
}

/** How a ballot of an honest voter looked, taken over whole by somebody who has watched many. */
export function resampled({ scene, chance, regime }: Order, honest: readonly Looks[]): Guise {
  const { internet, shape } = scene
  let looks = pickLooks(chance, honest)
  const local = by(regime, 0.1, 0.6, 0.92)
  return {
    // The first question of every ballot; the answers to the others must fit to it.
    phone: () => {
      looks = pickLooks(chance, honest)
      return { ua: looks.ua, model: looks.model }
    },
    place: () => {
      const region = chance.yes(local) ? shape.region : chance.pick(REGIONS)
      return regime === 'evasive' && chance.yes(0.7) ? internet.mobile(chance, region) : internet.exit(chance, region)
    },
    dwellMs: () => looks.dwellMs,
    challengeMs: () => looks.challengeMs ?? 900,
    views: () => looks.views ?? 1,
    referrer: () => looks.referrer,
  }
}

type Line = Order['scene']['lines'][number]['line']
type Looks = Pick<Line, 'ua' | 'model' | 'dwellMs' | 'challengeMs' | 'views' | 'referrer'>
const pickLooks = (chance: Chance, honest: readonly Looks[]): Looks => chance.pick(honest)
