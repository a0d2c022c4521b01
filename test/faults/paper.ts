import { createHash, createHmac } from 'node:crypto'

// The forms of a ballot box, written again from their description and from nothing of the worker's code: what the
// checker recomputes must not repeat a mistake of what it checks.

/** Base 32 after Crockford. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export interface ReceiptSays {
  readonly shard: number
  readonly seq: number
  /** The first 5 bytes of the leaf, in hexadecimal. */
  readonly leafBegins: string
}

/** What 16 signs in four groups say: 1 byte for the box, 4 for the place, 5 of the leaf. */
export function readReceipt(code: string): ReceiptSays {
  const signs = code.replaceAll('-', '')
  if (signs.length !== 16) throw new Error(`not a receipt: ${code}`)
  let bits = 0n
  for (const sign of signs) {
    const value = SIGNS.indexOf(sign)
    if (value < 0) throw new Error(`not a receipt: ${code}`)
    bits = bits * 32n + BigInt(value)
  }
  const hex = bits.toString(16).padStart(20, '0')
  return { shard: Number.parseInt(hex.slice(0, 2), 16), seq: Number.parseInt(hex.slice(2, 10), 16), leafBegins: hex.slice(10) }
}

/** HMAC-SHA256 over parts that each carry their length in two bytes, cut to 16 bytes, in hexadecimal. */
export function dedupeKeyOf(campaignKey: Uint8Array, parts: readonly string[]): string {
  const hmac = createHmac('sha256', campaignKey)
  for (const part of parts) {
    const bytes = Buffer.from(part, 'utf8')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    hmac.update(length).update(bytes)
  }
  return hmac.digest('hex').slice(0, 32)
}

export interface LeafOf {
  readonly seq: number
  readonly at: number
  readonly level: string
  readonly dk: string
  readonly nonce: Uint8Array
  readonly choices: string
}

/** The leaf in hexadecimal, of the entry that follows the manifest and all ballots before: the hash, behind a zero byte, of an entry with sorted keys and a commitment to the choices. */
export function leafOf({ seq, at, level, dk, nonce, choices }: LeafOf): string {
  const entry = {
    d: dk,
    h: createHash('sha256')
      .update(Buffer.concat([nonce, Buffer.from(choices)]))
      .digest('hex'),
    i: seq,
    k: 'b',
    l: level,
    q: Math.trunc(at / (10 * 60 * 1000)),
  }
  return createHash('sha256')
    .update(`\0${JSON.stringify(entry)}`)
    .digest('hex')
}

/** Choices as a box writes them: in order of number. */
export const writtenChoices = (choices: readonly number[]): string => JSON.stringify([...choices].sort((a, b) => a - b))
