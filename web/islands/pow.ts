import { sha256 } from './sha256.ts'

/** The part of an ALTCHA v2 challenge that the solver needs. */
export interface PowChallenge {
  readonly parameters: {
    readonly nonce: string
    readonly salt: string
    readonly cost: number
    readonly keyPrefix: string
    readonly [other: string]: unknown
  }
  readonly signature: string
}

export interface PowSolution {
  readonly counter: number
  readonly derivedKey: string
}

const fromHex = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
const toHex = (bytes: Uint8Array): string => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')

/**
 * Looks for the counter whose key begins with the asked prefix: key = SHA-256 applied `cost` times to
 * salt, nonce, counter (32 bits, big-endian). Returns after `budget` milliseconds at the latest, with the counter to
 * go on from, so that a page without workers stays alive.
 */
export function solve({ parameters }: PowChallenge, from: number, budget: number): PowSolution | number {
  const salt = fromHex(parameters.salt)
  const nonce = fromHex(parameters.nonce)
  const prefix = fromHex(parameters.keyPrefix)
  const input = new Uint8Array(salt.length + nonce.length + 4)
  input.set(salt)
  input.set(nonce, salt.length)
  const counterAt = new DataView(input.buffer, salt.length + nonce.length)
  const end = Date.now() + budget
  for (let counter = from; ; counter++) {
    counterAt.setUint32(0, counter)
    let key = sha256(input)
    for (let round = 1; round < parameters.cost; round++) key = sha256(key)
    if (prefix.every((byte, i) => byte === key[i])) return { counter, derivedKey: toHex(key) }
    if (counter % 64 === 0 && Date.now() > end) return counter + 1
  }
}
