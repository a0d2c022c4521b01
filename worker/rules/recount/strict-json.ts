/** An object as it was written: with no prototype, so that no name in a file means anything to the language. */
export type JsonObject = Readonly<Record<string, unknown>>

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(0|[1-9]\d*)(?![\d.eE])|(true|false|null))/y
/** Nothing in a bundle is nested deeper than four. */
const DEEPEST = 64

/** Thrown within this file only. */
class NotStrict extends Error {}

/** UTF-8 without a mark at its beginning; null for other bytes. */
export function readText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/**
 * JSON that every reader reads in one way: no name twice in an object, no number but plain decimals from 0 to 2^53 − 1, no half
 * of a pair of signs. Undefined for anything else; two implementations must not come to two answers because their libraries do.
 */
export function readStrict(bytes: Uint8Array): unknown {
  const text = readText(bytes)
  if (text === null) return undefined
  try {
    return new Reader(text).whole()
  } catch (error) {
    if (error instanceof NotStrict) return undefined
    throw error
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): unknown {
    const value = this.#value(this.#next(), 0)
    if (/[^ \t\n\r]/.test(this.#text.slice(this.#at))) throw new NotStrict()
    return value
  }

  #next(): string {
    TOKEN.lastIndex = this.#at
    const found = TOKEN.exec(this.#text)
    if (!found) throw new NotStrict()
    this.#at = TOKEN.lastIndex
    return found[1] ?? found[2] ?? found[3] ?? (found[4] as string)
  }

  #value(token: string, depth: number): unknown {
    if (depth > DEEPEST) throw new NotStrict()
    if (token === '{') return this.#object(depth)
    if (token === '[') return this.#array(depth)
    if (token.startsWith('"')) return textOf(token)
    if (/^\d/.test(token)) return numberOf(token)
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'null') return null
    throw new NotStrict()
  }

  #object(depth: number): JsonObject {
    const object: Record<string, unknown> = Object.create(null)
    let token = this.#next()
    if (token === '}') return object
    for (;;) {
      if (!token.startsWith('"')) throw new NotStrict()
      const name = textOf(token)
      if (name in object || this.#next() !== ':') throw new NotStrict()
      object[name] = this.#value(this.#next(), depth + 1)
      if (this.#ends('}')) return object
      token = this.#next()
    }
  }

  #array(depth: number): readonly unknown[] {
    const array: unknown[] = []
    let token = this.#next()
    if (token === ']') return array
    for (;;) {
      array.push(this.#value(token, depth + 1))
      if (this.#ends(']')) return array
      token = this.#next()
    }
  }

  /** True at the closing sign, false at a comma. */
  #ends(closing: string): boolean {
    const token = this.#next()
    if (token !== closing && token !== ',') throw new NotStrict()
    return token === closing
  }
}

function textOf(token: string): string {
  try {
    const text = JSON.parse(token) as string
    if (!/\p{Cs}/u.test(text)) return text
  } catch {
    // A control sign that is not escaped.
  }
  throw new NotStrict()
}

function numberOf(token: string): number {
  const number = Number(token)
  if (!Number.isSafeInteger(number)) throw new NotStrict()
  return number
}
