import { fromBase64 } from '../tlog/base64.ts'
import { type Checkpoint, readCheckpoint } from '../tlog/checkpoint.ts'
import { verifyEd25519 } from '../tlog/ed25519.ts'
import { type Hash, leafHash, sameHash, treeRoot } from '../tlog/merkle.ts'
import { ED25519, type Note, type NoteKey, noteKey, readNote, verifyNote } from '../tlog/note.ts'
import { verifyInclusion } from '../tlog/proof.ts'
import { TILE_WIDTH } from '../tlog/tile.ts'
import { readProof } from '../tlog/tlog-proof.ts'
import { type BallotEntry, readEntry } from './log-entry.ts'
import { hashesOf } from './log-files.ts'
import type { Walked } from './log-walk.ts'
import { logKey } from './manifest.ts'
import type { Report } from './recount.ts'

/** What a voter holds: at once a promise, after the next head a proof that the ballot is under it. */
export interface VoterReceipt {
  readonly kind: 'promise' | 'proof'
  readonly origin: string
  readonly index: number
  readonly leaf: Hash
  readonly note: Note
  /** Only of a proof: the head it leads to, and the entry itself. */
  readonly head: Checkpoint | null
  readonly ballot: BallotEntry | null
}

const PROMISE = 'mingping receipt v1'
/** A time of eight bytes and an Ed25519 signature. */
const COSIGNATURE_LENGTH = 72

/** A receipt as it was pasted or opened; 'broken' when it is one whose own parts do not fit, null when it is none. */
export function readReceipt(source: string): VoterReceipt | 'broken' | null {
  const text = `${source.replace(/\r\n?/g, '\n').trim()}\n`
  return text.startsWith(`${PROMISE}\n`) ? promiseOf(text) : proofOf(text)
}

function promiseOf(text: string): VoterReceipt | null {
  const note = readNote(text)
  const [, origin = '', index = '', packed = '', ...more] = note?.text.split('\n') ?? []
  const leaf = fromBase64(packed)
  if (!note || leaf?.length !== 32 || !/^(0|[1-9]\d{0,15})$/.test(index) || more.join('') !== '') return null
  return { kind: 'promise', origin, index: Number(index), leaf, note, head: null, ballot: null }
}

function proofOf(text: string): VoterReceipt | 'broken' | null {
  const read = readProof(text)
  const signed = read && readCheckpoint(read.checkpoint)
  if (!read?.extra || !signed) return null
  const [entry, leaf] = [readEntry(read.extra), leafHash(read.extra)]
  const { index, proof } = read
  const { size, root, origin } = signed.checkpoint
  const fits = entry?.k === 'b' && entry.i === index && verifyInclusion({ leaf, index, size, root, proof })
  if (!fits) return 'broken'
  return { kind: 'proof', origin, index, leaf, note: signed.note, head: signed.checkpoint, ballot: entry }
}

/** Whether the log has signed it, with any of its keys; 'unknown' where none of them is at hand. */
export function signedByLog({ note, origin }: VoterReceipt, keys: readonly NoteKey[]): 'yes' | 'no' | 'unknown' {
  const own = keys.filter(({ name }) => name === origin)
  if (own.length === 0) return 'unknown'
  return own.some(key => verifyNote(note, key, verifyEd25519)) ? 'yes' : 'no'
}

/** All keys of one log of a bundle: the one it names, and those that its entries brought. */
export function keysOfLog(report: Report, origin: string): readonly NoteKey[] {
  if (report.verdict === 'unusable') return []
  const place = report.bundle.logs.findIndex(({ key }) => logKey(key)?.name === origin)
  const first = logKey(report.bundle.logs[place]?.key ?? '')
  const later = report.logs[place]?.book.keys ?? []
  return first ? [first, ...later.flatMap(({ key }) => noteKey(origin, ED25519, fromBase64(key) ?? new Uint8Array()))] : []
}

/** Who else has put a name beneath it: whether it is really theirs, only their keys could tell. */
export const otherNames = ({ note, origin }: VoterReceipt): readonly string[] =>
  note.signatures
    .filter(({ name, signature }) => name !== origin && signature.length === COSIGNATURE_LENGTH)
    .map(({ name }) => name)

/** Whether a log that was read from a bundle holds what this receipt says, and continues the head it was under. */
export function isInLog({ index, leaf, head }: VoterReceipt, { files, treed }: Walked): boolean {
  const tile = index < files.size ? files.tile(0, Math.floor(index / TILE_WIDTH)) : null
  const there = tile && hashesOf(tile)[index % TILE_WIDTH]
  if (!there || !treed || !sameHash(there, leaf)) return false
  return !head || (head.size <= files.size && sameHash(head.root, treeRoot(head.size, files.node)))
}
