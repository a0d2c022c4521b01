import { fromBase64, toBase64 } from './base64.ts'
import type { Hash } from './merkle.ts'
import { type Note, readNote } from './note.ts'

/** The head of a log's tree (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** The text that is signed: origin, size, root. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${toBase64(root)}\n`

/** Null for a text that is no checkpoint. Lines after the third are let be, as the specification wants. */
export function readCheckpointText(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null
  const [origin = '', size = '', packed = '', ...more] = text.slice(0, -1).split('\n')
  const root = fromBase64(packed)
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(size) || root?.length !== 32 || more.includes('')) return null
  return Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root } : null
}

/** A checkpoint with the note that bears it; null when the text is neither. */
export function readCheckpoint(source: string): { readonly note: Note; readonly checkpoint: Checkpoint } | null {
  const note = readNote(source)
  const checkpoint = note && readCheckpointText(note.text)
  return note && checkpoint ? { note, checkpoint } : null
}
