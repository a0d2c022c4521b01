import { decodeCrockford, encodeCrockford, grouped, plain } from './crockford.ts'
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
