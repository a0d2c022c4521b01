/** A column of numbers that grows; 300,000 ballots must fit into an isolate, so nothing here is an object. */
export class Column<A extends Float64Array | Float32Array | Int32Array | Uint8Array> {
  #values: A
  #size = 0
  readonly #make: (length: number) => A

  constructor(make: (length: number) => A) {
    this.#make = make
    this.#values = make(1024)
  }

  get size(): number {
    return this.#size
  }

  push(value: number): void {
    if (this.#size === this.#values.length) {
      const wider = this.#make(Math.ceil(this.#size * 1.6))
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.#size++] = value
  }

  done(): A {
    return this.#values.subarray(0, this.#size) as A
  }
}

export const wide = () => new Column(n => new Float64Array(n))
export const whole = () => new Column(n => new Int32Array(n))
export const small = () => new Column(n => new Uint8Array(n))
export const plain = () => new Column(n => new Float32Array(n))

/** 53 bits of a text: enough that among a million pseudonyms no two meet. 0 stands for no text. */
export function fingerprint(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    a = Math.imul(a ^ sign, 2654435761)
    b = Math.imul(b ^ sign, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0) + 1
}

export interface Labels {
  /** For every row the label of its value, from 1; 0 where it has none. */
  readonly of: Int32Array
  /** How many labels there are, the 0 included. */
  readonly count: number
}

/** Numbers the different values of a column from 1 in the order of the values, whatever the order of the rows. */
export function labelled(values: Float64Array): Labels {
  const sorted = values.slice().sort()
  let kept = 0
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number
    if (value !== 0 && (kept === 0 || value !== sorted[kept - 1])) sorted[kept++] = value
  }
  const of = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) of[i] = values[i] === 0 ? 0 : 1 + placeOf(sorted, kept, values[i] as number)
  return { of, count: kept + 1 }
}

function placeOf(sorted: Float64Array, length: number, value: number): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Rows by label: the rows of label `l` are `rows[from[l]]` up to `rows[from[l + 1]]`, in the order they were given. */
export interface Groups {
  readonly from: Int32Array
  readonly rows: Int32Array
}

export function grouped(order: Int32Array, labels: Labels): Groups {
  const from = new Int32Array(labels.count + 1)
  for (const row of order) from[(labels.of[row] as number) + 1] = (from[(labels.of[row] as number) + 1] as number) + 1
  for (let l = 0; l < labels.count; l++) from[l + 1] = (from[l + 1] as number) + (from[l] as number)
  const next = from.slice()
  const rows = new Int32Array(order.length)
  for (const row of order) {
    const label = labels.of[row] as number
    rows[next[label] as number] = row
    next[label] = (next[label] as number) + 1
  }
  return { from, rows }
}

export const groupOf = ({ from, rows }: Groups, label: number): Int32Array =>
  rows.subarray(from[label] as number, from[label + 1] as number)

/** The middle of some numbers; of an even count the lower one, so that no rounding comes in. 0 of none. */
export function median(numbers: readonly number[] | Float64Array): number {
  const sorted = Float64Array.from(numbers).sort()
  return sorted.length === 0 ? 0 : (sorted[(sorted.length - 1) >> 1] as number)
}
