/**
 * A million marks of voters, 16 bytes each, without an object for any of them: an open table of places into one array.
 * The marks are outputs of a keyed hash, so their first bits will do.
 */
export class Seen {
  #marks = new Uint8Array(16 * 2049)
  #slots = new Int32Array(4096)
  #count = 0

  /** True when this mark (32 hexadecimal signs) is new. */
  add(mark: string): boolean {
    if ((this.#count + 1) * 2 > this.#slots.length) this.#grow()
    const bytes = this.#write(mark)
    const slot = this.#slotOf(bytes)
    if (this.#slots[slot] !== 0) return false
    this.#count += 1
    this.#slots[slot] = this.#count
    return true
  }

  /** Writes the mark behind the last one and answers where. */
  #write(mark: string): number {
    const at = this.#count * 16
    for (let i = 0; i < 16; i++) this.#marks[at + i] = Number.parseInt(mark.slice(2 * i, 2 * i + 2), 16)
    return at
  }

  /** The slot that holds these bytes, or the free one where they belong. */
  #slotOf(at: number): number {
    const mask = this.#slots.length - 1
    const view = new DataView(this.#marks.buffer)
    let slot = view.getUint32(at) & mask
    while (this.#slots[slot] !== 0 && !this.#same(((this.#slots[slot] ?? 0) - 1) * 16, at)) slot = (slot + 1) & mask
    return slot
  }

  #same(a: number, b: number): boolean {
    for (let i = 0; i < 16; i++) if (this.#marks[a + i] !== this.#marks[b + i]) return false
    return true
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    const marks = new Uint8Array(16 * (this.#slots.length / 2 + 1))
    marks.set(this.#marks.subarray(0, this.#count * 16))
    this.#marks = marks
    for (let i = 0; i < this.#count; i++) this.#slots[this.#slotOf(i * 16)] = i + 1
  }
}
