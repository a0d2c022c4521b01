import type { Tally } from './tally.ts'
import type { Instant } from './time.ts'

/**
 * What is wrong with the log of a box. `changed`: this entry is not what it was when it was entered. `behind`: a longer log
 * was signed before, so entries are gone. `fork`: the log is not the one that was signed. `recount`: its ballots, counted again,
 * come to other figures.
 */
export type Flaw =
  | { readonly kind: 'changed'; readonly index: number }
  | { readonly kind: 'behind'; readonly signed: number; readonly size: number }
  | { readonly kind: 'fork' }
  | { readonly kind: 'recount' }

/** What was found not to fit in a box, or between a box and the tally that is made of it; the first time it was seen. */
export interface Trouble {
  readonly shard: number
  readonly what: Flaw | { readonly kind: 'tally' }
  readonly at: Instant
}

/** A tally as one text: the same for the same figures, in whatever order they came; what is nothing throughout is left out. */
export function tallyText(tally: Tally): string {
  const plain = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const parts = Object.entries(value).map(([name, part]) => [name, plain(part)] as const)
    const left = parts.filter(([, part]) => part !== 0 && part !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
    return left.length > 0 ? Object.fromEntries(left) : undefined
  }
  return JSON.stringify(plain(tally) ?? {})
}
