import { Buffer } from 'node:buffer'
import { decodeCrockford, encodeCrockford, grouped, plain } from './crockford.ts'
import { sha256 } from './hash.ts'
import type { Instant } from './time.ts'

/** Where a ballot lies: which box, and its place in it, counted from 1. */
export interface Place {
  readonly shard: number
  readonly seq: number
}

/** What a voter is given. It holds no choice (law 5). */
export interface Receipt {
  /** Four groups of four signs. */
  readonly code: string
  readonly at: Instant
}

/** 10 bytes, 16 signs: box (1), place (4), and the first 5 bytes of the leaf's hash, which nobody can guess. */
const BYTES = 10

/** The code of a receipt: it finds the ballot without a search and cannot be made up. */
export function receiptCode({ shard, seq }: Place, leaf: Uint8Array): string {
  const bytes = new Uint8Array(BYTES)
  bytes[0] = shard
  for (let i = 0; i < 4; i++) bytes[i + 1] = seq >>> (24 - 8 * i)
  bytes.set(leaf.subarray(0, 5), 5)
  return grouped(encodeCrockford(bytes))
}

/** Null when the text is not a receipt code; hyphens, blanks and the look-alikes O, I, L do no harm. */
export function readReceiptCode(text: string): { readonly place: Place; readonly tag: Uint8Array; readonly code: string } | null {
  const bytes = decodeCrockford(plain(text), BYTES)
  if (!bytes) return null
  const seq = new DataView(bytes.buffer).getUint32(1)
  if (seq === 0) return null
  return { place: { shard: bytes[0] as number, seq }, tag: bytes.subarray(5), code: grouped(encodeCrockford(bytes)) }
}

/** What a log entry says of a ballot: a commitment to the choices, not the choices (sealed profile, trust 4.1). */
export interface LeafContent {
  readonly seq: number
  /** Ten-minute bucket: the exact minute of a vote is not published. */
  readonly at: Instant
  readonly level: string
  readonly dedupe: Uint8Array
  readonly nonce: Uint8Array
  readonly choices: string
}

/** In hexadecimal, without a copy of the bytes. */
const hex = ({ buffer, byteOffset, length }: Uint8Array): string => Buffer.from(buffer, byteOffset, length).toString('hex')

/** SHA-256(nonce, canonical choices) in hexadecimal. The nonce stays on the server, so a receipt proves no choice. */
export const commitment = (nonce: Uint8Array, choices: string): string => sha256(nonce, choices).toString('hex')

/** The entry as canonical JSON: sorted keys, integers and strings only. */
export function leafEntry({ seq, at, level, dedupe, nonce, choices }: LeafContent): string {
  const bucket = Math.floor(at / 600_000)
  return `{"d":"${hex(dedupe)}","h":"${commitment(nonce, choices)}","i":${seq - 1},"k":"b","l":"${level}","q":${bucket}}`
}

/** RFC 6962 leaf hash: SHA-256(0x00, entry). */
export const leafHash = (entry: string): Uint8Array => sha256(`\0${entry}`)
