import { Chance } from './chance.ts'

/** A figure with the interval in which it lies at 95 %. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
  /** In how many worlds it could be looked at. */
  readonly worlds: number
}

/** Hits among tries in one world. */
export type Part = readonly [hits: number, tries: number]

const Z = 1.959964
const ROUNDS = 1000

/** Wilson's interval of a share. */
export function wilson(hits: number, tries: number): readonly [low: number, high: number] {
  if (tries === 0) return [0, 1]
  const share = hits / tries
  const spread = Z * Math.sqrt((share * (1 - share)) / tries + (Z * Z) / (4 * tries * tries))
  const base = 1 + (Z * Z) / tries
  const centre = share + (Z * Z) / (2 * tries)
  return [Math.max(0, (centre - spread) / base), Math.min(1, (centre + spread) / base)]
}

/**
 * A share over many worlds. Ballots of one world are not independent of each other, so whole worlds are drawn again
 * (bootstrap); where that says nothing, because all worlds agree, Wilson's interval over the ballots is the wider one.
 */
export function shareOf(all: readonly Part[]): Estimate {
  const parts = all.filter(([, tries]) => tries > 0)
  const total = (drawn: readonly Part[]): Part => drawn.reduce<Part>(([hits, tries], [h, t]) => [hits + h, tries + t], [0, 0])
  const [hits, tries] = total(parts)
  const [low, high] = wilson(hits, tries)
  const again = redrawn(parts, drawn => {
    const [h, t] = total(drawn)
    return t === 0 ? 0 : h / t
  })
  return {
    value: tries === 0 ? Number.NaN : hits / tries,
    low: Math.min(low, again.low),
    high: Math.max(high, again.high),
    worlds: parts.length,
  }
}

/** A quantile of figures of which every world has one or some. */
export function quantileOf(groups: readonly (readonly number[])[], q: number): Estimate {
  const held = groups.filter(group => group.length > 0)
  return { value: quantile(held.flat(), q), ...redrawn(held, drawn => quantile(drawn.flat(), q)), worlds: held.length }
}

/** The smallest figure that at least this share of all does not exceed. */
export function quantile(figures: readonly number[], q: number): number {
  if (figures.length === 0) return Number.NaN
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] as number
}

function redrawn<T>(items: readonly T[], figureOf: (drawn: readonly T[]) => number): { low: number; high: number } {
  if (items.length === 0) return { low: Number.NaN, high: Number.NaN }
  const chance = new Chance(items.length, 'bootstrap')
  const figures = Array.from({ length: ROUNDS }, () => figureOf(items.map(() => chance.pick(items))))
  return { low: quantile(figures, 0.025), high: quantile(figures, 0.975) }
}
