import { Chance } from './chance.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Midnight in Shanghai, which is always eight hours before UTC. */
const FIRST_DAY = Date.parse('2026-04-20T00:00:00+08:00')

export interface ShapeCategory {
  readonly nominees: readonly number[]
  /** How many will be honoured. */
  readonly honours: number
  readonly min: number
  readonly max: number
}

/** The campaign that a world votes in. */
export interface Shape {
  readonly seed: number
  readonly poll: string
  readonly level: 'device' | 'openid' | 'code'
  readonly period: 'once' | 'daily'
  /** Half-open, milliseconds UTC: from nine in the morning to a midnight in Shanghai. */
  readonly opens: number
  readonly closes: number
  readonly days: number
  /** Where most voters live. */
  readonly region: string
  readonly categories: readonly ShapeCategory[]
  readonly nominees: readonly number[]
  /** What honest voters without ties think of each. */
  readonly appeal: ReadonlyMap<number, number>
  /** Honest ballots wanted. */
  readonly organic: number
  /** What the home of the site can know of a network. */
  readonly knows: { readonly asn: boolean; readonly region: boolean }
}

export const midnight = (day: number): number => FIRST_DAY + day * DAY
export const dayIn = (at: number): number => Math.floor((at - FIRST_DAY) / DAY)

export interface ShapeWish {
  readonly level?: Shape['level']
  readonly period?: Shape['period']
  readonly organic?: number
  readonly days?: number
}

/** A campaign, different for every seed: one to three categories, people of very different fame. */
export function shapeOf(seed: number, wish: ShapeWish = {}): Shape {
  const chance = new Chance(seed, 'shape')
  const level = wish.level ?? chance.pick(['device', 'openid'] as const)
  const period = wish.period ?? (chance.yes(0.35) ? 'daily' : 'once')
  const days = wish.days ?? (period === 'daily' ? chance.whole(6, 8) : chance.whole(7, 10))
  const organic = wish.organic ?? Math.round(7000 * 2.6 ** chance.next())
  const home = chance.next()
  let last = 0
  const categories = Array.from({ length: chance.whole(1, 3) }, () => {
    const nominees = Array.from({ length: chance.whole(12, 30) }, () => ++last)
    const max = chance.whole(3, Math.min(10, nominees.length - 5))
    return { nominees, honours: Math.min(10, Math.ceil(nominees.length / 3)), min: chance.yes(0.6) ? 1 : 0, max }
  })
  const first = categories[0] as ShapeCategory
  return {
    seed,
    poll: `poll-${seed}`,
    level,
    period,
    opens: midnight(0) + 9 * HOUR,
    closes: midnight(days),
    days,
    region: chance.pick(REGIONS),
    // Somebody must be chosen in all.
    categories: [{ ...first, min: Math.max(1, first.min) }, ...categories.slice(1)],
    nominees: categories.flatMap(({ nominees }) => nominees),
    appeal: appealOf(categories, chance),
    organic,
    knows: { asn: home < 0.8, region: home < 0.6 },
  }
}

/** Fame falls off like a power of the place, and is not quite regular. */
function appealOf(categories: readonly ShapeCategory[], chance: Chance): ReadonlyMap<number, number> {
  const steepness = chance.between(0.5, 1)
  return new Map(
    categories.flatMap(({ nominees }) =>
      chance.shuffled(nominees).map((nominee, place) => [nominee, chance.logNormal((place + 1) ** -steepness, 0.2)] as const),
    ),
  )
}

export const REGIONS = [
  'Henan',
  'Shandong',
  'Hebei',
  'Jiangsu',
  'Zhejiang',
  'Anhui',
  'Hubei',
  'Hunan',
  'Sichuan',
  'Guangdong',
  'Fujian',
  'Jiangxi',
  'Shaanxi',
  'Shanxi',
  'Liaoning',
  'Jilin',
  'Heilongjiang',
  'Guangxi',
  'Yunnan',
  'Guizhou',
  'Chongqing',
  'Beijing',
  'Shanghai',
  'Tianjin',
] as const
