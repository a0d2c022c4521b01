// Where the parts of a log lie (c2sp.org/tlog-tiles): tiles of 256 hashes, bundles of 256 entries.

export const TILE_WIDTH = 256
/** A tile's hashes are as many levels of the tree apart as its width needs. */
export const TILE_HEIGHT = 8

export interface Tile {
  /** 0 for the hashes of leaves; 'entries' for the entries themselves. */
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; less than 256 for the last tile of its level. */
  readonly width: number
}

/** 'tile/0/x001/234.p/5': the address of a tile below that of its log. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  const place = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${place}${width < TILE_WIDTH ? `.p/${width}` : ''}`
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** Null for what is not the one address of a tile: a leading zero too many is another address. */
export function readTilePath(path: string): Tile | null {
  const found = PATH.exec(path)
  if (!found) return null
  const [, level, before, last, width] = found
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(`${before?.replaceAll(/[x/]/g, '')}${last}`),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  const sound = Number.isSafeInteger(tile.index) && (tile.level === 'entries' || tile.level <= 63) && tilePath(tile) === path
  return sound ? tile : null
}

/** How many hashes there are on a level of the tree of so many leaves. */
const countOn = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level)

/** How wide this tile is in a tree of so many leaves: 0 when it is not there. */
export function widthIn({ level, index }: Pick<Tile, 'level' | 'index'>, size: number): number {
  const count = countOn(level === 'entries' ? 0 : level, size)
  return Math.max(0, Math.min(TILE_WIDTH, count - index * TILE_WIDTH))
}

/** All tiles of hashes of a tree of so many leaves. */
export function tilesOf(size: number): readonly Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; countOn(level, size) > 0; level++)
    for (let index = 0; widthIn({ level, index }, size) > 0; index++)
      tiles.push({ level, index, width: widthIn({ level, index }, size) })
  return tiles
}

/** A bundle: every entry after its length in two bytes. Throws for an entry of more than 65,535 bytes. */
export function bundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, { length }) => sum + 2 + length, 0))
  let at = 0
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new RangeError('an entry has at most 65,535 bytes')
    bytes.set([entry.length >> 8, entry.length & 0xff], at)
    bytes.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bytes
}

/** The entries of a bundle; null when it ends in the middle of one. */
export function readBundle(bytes: Uint8Array): readonly Uint8Array[] | null {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    if (at + 2 + length > bytes.length) return null
    entries.push(bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return entries
}
