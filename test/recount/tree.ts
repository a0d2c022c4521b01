import { type Hash, leafHash, nodeHash, treeRoot } from '../../worker/rules/tlog/merkle.ts'
import { bundle, TILE_WIDTH, tilePath, tilesOf } from '../../worker/rules/tlog/tile.ts'

/** An entry as text; as bytes where it is no text. */
export type Data = string | Uint8Array

const encoder = new TextEncoder()

/** The whole tree over some entries: every complete subtree's root, level by level. */
export class Tree {
  readonly #entries: readonly Uint8Array[]
  readonly #rows: Hash[][]

  constructor(entries: readonly Data[]) {
    this.#entries = entries.map(entry => (typeof entry === 'string' ? encoder.encode(entry) : entry))
    this.#rows = [this.#entries.map(leafHash)]
    for (let row = this.#rows[0] as Hash[]; row.length > 1; row = this.#rows.at(-1) as Hash[])
      this.#rows.push(
        Array.from({ length: Math.floor(row.length / 2) }, (_, i) => nodeHash(row[2 * i] as Hash, row[2 * i + 1] as Hash)),
      )
  }

  get size(): number {
    return this.#entries.length
  }

  root(size: number): Hash {
    return treeRoot(size, (level, index) => this.#rows[level]?.[index] as Hash)
  }

  /** Every tile and bundle of entries of this size, by its address below that of the log. */
  files(): ReadonlyMap<string, Uint8Array> {
    const files = new Map<string, Uint8Array>()
    for (const tile of tilesOf(this.size)) {
      const from = tile.index * TILE_WIDTH
      const row = this.#rows[Number(tile.level) * 8] as Hash[]
      files.set(tilePath(tile), new Uint8Array(Buffer.concat(row.slice(from, from + tile.width))))
      if (tile.level === 0)
        files.set(tilePath({ ...tile, level: 'entries' }), bundle(this.#entries.slice(from, from + tile.width)))
    }
    return files
  }
}
