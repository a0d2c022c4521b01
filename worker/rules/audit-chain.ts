import { canonicalJson } from './canonical-json.ts'
import { sha256 } from './hash.ts'
import type { Instant } from './time.ts'

/** What the hash of a line is made of, beside the hash of the line before it. */
export interface LinkedFacts {
  readonly seq: number
  readonly at: Instant
  /** The id of a staff account, or 'operator' or 'agenda'. */
  readonly actor: string
  readonly role: string
  readonly kind: string
  readonly detail: unknown
}

export interface LinkedLine extends LinkedFacts {
  readonly hash: string
}

/** Where a chain stands: the number and the hash of its last line. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/** What stands for the line before the first. */
export const CHAIN_START = '0'.repeat(64)

/** The text that is hashed: one JSON object which names the hash of the line before as `previous`. */
export const linkText = (previous: string, { seq, at, actor, role, kind, detail }: LinkedFacts): string =>
  canonicalJson({ seq, at, actor, role, kind, detail, previous })

/** SHA-256(0x00, text) in hexadecimal: the leaf hash of RFC 6962, so that the log can also stand in a Merkle tree. */
export const linkHash = (previous: string, facts: LinkedFacts): string =>
  sha256(`\0${linkText(previous || CHAIN_START, facts)}`).toString('hex')

/** What is wrong with a chain, by the number of the line at which it shows. */
export type ChainFlaw =
  /** `count` lines after this one are not there. */
  | { readonly kind: 'missing'; readonly after: number; readonly count: number }
  /** This line is not the one that was written, or the one before it is not. */
  | { readonly kind: 'changed'; readonly seq: number }
  /** This line was never linked. */
  | { readonly kind: 'unlinked'; readonly seq: number }

/** What has been found so far by whoever walks the chain from its first line. */
export interface ChainWalk {
  readonly lines: number
  readonly head: ChainHead
  /** The first of them; more than this help nobody. */
  readonly flaws: readonly ChainFlaw[]
}

const MOST_FLAWS = 20

export const CHAIN_WALK: ChainWalk = { lines: 0, head: { seq: 0, hash: CHAIN_START }, flaws: [] }

/**
 * Goes one line further. After a flaw the walk goes on from what the line itself says its hash is, so that one changed
 * line is one flaw and not all that follow it.
 */
export function step({ lines, head, flaws }: ChainWalk, line: LinkedLine): ChainWalk {
  const flaw = flawOf(head, line)
  return {
    lines: lines + 1,
    head: { seq: line.seq, hash: line.hash },
    flaws: flaw && flaws.length < MOST_FLAWS ? [...flaws, flaw] : flaws,
  }
}

function flawOf(head: ChainHead, line: LinkedLine): ChainFlaw | null {
  const { seq, hash } = line
  if (seq !== head.seq + 1) return { kind: 'missing', after: head.seq, count: seq - head.seq - 1 }
  if (hash === '') return { kind: 'unlinked', seq }
  return hash === linkHash(head.hash, line) ? null : { kind: 'changed', seq }
}

/** Adds that lines are missing at the end, when the database remembers having given out a higher number. */
export function endAt(walk: ChainWalk, last: number): ChainWalk {
  const { head, flaws } = walk
  if (last <= head.seq) return walk
  return { ...walk, flaws: [...flaws, { kind: 'missing', after: head.seq, count: last - head.seq }] }
}
