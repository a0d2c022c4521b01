// Deflate (RFC 1951), unpacking only: a browser's own is absent on old phones and answers with promises.

/** Thrown within this file only. */
class Damaged extends Error {}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const PLACE_BASE = [
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073],
  ...[4097, 6145, 8193, 12289, 16385, 24577],
]
const PLACE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]
/** In which order the lengths of the lengths' code are written. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** The unpacked bytes, exactly `size` of them; null for data that is damaged or unpacks to another number. */
export function inflate(packed: Uint8Array, size: number): Uint8Array | null {
  try {
    const unpacking = new Unpacking(packed, new Uint8Array(size))
    return unpacking.run()
  } catch (error) {
    if (error instanceof Damaged) return null
    throw error
  }
}

/** Symbol and length (symbol * 16 + length) for every beginning of so many bits; 0 where no code begins so. */
interface Code {
  readonly bits: number
  readonly table: Uint16Array
}

function codeOf(lengths: readonly number[]): Code {
  const bits = Math.max(1, ...lengths)
  const table = new Uint16Array(1 << bits)
  let next = 0
  for (let length = 1; length <= bits; length++) {
    for (const [symbol, own] of lengths.entries()) {
      if (own !== length) continue
      if (next >= 1 << length) throw new Damaged()
      const step = 1 << length
      for (let at = reversed(next, length); at < table.length; at += step) table[at] = symbol * 16 + length
      next += 1
    }
    next *= 2
  }
  return { bits, table }
}

function reversed(code: number, length: number): number {
  let turned = 0
  for (let i = 0; i < length; i++) turned = (turned << 1) | ((code >> i) & 1)
  return turned
}

const fixedLengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))
const FIXED = { symbols: codeOf(fixedLengths), places: codeOf(Array(30).fill(5)) }

class Unpacking {
  readonly #in: Uint8Array
  readonly #out: Uint8Array
  #at = 0
  #to = 0
  #held = 0
  #count = 0

  constructor(packed: Uint8Array, out: Uint8Array) {
    this.#in = packed
    this.#out = out
  }

  run(): Uint8Array {
    for (let last = 0; last === 0; ) {
      last = this.#take(1)
      const kind = this.#take(2)
      if (kind === 0) this.#stored()
      else if (kind === 1) this.#block(FIXED)
      else if (kind === 2) this.#block(this.#codes())
      else throw new Damaged()
    }
    if (this.#to !== this.#out.length) throw new Damaged()
    return this.#out
  }

  #take(bits: number): number {
    while (this.#count < bits) {
      if (this.#at >= this.#in.length) throw new Damaged()
      this.#held |= (this.#in[this.#at++] as number) << this.#count
      this.#count += 8
    }
    const value = this.#held & ((1 << bits) - 1)
    this.#held >>>= bits
    this.#count -= bits
    return value
  }

  #symbol({ bits, table }: Code): number {
    while (this.#count < bits && this.#at < this.#in.length) {
      this.#held |= (this.#in[this.#at++] as number) << this.#count
      this.#count += 8
    }
    const found = table[this.#held & ((1 << bits) - 1)] as number
    const length = found & 15
    if (length === 0 || length > this.#count) throw new Damaged()
    this.#held >>>= length
    this.#count -= length
    return found >> 4
  }

  #stored(): void {
    // What is held of the next bytes is given back; bits of the byte begun are let go.
    this.#at -= this.#count >> 3
    this.#held = this.#count = 0
    const [a = 0, b = 0, c = 0, d = 0] = this.#in.subarray(this.#at, this.#at + 4)
    const length = a | (b << 8)
    const from = this.#at + 4
    if (length !== (~(c | (d << 8)) & 0xffff) || from + length > this.#in.length || this.#to + length > this.#out.length)
      throw new Damaged()
    this.#out.set(this.#in.subarray(from, from + length), this.#to)
    this.#at = from + length
    this.#to += length
  }

  #codes(): typeof FIXED {
    const [symbols, places, count] = [this.#take(5) + 257, this.#take(5) + 1, this.#take(4) + 4]
    const own: number[] = Array(19).fill(0)
    for (const place of ORDER.slice(0, count)) own[place] = this.#take(3)
    const code = codeOf(own)
    const lengths: number[] = []
    while (lengths.length < symbols + places) {
      const symbol = this.#symbol(code)
      if (symbol < 16) lengths.push(symbol)
      else this.#repeat(lengths, symbol)
    }
    if (lengths.length > symbols + places) throw new Damaged()
    return { symbols: codeOf(lengths.slice(0, symbols)), places: codeOf(lengths.slice(symbols)) }
  }

  #repeat(lengths: number[], symbol: number): void {
    if (symbol === 16 && lengths.length === 0) throw new Damaged()
    const value = symbol === 16 ? (lengths[lengths.length - 1] as number) : 0
    const times = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7)
    for (let i = 0; i < times; i++) lengths.push(value)
  }

  #block({ symbols, places }: typeof FIXED): void {
    for (;;) {
      const symbol = this.#symbol(symbols)
      if (symbol === 256) return
      if (symbol > 285) throw new Damaged()
      if (symbol < 256) {
        if (this.#to >= this.#out.length) throw new Damaged()
        this.#out[this.#to++] = symbol
      } else this.#copy(symbol - 257, places)
    }
  }

  #copy(code: number, places: Code): void {
    const length = (LENGTH_BASE[code] as number) + this.#take(LENGTH_BITS[code] as number)
    const place = this.#symbol(places)
    if (place > 29) throw new Damaged()
    const back = (PLACE_BASE[place] as number) + this.#take(PLACE_BITS[place] as number)
    if (back > this.#to || this.#to + length > this.#out.length) throw new Damaged()
    for (let i = 0; i < length; i++) this.#out[this.#to] = this.#out[this.#to++ - back] as number
  }
}
