import { Buffer } from 'node:buffer'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as hash } from '@noble/hashes/sha2.js'

// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) in plain JavaScript. node:crypto makes an object of the runtime for each, and
// those are only let go by a full collection, which then stands still for as long as it has many of them to let go: at a
// thousand ballots a second that doubled the worst waits.

export type Data = string | Uint8Array

const encoder = new TextEncoder()
const bytesOf = (data: Data): Uint8Array => (typeof data === 'string' ? encoder.encode(data) : data)
const view = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length)

/** SHA-256 over the parts as one. */
export function sha256(...parts: readonly Data[]): Buffer {
  const state = hash.create()
  for (const part of parts) state.update(bytesOf(part))
  return view(state.digest())
}

const keyed = new WeakMap<Uint8Array, ReturnType<typeof start>>()
const start = (key: Uint8Array) => hmac.create(hash, key)

/** HMAC-SHA-256. What a key makes of the empty text is kept for as long as the key itself, which must not change. */
export function hmacSha256(key: Uint8Array, data: Data): Buffer {
  const state = keyed.get(key) ?? start(key)
  keyed.set(key, state)
  return view(state.clone().update(bytesOf(data)).digest())
}
