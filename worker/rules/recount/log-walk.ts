import { type Hash, leafHash, rootOf, sameHash } from '../tlog/merkle.ts'
import { TILE_WIDTH } from '../tlog/tile.ts'
import { atEntry, atFile, type Flaw, type StepName } from './flaw.ts'
import type { LogBook } from './log-book.ts'
import { hashesOf, type LogFiles } from './log-files.ts'

/** How far a recount has come, for whoever waits for it. */
export interface Progress {
  readonly log: number
  readonly done: number
  readonly size: number
}

/** One log, read from its first entry to its last. */
export interface Walked<Book extends LogBook = LogBook> {
  readonly files: LogFiles
  readonly book: Book
  readonly flaws: ReadonlyMap<StepName, Flaw>
  /** All entries were there to be read. */
  readonly read: boolean
  /** All tiles are there and agree with each other: roots may be computed from them. */
  readonly treed: boolean
}

/** V2, V3, and what the book finds, of one log, bundle by bundle. */
export function* walkLog<Book extends LogBook>(files: LogFiles, book: Book): Generator<Progress, Walked<Book>> {
  const roots: Hash[] = []
  let flaw: Flaw | null = null
  for (let n = 0; n * TILE_WIDTH < files.size; n++) {
    const part = readPart(files, n)
    if (!('entries' in part)) return { files, book, flaws: withFlaws(book, 'V2', flaw ?? part), read: false, treed: false }
    flaw ??= wrongHash(part, n * TILE_WIDTH, files.shard)
    if (part.hashes.length === TILE_WIDTH) roots.push(rootOf(part.hashes))
    for (const [i, entry] of part.entries.entries()) book.take(n * TILE_WIDTH + i, entry)
    yield { log: files.shard, done: n * TILE_WIDTH + part.entries.length, size: files.size }
  }
  book.end(files.size)
  const above = higherTiles(files, roots)
  const flaws = withFlaws(book, 'V2', flaw)
  if (above) flaws.set('V3', above)
  return { files, book, flaws, read: true, treed: above === null }
}

function withFlaws(book: LogBook, step: StepName, flaw: Flaw | null): Map<StepName, Flaw> {
  const flaws = new Map(book.flaws)
  if (flaw) flaws.set(step, flaw)
  return flaws
}

interface Part {
  readonly entries: readonly Uint8Array[]
  readonly hashes: readonly Hash[]
}

function readPart(files: LogFiles, n: number): Part | Flaw {
  const bytes = files.bundleBytes(n)
  const entries = bytes && files.entries(n, bytes)
  if (!entries) return atFile(files.nameOf('entries', n), bytes ? 'wrong-count' : 'missing')
  const tile = files.tile(0, n)
  if (!tile || !files.isWhole(0, n, tile)) return atFile(files.nameOf(0, n), tile ? 'wrong-length' : 'missing')
  return { entries, hashes: hashesOf(tile) }
}

function wrongHash({ entries, hashes }: Part, from: number, log: number): Flaw | null {
  const at = entries.findIndex((entry, i) => !sameHash(leafHash(entry), hashes[i] as Hash))
  return at < 0 ? null : atEntry(log, from + at, 'entry-hash')
}

/** V3: every tile above the first level, against the roots of the full tiles below it. */
function higherTiles(files: LogFiles, leaves: readonly Hash[]): Flaw | null {
  let below = leaves
  for (let level = 1; below.length > 0; level++) {
    const roots: Hash[] = []
    for (let n = 0; n * TILE_WIDTH < below.length; n++) {
      const tile = files.tile(level, n)
      if (!tile || !files.isWhole(level, n, tile)) return atFile(files.nameOf(level, n), tile ? 'wrong-length' : 'missing')
      const hashes = hashesOf(tile)
      if (!hashes.every((hash, i) => sameHash(hash, below[n * TILE_WIDTH + i] as Hash)))
        return atFile(files.nameOf(level, n), 'node-hash')
      if (hashes.length === TILE_WIDTH) roots.push(rootOf(hashes))
    }
    below = roots
  }
  return null
}
