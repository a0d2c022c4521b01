import { fromBase64 } from '../tlog/base64.ts'
import { type Checkpoint, readCheckpoint } from '../tlog/checkpoint.ts'
import { verifyEd25519 } from '../tlog/ed25519.ts'
import { sameHash, treeRoot } from '../tlog/merkle.ts'
import { ED25519, type Note, type NoteKey, noteKey, verifyNote } from '../tlog/note.ts'
import { atFile, type Files, type Flaw } from './flaw.ts'
import type { Walked } from './log-walk.ts'
import { readText } from './strict-json.ts'

// What a log has signed: V4, V5 and V7.

export interface Head {
  readonly file: string
  /** By its name, or the final size. */
  readonly size: number
  /** Null when there is no head in the file. */
  readonly read: { readonly note: Note; readonly checkpoint: Checkpoint } | null
}

function headIn(files: Files, file: string, size: number): Head {
  const bytes = files.read(file)
  const text = bytes && readText(bytes)
  return { file, size, read: text === null ? null : readCheckpoint(text) }
}

/** The final head of a log. */
export const finalHead = (files: Files, { shard, size }: { shard: number; size: number }): Head =>
  headIn(files, `s${shard}/checkpoint`, size)

/** The heads before it that were signed and kept, by size. */
export function archivedHeads(files: Files, shard: number): readonly Head[] {
  const folder = `s${shard}/checkpoints/`
  return files
    .list(folder)
    .map(file => ({ file, size: file.slice(folder.length) }))
    .filter(({ size }) => /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size)))
    .map(({ file, size }) => headIn(files, file, Number(size)))
    .sort((a, b) => a.size - b.size)
}

/** V4: the tiles of the log add up to its final head. */
export function checkRoot({ files }: Walked, { file, read }: Head, origin: string): Flaw | null {
  if (!read) return atFile(file, 'malformed')
  if (read.checkpoint.origin !== origin) return atFile(file, 'origin-differs')
  if (read.checkpoint.size !== files.size) return atFile(file, 'size-differs')
  return sameHash(read.checkpoint.root, treeRoot(files.size, files.node)) ? null : atFile(file, 'root-differs')
}

/** V5: every head bears the signature of the key that was in force at its size. */
export function checkSignatures(heads: readonly Head[], key: NoteKey, keys: Walked['book']['keys']): Flaw | null {
  const unsigned = heads.find(({ read, size }) => !read || !verifyNote(read.note, keyFor(size, key, keys), verifyEd25519))
  return unsigned ? atFile(unsigned.file, unsigned.read ? 'not-signed' : 'malformed') : null
}

function keyFor(size: number, first: NoteKey, keys: Walked['book']['keys']): NoteKey {
  const changed = keys.filter(({ index }) => index < size).pop()
  return changed ? noteKey(first.name, ED25519, fromBase64(changed.key) ?? new Uint8Array()) : first
}

/** V7: every head that was ever signed is the beginning of what is there now. */
export function checkHistory({ files }: Walked, heads: readonly Head[], origin: string): Flaw | null {
  for (const { file, size, read } of heads) {
    if (!read) return atFile(file, 'malformed')
    const { checkpoint } = read
    if (checkpoint.origin !== origin) return atFile(file, 'origin-differs')
    if (checkpoint.size !== size) return atFile(file, 'size-differs')
    if (size > files.size) return atFile(file, 'beyond-the-end')
    if (!sameHash(checkpoint.root, treeRoot(size, files.node))) return atFile(file, 'root-differs')
  }
  return null
}
