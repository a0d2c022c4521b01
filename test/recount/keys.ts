import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { type Checkpoint, checkpointText } from '../../worker/rules/tlog/checkpoint.ts'
import { COSIGNATURE, cosignedText, ED25519, type NoteKey, noteKey, type Signature } from '../../worker/rules/tlog/note.ts'

/** Someone who signs: a log or a witness. */
export interface Signer {
  readonly key: NoteKey
  readonly secret: KeyObject
}

/** RFC 8410: what stands before the 32 bytes of a secret key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function signer(name: string, kind: number, seed: Uint8Array): Signer {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const open = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { key: noteKey(name, kind, new Uint8Array(open)), secret }
}

export const logSigner = (origin: string, seed: Uint8Array): Signer => signer(origin, ED25519, seed)
export const witness = (name: string, seed: Uint8Array): Signer => signer(name, COSIGNATURE, seed)

const signed = ({ secret }: Signer, text: string): Uint8Array => new Uint8Array(sign(null, Buffer.from(text), secret))

/** What a signer puts under a head; a witness adds when it saw it, in seconds. */
export function signHead(by: Signer, head: Checkpoint, time = 1_790_000_000): Signature {
  const text = checkpointText(head)
  const { name, id, kind } = by.key
  if (kind === ED25519) return { name, id, signature: signed(by, text) }
  const bytes = new Uint8Array(72)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time))
  bytes.set(signed(by, cosignedText(text, time)), 8)
  return { name, id, signature: bytes }
}
