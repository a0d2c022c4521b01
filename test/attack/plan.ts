import { Chance } from './chance.ts'
import type { Attack, Organic, Regime } from './traffic.ts'
import { ATTACKS, REGIMES } from './traffic.ts'
import type { Plan } from './world.ts'

/** Development seeds are for looking; nobody may tune on what the test seeds say. */
export const SETS = { dev: 1, test: 1_000_000 } as const
export type SeedSet = keyof typeof SETS

/** Without codes these can be bought. */
const OPEN = (Object.keys(ATTACKS) as Attack[]).filter(attack => attack !== 'A8')
const SEVERAL: readonly Exclude<Organic, 'O1'>[] = ['O3', 'O4', 'O5', 'O8', 'O9', 'O10']
/** Bought shares and how many sellers fill them. */
export const VOLUMES = [
  { volume: 0.05, sellers: 2 },
  { volume: 0.1, sellers: 3 },
  { volume: 0.25, sellers: 5 },
] as const

/** Slow ways sell fewer at a time. */
const WEIGHT: Partial<Record<Attack, number>> = { A5: 0.6, A6: 0.6 }

export interface PlanWish {
  readonly set: SeedSet
  /** Nothing but this one sells. */
  readonly only: Attack | null
  /** Honest ballots; as many as the seed says when it is not said. */
  readonly organic?: number | null
}

/**
 * The i-th world of a set. Attacks, regimes and volumes take turns, so that each meets each; what a campaign looks like
 * is left to its seed. Every seventh world votes by codes, where only leaked ones can be bought.
 */
export function planFor(i: number, { set, only, organic }: PlanWish): Plan {
  const seed = SETS[set] + i
  const chance = new Chance(seed, 'plan')
  const codes = only === 'A8' || (only === null && i % 7 === 6)
  const { volume, sellers } = VOLUMES[i % 3] as (typeof VOLUMES)[number]
  const round = Math.floor(i / 3)
  const turn = (i * 5 + round) % OPEN.length
  const list: readonly Attack[] = only ? [only] : codes ? ['A8'] : [...OPEN.slice(turn), ...OPEN.slice(0, turn)].slice(0, sellers)
  const attacks = list.map((attack, k) => ({
    attack,
    regime: REGIMES[(round + k + Math.floor(i / 27)) % 3] as Regime,
    weight: WEIGHT[attack] ?? 1,
  }))
  const daily = list.includes('A3') ? chance.yes(0.6) : chance.yes(0.35)
  return {
    seed,
    wish: {
      level: codes ? 'code' : chance.pick(['device', 'openid'] as const),
      period: daily && !codes ? 'daily' : 'once',
      ...(organic ? { organic } : {}),
    },
    crowds: ['O2', 'O6', 'O7', ...chance.shuffled(SEVERAL).slice(0, 3)],
    attacks,
    // Nobody can lay hands on a quarter of all codes.
    volume: codes ? Math.min(volume, 0.1) : volume,
    oneTarget: chance.yes(0.5),
  }
}
