import type { NamedKey } from '../log-key.ts'
import { type Instant, MINUTE } from '../rules/time.ts'
import { type Hash, treeRoot } from '../rules/tlog/merkle.ts'
import { consistencyProof, inclusionProof } from '../rules/tlog/proof.ts'
import { bundle, type Tile, widthIn } from '../rules/tlog/tile.ts'
import type { Head, LogTable } from './log-table.ts'

/** What a new head rests on: the size that was signed before, that the new tree continues that one, and with which key. */
export interface Grown {
  readonly from: number
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
  readonly key: NamedKey
}

/** A key of a log, and the smallest size over which it signs a head. */
export interface HeldKey extends NamedKey {
  readonly since: number
}

/** That an entry is in the log: its place, its path and the signed head. */
export interface LoggedBallot {
  readonly index: number
  readonly entry: string
  readonly proof: readonly Hash[]
  /** The size of the tree under the head. */
  readonly size: number
  readonly note: string
}

/** A log whose heads are signed: what is the same for ballots and likes. When a head is due, each says for itself. */
export abstract class SignedLog {
  protected readonly table: LogTable
  #head: Head | null
  #looked: number | null = null
  /** Whether the notary has said since the last start that this head is the last it signed. */
  #confirmed = false

  constructor(table: LogTable) {
    this.table = table
    this.#head = table.head()
  }

  /** Whether a new head is to be signed now, over so many entries. */
  abstract isDue(size: number, now: Instant): boolean

  /** Its keys in their order: that of the manifest, and those that entries brought. */
  abstract get keys(): readonly HeldKey[]

  /** The key with which a head over a tree of this size is signed. */
  keyOver(size: number): NamedKey {
    const { number, key } = this.keys.findLast(({ since }) => since <= size) as HeldKey
    return { number, key }
  }

  get head(): Head | null {
    return this.#head
  }

  protected get confirmed(): boolean {
    return this.#confirmed
  }

  /** How many of so many entries no head was signed over. */
  waiting(size: number): number {
    return size - (this.#head?.size ?? 0)
  }

  /** The tree of so many entries. Keeps the roots of its full tiles: in a transaction of the caller's. */
  grown(size: number): Grown {
    this.table.keepNodes(size)
    const from = this.#head?.size ?? 0
    const proof = consistencyProof(from, size, this.table.read)
    return { from, size, root: this.root(size), proof, key: this.keyOver(size) }
  }

  root(size: number): Hash {
    return treeRoot(size, this.table.read)
  }

  keep(head: Head): void {
    if (head.note !== this.#head?.note) this.table.saveHead(head)
    this.#head = head
    this.#confirmed = true
  }

  /** A tile or a bundle of entries of the signed tree; null when it has no such one. */
  tile({ level, index, width }: Tile): Uint8Array | null {
    if (width > widthIn({ level, index }, this.#head?.size ?? 0)) return null
    const from = index * 256
    if (level === 'entries') return bundle(this.table.entries(from, from + width).map(entry => encoder.encode(entry)))
    const bytes = new Uint8Array(32 * width)
    const hashes = level === 0 ? this.table.shownHashes(from, from + width) : this.table.hashes(level * 8, from, from + width)
    for (const [i, hash] of hashes.entries()) bytes.set(hash, 32 * i)
    return bytes
  }

  /** The proof for one entry; null until a head has been signed over it. */
  logged(seq: number): LoggedBallot | null {
    const head = this.#head
    const [entry] = this.table.entries(seq, seq + 1)
    if (!head || seq >= head.size || !entry) return null
    const { size, note } = head
    return { index: seq, entry, proof: inclusionProof(seq, size, this.table.read), size, note }
  }

  /** What was entered last of how the entries stand; null unless a head was signed over it. */
  result(): string | null {
    const last = this.table.lastOther()
    return last && last.index < (this.#head?.size ?? 0) && last.entry.includes('"k":"r"') ? last.entry : null
  }

  /**
   * Looks at the next `most` entries of the signed tree again, full tiles at a time: the first that is not as it was. An idle
   * object forgets where it was, so after a start the minute says where to begin.
   */
  lookAgain(most: number, now: Instant): number | null {
    const size = this.#head?.size ?? 0
    this.#looked ??= most * (Math.floor(now / MINUTE) % Math.max(1, Math.ceil(size / most)))
    const from = Math.min(this.#looked, size)
    const until = Math.min(from + most, size)
    this.#looked = until === size ? 0 : until
    return from < until ? this.table.firstFlaw(from, until) : null
  }
}

const encoder = new TextEncoder()
