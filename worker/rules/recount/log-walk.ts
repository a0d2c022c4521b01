import type { PollSpec } from '../ballot.ts'
import { type Hash, leafHash, rootOf, sameHash } from '../tlog/merkle.ts'
import { TILE_WIDTH } from '../tlog/tile.ts'
import { atEntry, atFile, type Flaw, type StepName } from './flaw.ts'
import { LogBook } from './log-book.ts'
import { readEntry } from './log-entry.ts'
import { hashesOf, type LogFiles } from './log-files.ts'
import type { Seen } from './seen.ts'

/** One log, read from its first entry to its last. */
export interface Walked {
  readonly files: LogFiles
  readonly book: LogBook
  readonly flaws: ReadonlyMap<StepName, Flaw>
  /** All entries were there to be read. */
  readonly read: boolean
  /** All tiles are there and agree with each other: roots may be computed from them. */
  readonly treed: boolean
}

/** V2, V3, V8, V9 and V12 of one log, bundle by bundle; yields how many entries are done. */
export function* walkLog(
  files: LogFiles,
  known: { readonly rules: PollSpec | null; readonly seen: Seen },
): Generator<number, Walked> {
  const book = new LogBook(files.shard, known)
  const roots: Hash[] = []
  let flaw: Flaw | null = null
  for (let n = 0; n * TILE_WIDTH < files.size; n++) {
    const part = readPart(files, n)
    if (!('entries' in part)) return { files, book, flaws: withFlaws(book, 'V2', flaw ?? part), read: false, treed: false }
    flaw ??= wrongHash(part, n * TILE_WIDTH, files.shard)
    if (part.hashes.length === TILE_WIDTH) roots.push(rootOf(part.hashes))
    for (const [i, entry] of part.entries.entries()) book.take(n * TILE_WIDTH + i, readEntry(entry))
    yield n * TILE_WIDTH + part.entries.length
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
