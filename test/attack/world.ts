import { someAspirant } from './ballots.ts'
import { Chance } from './chance.ts'
import { campus, lastDay, natives, nightShift, push, unitMobilisation } from './crowds.ts'
import { crowdWorkers, exchange, leakedCodes } from './hands.ts'
import { individuals } from './individuals.ts'
import { falseFlag, farm, leader, mimicry, poisoning, proxyPool, script, slowDrip } from './machines.ts'
import type { Order } from './order.ts'
import { Scene } from './scene.ts'
import { type Shape, type ShapeWish, shapeOf } from './shape.ts'
import type { Attack, LabelledLine, Organic, Regime } from './traffic.ts'
import { boughtInBulk, byEar, elderly } from './unusual.ts'

/** What happens in a world beside the individuals. */
export interface Plan {
  readonly seed: number
  readonly wish: ShapeWish
  readonly crowds: readonly Exclude<Organic, 'O1'>[]
  readonly attacks: readonly { readonly attack: Attack; readonly regime: Regime; readonly weight: number }[]
  /** Share of all ballots that is bought. */
  readonly volume: number
  /** One customer of all sellers, instead of one each. */
  readonly oneTarget: boolean
}

export interface World {
  readonly plan: Plan
  readonly shape: Shape
  /** In the order of their arrival. */
  readonly lines: readonly LabelledLine[]
}

const CROWDS: Readonly<Record<Exclude<Organic, 'O1'>, (scene: Scene) => void>> = {
  O2: unitMobilisation,
  O3: campus,
  O4: nightShift,
  O5: push,
  O6: elderly,
  O7: byEar,
  O8: boughtInBulk,
  O9: natives,
  O10: lastDay,
}

const SELLERS: Readonly<Record<Attack, (order: Order) => void>> = {
  A1: script,
  A2: proxyPool,
  A3: farm,
  A4: crowdWorkers,
  A5: exchange,
  A6: slowDrip,
  A7: falseFlag,
  A8: leakedCodes,
  A11: mimicry,
  A12: poisoning,
}

/** The whole traffic of one campaign; the same for the same plan on every machine. */
export function worldOf(plan: Plan): World {
  const shape = shapeOf(plan.seed, plan.wish)
  const scene = new Scene(shape)
  for (const crowd of plan.crowds) CROWDS[crowd](scene)
  individuals(scene, Math.max(Math.round(shape.organic * 0.4), shape.organic - scene.lines.length))
  attackedBy(scene, plan)
  const lines = scene.lines.sort((a, b) => a.line.at - b.line.at || (a.line.voter < b.line.voter ? -1 : 1))
  return { plan, shape, lines: lines.map((entry, i) => ({ ...entry, line: { ...entry.line, id: `b${i + 1}` } })) }
}

function attackedBy(scene: Scene, { seed, attacks, volume, oneTarget }: Plan): void {
  const chance = new Chance(seed, 'targets')
  const all = (scene.lines.length * volume) / (1 - volume)
  const weights = attacks.reduce((sum, { weight }) => sum + weight, 0)
  const shared = someAspirant(scene.shape, chance)
  for (const { attack, regime, weight } of attacks) {
    const own = new Chance(seed, attack)
    const aspirant = oneTarget ? shared : someAspirant(scene.shape, chance)
    const target = attack === 'A7' ? leader({ scene, chance: own }) : aspirant
    const votes = Math.max(20, Math.round((all * weight) / weights))
    SELLERS[attack]({ scene, chance: own, attack, sold: regime, regime, target, votes })
  }
}
