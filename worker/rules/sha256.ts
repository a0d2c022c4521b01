// SHA-256 (FIPS 180-4) that makes nothing but its answer. A ballot takes eight hashes; a library's objects, buffers and views
// for each of them cost more than the hashing itself, and the collector as much again. Needs no Node: browsers check with it.

export type Data = string | Uint8Array

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const ROUNDS = Int32Array.from(
  `428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe
9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7
c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b
c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2`
    .split(/\s/)
    .map(word => Number.parseInt(word, 16)),
)

/** What the hash has come to after some whole blocks. */
interface Midway {
  readonly words: Int32Array
  /** Bytes that went into it. */
  readonly bytes: number
}

/** The same of the square roots of the first eight (5.3.3). */
const START: Midway = {
  words: Int32Array.of(...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]),
  bytes: 0,
}

const encoder = new TextEncoder()
// Written anew by every call and read before it ends.
const held = new Int32Array(8)
const schedule = new Int32Array(64)
const last = new Uint8Array(128)
const between = new Uint8Array(32)
const gathered = new Uint8Array(8192)

/** SHA-256 over the parts as one, 32 bytes; of a text its UTF-8. */
export const sha256 = (...parts: readonly Data[]): Uint8Array => finished(START, parts, new Uint8Array(32))

const keyed = new WeakMap<Uint8Array, readonly [inner: Midway, outer: Midway]>()

/**
 * HMAC-SHA-256 (RFC 2104), 32 bytes. What a key makes of the empty text is kept for as long as the key itself, which must
 * not change.
 */
export function hmacSha256(key: Uint8Array, data: Data): Uint8Array {
  const known = keyed.get(key) ?? ([padded(key, 0x36), padded(key, 0x5c)] as const)
  keyed.set(key, known)
  finished(known[0], [data], between)
  return finished(known[1], [between], new Uint8Array(32))
}

function padded(key: Uint8Array, pad: number): Midway {
  const block = new Uint8Array(64)
  block.set(key.length > 64 ? sha256(key) : key)
  held.set(START.words)
  takeBlock(
    block.map(byte => byte ^ pad),
    0,
  )
  return { words: held.slice(), bytes: 64 }
}

/** Hashes on from there to the end of the parts, and writes the hash to `out`. */
function finished(from: Midway, parts: readonly Data[], out: Uint8Array): Uint8Array {
  let room = 0
  for (const part of parts) room += typeof part === 'string' ? 3 * part.length : part.length
  const bytes = room <= gathered.length ? gathered : new Uint8Array(room)
  let length = 0
  for (const part of parts) length += typeof part === 'string' ? write(part, bytes, length) : copy(part, bytes, length)
  held.set(from.words)
  let at = 0
  for (; at + 64 <= length; at += 64) takeBlock(bytes, at)
  // The rest, a bit, zeros, and the length of all in bits: one block or two.
  const end = length - at < 56 ? 64 : 128
  last.fill(0)
  for (let i = 0; at + i < length; i++) last[i] = bytes[at + i] as number
  last[length - at] = 0x80
  for (let i = 1, bits = (from.bytes + length) * 8; bits > 0; i++, bits = Math.floor(bits / 256)) last[end - i] = bits
  takeBlock(last, 0)
  if (end === 128) takeBlock(last, 64)
  for (let i = 0; i < 32; i++) out[i] = (held[i >> 2] as number) >>> (24 - 8 * (i & 3))
  return out
}

function copy(from: Uint8Array, to: Uint8Array, at: number): number {
  to.set(from, at)
  return from.length
}

/** Most texts are plain ASCII, and to write that sign by sign is quicker than to ask the runtime. */
function write(text: string, to: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    if (sign > 127) return encoder.encodeInto(text, to.subarray(at)).written
    to[at + i] = sign
  }
  return text.length
}

/** One block of 64 bytes (6.2.2). */
function takeBlock(bytes: Uint8Array, at: number): void {
  const w = schedule
  for (let i = 0, from = at; i < 16; i++, from += 4) w[i] = wordAt(bytes, from)
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number
    const y = w[i - 2] as number
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1
  }
  let a = held[0] as number
  let b = held[1] as number
  let c = held[2] as number
  let d = held[3] as number
  let e = held[4] as number
  let f = held[5] as number
  let g = held[6] as number
  let h = held[7] as number
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[i] as number) + (w[i] as number)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  add(0, a)
  add(1, b)
  add(2, c)
  add(3, d)
  add(4, e)
  add(5, f)
  add(6, g)
  add(7, h)
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)

function add(at: number, word: number): void {
  held[at] = (held[at] as number) + word
}
