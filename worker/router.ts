import type { Result, Router } from 'hono/router'
import { TrieRouter } from 'hono/router/trie-router'

/** Addresses remembered, and the longest of them: whoever asks for a thousand that lead nowhere fills no memory. */
const MOST_KNOWN = 1000
const LONGEST = 200

/**
 * The usual router, which looks for an address among all routes, and remembers what it found: a crowd asks for the same few,
 * and each search costs as much as two hashes of a ballot.
 */
export class KnowingRouter<T> implements Router<T> {
  readonly name = 'KnowingRouter'
  readonly #trie = new TrieRouter<T>()
  readonly #known = new Map<string, Result<T>>()

  add(method: string, path: string, handler: T): void {
    this.#trie.add(method, path, handler)
    this.#known.clear()
  }

  match(method: string, path: string): Result<T> {
    const address = `${method} ${path}`
    const known = this.#known.get(address)
    if (known) return known
    const found = this.#trie.match(method, path)
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    if (address.length <= LONGEST) this.#known.set(address, found)
    return found
  }
}
