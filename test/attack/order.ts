import type { Referrer } from '../../worker/rules/signals.ts'
import { type Breadth, ballotOf } from './ballots.ts'
import type { Chance } from './chance.ts'
import type { Place } from './networks.ts'
import type { Phone } from './phones.ts'
import type { Scene } from './scene.ts'
import { HOUR } from './shape.ts'
import type { Attack, Regime } from './traffic.ts'

/** What somebody bought: so many ballots for this nominee. */
export interface Order {
  readonly scene: Scene
  readonly chance: Chance
  readonly attack: Attack
  /** What the seller promised; it is what the ballots are labelled with. */
  readonly sold: Regime
  /** How it is done. */
  readonly regime: Regime
  readonly target: number
  readonly votes: number
}

/** How a bought ballot looks at the door, whoever or whatever sends it. */
export interface Guise {
  phone(): Phone
  place(): Place
  /** Null for who never opened the page. */
  dwellMs(): number | null
  challengeMs(): number
  views(): number
  referrer(): Referrer
}

interface Sent {
  readonly at: number
  readonly choices: readonly number[]
  readonly voter?: string
  /** When the identity was made; just before the ballot when it is not said. */
  readonly since?: number
  readonly phone?: Phone
  readonly place?: Place
  readonly unit?: string
}

/** Sends one ballot of an order; false when the box would refuse it. */
export function send({ scene, attack, sold, target, chance }: Order, guise: Guise, { at, choices, ...own }: Sent): boolean {
  const dwell = guise.dwellMs()
  const dwellMs = dwell === null ? null : Math.max(3100, dwell)
  return scene.add(
    { label: attack, regime: sold, target },
    {
      at,
      choices,
      voter: own.voter ?? scene.newVoter(),
      phone: own.phone ?? guise.phone(),
      place: own.place ?? guise.place(),
      since: own.since ?? at - (dwellMs ?? 3400) - chance.between(20, 900),
      dwellMs,
      views: guise.views(),
      referrer: guise.referrer(),
      challengeMs: guise.challengeMs(),
      unit: own.unit ?? null,
    },
  )
}

/** Asks for moments and sends until the order is filled, or cannot be. */
export function fill(order: Order, guise: Guise, next: (place: number) => Sent): void {
  let sent = 0
  for (let tries = 0; sent < order.votes && tries < order.votes * 3; tries++) if (send(order, guise, next(sent))) sent += 1
}

/** The bought name, alone or among others so that it does not look bought. */
export const bought = ({ scene, chance, target }: Order, breadth: Breadth): readonly number[] =>
  ballotOf(scene.shape, chance, [target], breadth)

/** A start that leaves `hours` until the poll ends; like all customers these want it in waking hours. */
export function start({ scene, chance }: Order, hours: number): number {
  const { opens, closes } = scene.shape
  for (;;) {
    const at = scene.calendar.moment(chance)
    if (at + hours * HOUR < closes || closes - opens < 2 * hours * HOUR) return at
  }
}
