import { EMPTY_ROOT, type Hash, nodeHash, type ReadNode, rangeRoot, sameHash } from './merkle.ts'

const HASH_LENGTH = 32

/** The largest power of two below `n`, for n > 1. */
function split(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/** The audit path of a leaf, from its sibling up (RFC 6962, 2.1.1). Throws when there is no such leaf. */
export function inclusionProof(index: number, size: number, read: ReadNode): readonly Hash[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError('there is no such leaf')
  const path: Hash[] = []
  let [from, until] = [0, size]
  while (until - from > 1) {
    const middle = from + split(until - from)
    path.push(index < middle ? rangeRoot(middle, until, read) : rangeRoot(from, middle, read))
    if (index < middle) until = middle
    else from = middle
  }
  return path.reverse()
}

/** That the tree of `to` leaves continues the tree of `from` leaves (RFC 6962, 2.1.2). Empty for 0 and for the same size. */
export function consistencyProof(from: number, to: number, read: ReadNode): readonly Hash[] {
  if (from < 0 || from > to) throw new RangeError('a tree does not shrink')
  if (from === 0 || from === to) return []
  const path: Hash[] = []
  let [start, end] = [0, to]
  // True while the old tree ends where the part looked at begins to be split off, so that its own root is known.
  let whole = true
  while (from !== end) {
    const middle = start + split(end - start)
    if (from <= middle) {
      path.push(rangeRoot(middle, end, read))
      end = middle
    } else {
      path.push(rangeRoot(start, middle, read))
      start = middle
      whole = false
    }
  }
  if (!whole) path.push(rangeRoot(start, end, read))
  return path.reverse()
}

export interface InclusionClaim {
  readonly leaf: Hash
  readonly index: number
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
}

/** Whether the proof shows that the leaf is in the tree of this root, at this place (RFC 9162, 2.1.3.2). */
export function verifyInclusion({ leaf, index, size, root, proof }: InclusionClaim): boolean {
  if (!isSize(index) || !isSize(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false
  let [place, last, hash] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else hash = nodeHash(hash, sibling)
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && sameHash(hash, root)
}

export interface ConsistencyClaim {
  readonly from: number
  readonly to: number
  readonly oldRoot: Hash
  readonly newRoot: Hash
  readonly proof: readonly Hash[]
}

/**
 * Whether the proof shows that the newer tree begins with all of the older one (RFC 9162, 2.1.4.2). The empty tree is
 * the beginning of every other, without any proof; a proof for it is a mistake, and so is another root of nothing.
 */
export function verifyConsistency({ from, to, oldRoot, newRoot, proof }: ConsistencyClaim): boolean {
  if (!isSize(from) || !isSize(to) || from > to || ![oldRoot, newRoot, ...proof].every(isHash)) return false
  if (from === 0) return proof.length === 0 && sameHash(oldRoot, EMPTY_ROOT) && (to > 0 || sameHash(newRoot, EMPTY_ROOT))
  if (from === to) return proof.length === 0 && sameHash(oldRoot, newRoot)
  // A complete older tree is a node of the newer one, and its root need not be told.
  const path = isPowerOfTwo(from) ? [oldRoot, ...proof] : proof
  const [first, ...rest] = path
  if (!first) return false
  let [place, last] = [from - 1, to - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  let [older, newer] = [first, first]
  for (const hash of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      older = nodeHash(hash, older)
      newer = nodeHash(hash, newer)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else newer = nodeHash(newer, hash)
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && sameHash(older, oldRoot) && sameHash(newer, newRoot)
}

const isHash = (hash: Hash): boolean => hash.length === HASH_LENGTH
const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
const half = (n: number): number => Math.floor(n / 2)

function isPowerOfTwo(n: number): boolean {
  let rest = n
  while (rest % 2 === 0) rest /= 2
  return rest === 1
}
