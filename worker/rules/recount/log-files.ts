import { type Hash, type ReadNode, rootOf } from '../tlog/merkle.ts'
import { readBundle, TILE_HEIGHT, TILE_WIDTH, type Tile, tilePath, widthIn } from '../tlog/tile.ts'
import type { Files } from './flaw.ts'

const HASH = 32

/** The tiles of one log in a bundle, as they must be for a tree of its final size. */
export class LogFiles {
  readonly shard: number
  readonly size: number
  readonly #files: Files
  /** The tile last read of each level: whoever computes a root asks for neighbours. */
  readonly #latest = new Map<number, { readonly index: number; readonly bytes: Uint8Array | null }>()

  constructor(files: Files, { shard, size }: { readonly shard: number; readonly size: number }) {
    this.#files = files
    this.shard = shard
    this.size = size
  }

  read(name: string): Uint8Array | null {
    return this.#files.read(`s${this.shard}/${name}`)
  }

  nameOf(level: Tile['level'], index: number): string {
    return `s${this.shard}/${tilePath({ level, index, width: widthIn({ level, index }, this.size) })}`
  }

  /** The bytes of an entry bundle; null when it is missing. */
  bundleBytes(index: number): Uint8Array | null {
    return this.#files.read(this.nameOf('entries', index))
  }

  /** Its entries; null when it does not hold exactly as many as it should. */
  entries(index: number, bytes: Uint8Array): readonly Uint8Array[] | null {
    const entries = readBundle(bytes)
    return entries?.length === widthIn({ level: 'entries', index }, this.size) ? entries : null
  }

  /** The hashes of a tile in one piece; null when it is missing. Whether it is as long as it should be is the caller's question. */
  tile(level: number, index: number): Uint8Array | null {
    const latest = this.#latest.get(level)
    if (latest?.index === index) return latest.bytes
    const bytes = this.#files.read(this.nameOf(level, index))
    this.#latest.set(level, { index, bytes })
    return bytes
  }

  isWhole(level: number, index: number, tile: Uint8Array): boolean {
    return tile.length === HASH * widthIn({ level, index }, this.size)
  }

  /** A complete subtree, from the tiles. Only for a log all of whose tiles are there. */
  readonly node: ReadNode = (level, index) => {
    const height = level % TILE_HEIGHT
    const first = index * 2 ** height
    const tile = this.tile(Math.floor(level / TILE_HEIGHT), Math.floor(first / TILE_WIDTH)) ?? new Uint8Array()
    const from = first % TILE_WIDTH
    return rootOf(hashesOf(tile).slice(from, from + 2 ** height))
  }
}

/** The hashes of a tile one by one. */
export const hashesOf = (tile: Uint8Array): readonly Hash[] =>
  Array.from({ length: Math.floor(tile.length / HASH) }, (_, i) => tile.subarray(i * HASH, (i + 1) * HASH))
