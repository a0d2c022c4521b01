import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as library } from '@noble/hashes/sha2.js'
import { writeUtf8 } from './utf8.ts'

// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) by the library, with the same two states over and over: a ballot takes eight hashes,
// and a state made for each of them, with its buffer and its view, cost more than the hashing. Needs no Node: browsers check with it.

export type Data = string | Uint8Array

// Written anew by every call and read before it ends.
const START = library.create()
const state = library.create()
const keyedState = hmac.create(library, new Uint8Array(32))
const gathered = new Uint8Array(8192)

/** SHA-256 over the parts as one, 32 bytes; of a text its UTF-8. */
export function sha256(...parts: readonly Data[]): Uint8Array {
  const out = new Uint8Array(32)
  START._cloneInto(state).update(bytesOf(parts)).digestInto(out)
  return out
}

const keyed = new WeakMap<Uint8Array, ReturnType<typeof started>>()
const started = (key: Uint8Array) => hmac.create(library, key)

/**
 * HMAC-SHA-256, 32 bytes. What a key makes of the empty text is kept for as long as the key itself, which must
 * not change.
 */
export function hmacSha256(key: Uint8Array, data: Data): Uint8Array {
  const known = keyed.get(key) ?? started(key)
  keyed.set(key, known)
  const out = new Uint8Array(32)
  known
    ._cloneInto(keyedState)
    .update(bytesOf([data]))
    .digestInto(out)
  return out
}

/** The parts as one. What it answers may be written over by the next call. */
function bytesOf(parts: readonly Data[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && typeof only === 'object') return only
  let room = 0
  for (const part of parts) room += typeof part === 'string' ? 3 * part.length : part.length
  const bytes = room <= gathered.length ? gathered : new Uint8Array(room)
  let length = 0
  for (const part of parts) length += typeof part === 'string' ? writeUtf8(part, bytes, length) : copy(part, bytes, length)
  return bytes.subarray(0, length)
}

function copy(from: Uint8Array, to: Uint8Array, at: number): number {
  to.set(from, at)
  return from.length
}
