import { decodeCrockford, encodeCrockford, grouped, plain } from './crockford.ts'
import { sha256 } from './hash.ts'

/** 16 signs: 72 bits that nobody can guess, and 8 that find a slip of the hand before anything is looked up. */
const BYTES = 10
const SECRET = 9

const check = (secret: Uint8Array): number => sha256('tracking/v1', secret)[0] as number

/** The tracking code of an objection, from at least 9 secret bytes, in groups of four. */
export function trackingCodeFrom(secret: Uint8Array): string {
  if (secret.length < SECRET) throw new Error('a tracking code needs 9 secret bytes')
  const bytes = new Uint8Array(BYTES)
  bytes.set(secret.subarray(0, SECRET))
  bytes[SECRET] = check(secret.subarray(0, SECRET))
  return grouped(encodeCrockford(bytes))
}

/** The code as it was printed; null when what was typed cannot be one. */
export function readTrackingCode(typed: string): string | null {
  const bytes = decodeCrockford(plain(typed), BYTES)
  if (!bytes || bytes[SECRET] !== check(bytes.subarray(0, SECRET))) return null
  return grouped(encodeCrockford(bytes))
}
