import { fromBase64, toBase64 } from './base64.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { EMPTY_ROOT, type Hash } from './merkle.ts'
import { type NoteKey, type VerifyEd25519, verifyNote } from './note.ts'
import { verifyConsistency } from './proof.ts'

// What a witness decides (c2sp.org/tlog-witness, add-checkpoint), apart from where it keeps what it has seen.

/** What is asked of a witness: to sign this head, which continues one it has seen. */
export interface AddCheckpoint {
  readonly old: number
  readonly proof: readonly Hash[]
  /** The signed note, word for word. */
  readonly note: string
}

const MOST_HASHES = 63

export const formatAddCheckpoint = ({ old, proof, note }: AddCheckpoint): string =>
  [`old ${old}`, ...proof.map(toBase64), '', note].join('\n')

/** Null for a body that is no such request; whether the head is one, the judgement says. */
export function readAddCheckpoint(body: string): AddCheckpoint | null {
  const cut = body.indexOf('\n\n')
  const [first = '', ...lines] = body.slice(0, Math.max(0, cut)).split('\n')
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1]
  const proof = lines.map(fromBase64)
  if (old === undefined || !Number.isSafeInteger(Number(old)) || lines.length > MOST_HASHES) return null
  if (!proof.every((hash): hash is Hash => hash?.length === 32)) return null
  return { old: Number(old), proof, note: body.slice(cut + 2) }
}

/** What was signed last of a log; size 0 for one that never was. */
export type Latest = Pick<Checkpoint, 'size' | 'root'>
export const NOTHING_SEEN: Latest = { size: 0, root: EMPTY_ROOT }

export type Judgement =
  | { readonly status: 200; readonly checkpoint: Checkpoint /** What is signed. */; readonly text: string }
  /** The log is at another size than was thought. */
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422 }

export interface Witness {
  /** The logs it watches, each by the key it was told. */
  readonly logs: readonly NoteKey[]
  readonly latestOf: (origin: string) => Latest
  readonly verify: VerifyEd25519
}

/**
 * Whether the head may be signed, in the order the specification wants: 404 for a log nobody told it of, 403 for a head that log
 * has not signed, 409 where it has seen another size, 422 where the history is not continued. Who asks must carry out a 200 before
 * the next question is judged; otherwise two heads could roll each other back.
 */
export function judgeCheckpoint(request: AddCheckpoint, { logs, latestOf, verify }: Witness): Judgement {
  const read = readCheckpoint(request.note)
  if (!read) return { status: 400 }
  const { note, checkpoint } = read
  const keys = logs.filter(({ name }) => name === checkpoint.origin)
  if (keys.length === 0) return { status: 404 }
  if (!keys.some(key => verifyNote(note, key, verify))) return { status: 403 }
  if (request.old > checkpoint.size) return { status: 400 }
  const latest = latestOf(checkpoint.origin)
  if (request.old !== latest.size) return { status: 409, size: latest.size }
  const continues = verifyConsistency({
    ...{ from: latest.size, to: checkpoint.size, oldRoot: latest.root, newRoot: checkpoint.root, proof: request.proof },
  })
  return continues ? { status: 200, checkpoint, text: note.text } : { status: 422 }
}
