import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64, toBase64 } from './base64.ts'

// Signed notes (c2sp.org/signed-note): a text, an empty line, and lines of signatures.

/** Kinds of signatures we know: Ed25519 over the text, and a witness's over a checkpoint with its time. */
export const ED25519 = 0x01
export const COSIGNATURE = 0x04

export interface NoteKey {
  readonly name: string
  /** 32 bits. */
  readonly id: number
  readonly kind: number
  readonly key: Uint8Array
}

export interface Signature {
  readonly name: string
  readonly id: number
  readonly signature: Uint8Array
}

export interface Note {
  /** With its last line break. */
  readonly text: string
  readonly signatures: readonly Signature[]
}

/** The time of a cosignature, in seconds, stays below this. */
const LATEST = 1n << 63n
const MOST_SIGNATURES = 64
const MOST_BYTES = 1 << 20
const encoder = new TextEncoder()
/** No blank, no plus, and not empty. */
const NAME = /^[^\p{White_Space}+]+$/u
/** Signs below U+0020 other than a line break. */
const CONTROL = /[^\P{Cc}\n\u007f-\u009f]/u

/** SHA-256(name, line break, kind, key), the first four bytes. */
export function keyId(name: string, kind: number, key: Uint8Array): number {
  const hash = sha256
    .create()
    .update(encoder.encode(`${name}\n`))
    .update(Uint8Array.of(kind))
    .update(key)
    .digest()
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0)
}

export const noteKey = (name: string, kind: number, key: Uint8Array): NoteKey => ({ name, kind, key, id: keyId(name, kind, key) })

/** 'name+530d903a+base64': a key as people pass it on. */
export const keyText = ({ name, id, kind, key }: NoteKey): string =>
  `${name}+${id.toString(16).padStart(8, '0')}+${toBase64(Uint8Array.of(kind, ...key))}`

/** Null when the text is no key of a kind we know, or its id is not its own. */
export function readKey(text: string): NoteKey | null {
  const [, name = '', id = '', packed = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? []
  const bytes = fromBase64(packed)
  if (!NAME.test(name) || !bytes || bytes.length !== 33) return null
  const [kind = 0] = bytes
  const key = noteKey(name, kind, bytes.slice(1))
  const known = kind === ED25519 || kind === COSIGNATURE
  return known && key.id === Number.parseInt(id, 16) ? key : null
}

/** One line of a signature, with its line break. */
export function signatureLine({ name, id }: Pick<NoteKey, 'name' | 'id'>, signature: Uint8Array): string {
  const bytes = new Uint8Array(4 + signature.length)
  new DataView(bytes.buffer).setUint32(0, id)
  bytes.set(signature, 4)
  return `— ${name} ${toBase64(bytes)}\n`
}

export const formatNote = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map(line => signatureLine(line, line.signature)).join('')}`

/** Null for whatever is not a well-formed note: a text that ends in a line break, an empty line, signatures. */
export function readNote(source: string): Note | null {
  if (source.length > MOST_BYTES || CONTROL.test(source) || !isWellFormed(source)) return null
  const cut = source.lastIndexOf('\n\n')
  if (cut < 0 || !source.endsWith('\n')) return null
  const lines = source.slice(cut + 2, -1).split('\n')
  if (lines.length > MOST_SIGNATURES) return null
  const signatures = lines.map(readSignature)
  return signatures.every(line => line !== null) ? { text: source.slice(0, cut + 1), signatures } : null
}

function readSignature(line: string): Signature | null {
  const [, name = '', packed = ''] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? []
  const bytes = fromBase64(packed)
  if (!NAME.test(name) || !bytes || bytes.length < 5) return null
  return { name, id: new DataView(bytes.buffer).getUint32(0), signature: bytes.slice(4) }
}

/** A text with half a sign of two is not UTF-8. */
const isWellFormed = (text: string): boolean => {
  try {
    encodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Checks an Ed25519 signature (RFC 8032). */
export type VerifyEd25519 = (signature: Uint8Array, message: Uint8Array, key: Uint8Array) => boolean

/**
 * Whether a note bears a good signature of this key. False as well when it bears a bad one: a known key whose signature fails
 * spoils the note. Signatures of unknown keys say nothing.
 */
export function verifyNote({ text, signatures }: Note, key: NoteKey, verify: VerifyEd25519): boolean {
  const own = signatures.filter(({ name, id }) => name === key.name && id === key.id)
  return own.length > 0 && own.every(({ signature }) => verifyOne(text, signature, key, verify))
}

function verifyOne(text: string, signature: Uint8Array, { kind, key }: NoteKey, verify: VerifyEd25519): boolean {
  if (kind === ED25519) return signature.length === 64 && verify(signature, encoder.encode(text), key)
  // c2sp.org/tlog-cosignature: the time in eight bytes, then the signature over it and the checkpoint.
  if (kind !== COSIGNATURE || signature.length !== 72) return false
  const view = new DataView(signature.buffer, signature.byteOffset)
  // In halves: a phone of 2020 reads no number of 64 bits at once.
  const time = (BigInt(view.getUint32(0)) << 32n) | BigInt(view.getUint32(4))
  return time < LATEST && verify(signature.slice(8), encoder.encode(cosignedText(text, time)), key)
}

/** What a witness signs at a time, in seconds since 1970. */
export const cosignedText = (text: string, time: bigint | number): string => `cosignature/v1\ntime ${time}\n${text}`
