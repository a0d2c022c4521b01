/** Repeatable chance: the same seed gives the same people, faces and ballots on every machine. */
export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  /** `count` different items, the likelier ones by weight. */
  sample<T>(list: readonly T[], count: number, weightOf: (item: T) => number): T[]
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    pick: list => list[whole(0, list.length - 1)] as (typeof list)[number],
    // Efraimidis and Spirakis: the largest u^(1/w) win.
    sample: (list, count, weightOf) =>
      list
        .map(item => ({ item, key: next() ** (1 / weightOf(item)) }))
        .sort((a, b) => b.key - a.key)
        .slice(0, count)
        .map(({ item }) => item),
  }
}
