/**
 * Repeatable chance with the distributions that traffic needs. Every generator draws from a stream of its own, named by
 * seed and purpose, so that a change in one leaves all others as they were.
 */
export class Chance {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number, name = '') {
    this.#a = seed >>> 0
    this.#b = textHash(name)
    this.#c = mix(seed ^ 0x9e3779b9)
    for (let i = 0; i < 12; i++) this.next()
  }

  /** 0 ≤ x < 1, by the small fast counting generator of 32 bits. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }

  yes(probability: number): boolean {
    return this.next() < probability
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least)
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next())
  }

  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list]
    for (let i = out.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1))
      const held = out[i] as T
      out[i] = out[j] as T
      out[j] = held
    }
    return out
  }

  /** At most `count` different items, the likelier ones by their weight. */
  sample<T>(list: readonly T[], count: number, weightOf: (item: T) => number): T[] {
    if (count >= list.length) return [...list]
    return list
      .map(item => ({ item, key: Math.log(1 - this.next()) / weightOf(item) }))
      .sort((a, b) => b.key - a.key)
      .slice(0, Math.max(0, count))
      .map(({ item }) => item)
  }
}

/** Picks by weight. */
export class Wheel<T> {
  readonly #items: readonly T[]
  readonly #sums: readonly number[]

  constructor(slots: readonly (readonly [item: T, weight: number])[]) {
    let sum = 0
    this.#items = slots.map(([item]) => item)
    this.#sums = slots.map(([, weight]) => {
      sum += weight
      return sum
    })
  }

  spin(chance: Chance): T {
    const wanted = chance.next() * (this.#sums.at(-1) as number)
    let [low, high] = [0, this.#sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sums[middle] as number) > wanted) high = middle
      else low = middle + 1
    }
    return this.#items[low] as T
  }
}

export function mix(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}

export function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash)
}

/** Sixteen hexadecimal signs made from whole numbers, as a tag or a pseudonym looks. */
export function signs(...parts: readonly number[]): string {
  let [left, right] = [0x2545f491, 0x6c8e9cf5]
  for (const part of parts) {
    left = mix(left ^ Math.imul(part + 1, 0x9e3779b1))
    right = mix((right + left) ^ Math.imul(part + 7, 0x85ebca77))
  }
  return hex8(left) + hex8(right)
}

/** Most of a world is tags and pseudonyms, so the four signs of every half are made once. */
const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'))
const hex8 = (value: number): string => `${HEX[value >>> 16]}${HEX[value & 0xffff]}`
