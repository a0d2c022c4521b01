import { sha256 } from '../sha256.ts'

// Merkle trees as RFC 6962, section 2.1 (RFC 9162, section 2.1.1) defines them, over SHA-256. Nothing here needs Node, so that
// a browser can check what the site says.

/** 32 bytes. */
export type Hash = Uint8Array

/** SHA-256(0x00, entry): what stands for an entry in the tree. */
export const leafHash = (entry: string | Uint8Array): Hash => sha256('\0', entry)

/** SHA-256(0x01, left, right). */
export const nodeHash = (left: Hash, right: Hash): Hash => sha256('\x01', left, right)

/** The root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = sha256()

export const sameHash = (a: Hash, b: Hash): boolean => a.length === b.length && a.every((byte, i) => byte === b[i])

/**
 * Reads the root of a complete subtree: of the leaves from `index << level` up to, but without, `(index + 1) << level`.
 * Level 0 is a leaf's hash.
 */
export type ReadNode = (level: number, index: number) => Hash

/** The root over these hashes as if they were leaves; any number of them. */
export function rootOf(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return EMPTY_ROOT
  let row = hashes
  while (row.length > 1) row = parents(row)
  return row[0] as Hash
}

/** An odd one out rises unhashed, which is the same as splitting at the largest power of two. */
const parents = (row: readonly Hash[]): readonly Hash[] =>
  Array.from({ length: Math.ceil(row.length / 2) }, (_, i) => {
    const left = row[2 * i] as Hash
    const right = row[2 * i + 1]
    return right ? nodeHash(left, right) : left
  })

/**
 * The largest complete subtrees that make up the leaves [from, until), from left to right. `from` must be a place where such a
 * tree may begin, which every caller's is: 0, or where a larger tree was split.
 */
export function subtrees(from: number, until: number): readonly { readonly level: number; readonly index: number }[] {
  const parts: { level: number; index: number }[] = []
  for (let at = from; at < until; ) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= until) level += 1
    parts.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return parts
}

/** The root of the leaves [from, until), read from complete subtrees. */
export function rangeRoot(from: number, until: number, read: ReadNode): Hash {
  const parts = subtrees(from, until).map(({ level, index }) => read(level, index))
  return parts.length === 0 ? EMPTY_ROOT : parts.reduceRight((right, left) => nodeHash(left, right))
}

/** The root of the tree of the first `size` leaves. */
export const treeRoot = (size: number, read: ReadNode): Hash => rangeRoot(0, size, read)
