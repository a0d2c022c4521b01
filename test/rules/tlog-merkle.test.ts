import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY_ROOT, type Hash, leafHash, nodeHash, type ReadNode, rootOf, treeRoot } from '../../worker/rules/tlog/merkle.ts'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from '../../worker/rules/tlog/proof.ts'

const VECTORS = readFileSync('test/vectors/merkle-proofs.txt', 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => line.split(' ') as [string, string, string, string, string, string, string, string])

const bytes = (text: string): Hash => (text === '-' ? new Uint8Array() : new Uint8Array(Buffer.from(text, 'base64')))
const proofOf = (text: string): readonly Hash[] => (text === '.' ? [] : text.split(',').map(bytes))

/** Its roots are twelve bytes that say they do not matter. To us they do: no tree over SHA-256 has such a root. */
const STRICTER = 'consistency additional/sizes-are-equal-one-and-proof-is-empty'

test('all published inclusion and consistency cases end as published, those with roots of no bytes among them', () => {
  const ended = VECTORS.map(([kind, name, , a, b, first, second, proof]) => {
    const [one, two, hashes] = [bytes(first), bytes(second), proofOf(proof)]
    const holds =
      kind === 'inclusion'
        ? verifyInclusion({ index: Number(a), size: Number(b), leaf: one, root: two, proof: hashes })
        : verifyConsistency({ from: Number(a), to: Number(b), oldRoot: one, newRoot: two, proof: hashes })
    return `${kind} ${name} ${holds ? 'yes' : 'no'}`
  })
  const wanted = VECTORS.map(([kind, name, holds]) => `${kind} ${name} ${holds}`)
  expect(wanted.filter((line, i) => line !== ended[i])).toEqual([`${STRICTER} yes`])
  const root = leafHash('one')
  expect(verifyConsistency({ from: 1, to: 1, oldRoot: root, newRoot: root, proof: [] })).toBe(true)
  expect(['inclusion', 'consistency'].map(kind => VECTORS.filter(([found]) => found === kind).length)).toEqual([98, 98])
})

/** RFC 6962, 2.1, word for word and with the hash of Node: what ours is held against. */
function mth(leaves: readonly string[]): Buffer {
  const hash = (...parts: (Buffer | string)[]) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest()
  if (leaves.length === 0) return hash()
  if (leaves.length === 1) return hash(Buffer.of(0), leaves[0] as string)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return hash(Buffer.of(1), mth(leaves.slice(0, split)), mth(leaves.slice(split)))
}

const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => `leaf ${i}`)

/** Reads complete subtrees out of the hashes of the leaves. */
const readerOf = (leaves: readonly string[]): ReadNode => {
  const hashes = leaves.map(leafHash)
  const read: ReadNode = (level, index) =>
    level === 0 ? (hashes[index] as Hash) : nodeHash(read(level - 1, index * 2), read(level - 1, index * 2 + 1))
  return read
}

test('roots are those of the definition for every size up to 130', () => {
  const all = leavesOf(130)
  const read = readerOf(all)
  for (let size = 0; size <= 130; size++) {
    const wanted = mth(all.slice(0, size)).toString('hex')
    expect([size, Buffer.from(treeRoot(size, read)).toString('hex')]).toEqual([size, wanted])
    expect([size, Buffer.from(rootOf(all.slice(0, size).map(leafHash))).toString('hex')]).toEqual([size, wanted])
  }
  expect(Buffer.from(EMPTY_ROOT).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('every inclusion proof of every tree up to 40 holds, and for no other place of it', () => {
  const read = readerOf(leavesOf(40))
  for (let size = 1; size <= 40; size++) {
    const root = treeRoot(size, read)
    for (let index = 0; index < size; index++) {
      const claim = { leaf: read(0, index), index, size, root, proof: inclusionProof(index, size, read) }
      expect([size, index, verifyInclusion(claim)]).toEqual([size, index, true])
      const others = leavesOf(size).filter((_, other) => other !== index && verifyInclusion({ ...claim, index: other }))
      expect([size, index, others]).toEqual([size, index, []])
    }
  }
})

test('every pair of sizes up to 70 has a consistency proof that holds', () => {
  const read = readerOf(leavesOf(70))
  for (let to = 0; to <= 70; to++)
    for (let from = 0; from <= to; from++) {
      const claim = {
        from,
        to,
        oldRoot: treeRoot(from, read),
        newRoot: treeRoot(to, read),
        proof: consistencyProof(from, to, read),
      }
      expect([from, to, verifyConsistency(claim)]).toEqual([from, to, true])
    }
})

const flipped = (hash: Hash, bit: number): Hash => hash.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

test('one flipped bit in leaf, root or proof, one hash more or less, and the proof does not hold', () => {
  const read = readerOf(leavesOf(300))
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.nat(),
      fc.nat({ max: 255 }),
      fc.nat({ max: 20 }),
      (size, place, bit, which) => {
        const index = place % size
        const claim = { leaf: read(0, index), index, size, root: treeRoot(size, read), proof: inclusionProof(index, size, read) }
        const at = which % claim.proof.length
        const bad = claim.proof.map((hash, i) => (i === at ? flipped(hash, bit) : hash))
        for (const change of [
          { leaf: flipped(claim.leaf, bit) },
          { root: flipped(claim.root, bit) },
          { proof: bad },
          { proof: claim.proof.slice(1) },
          { proof: [...claim.proof, claim.root] },
          { size: size * 2 + 1 },
        ])
          expect(verifyInclusion({ ...claim, ...change })).toBe(false)
      },
    ),
    { seed: 6962 },
  )
})

test('a changed history has no proof: one flipped bit in either root or in the proof, one hash more or less', () => {
  const read = readerOf(leavesOf(300))
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat({ max: 255 }), (to, place, bit) => {
      const from = 1 + (place % (to - 1))
      const claim = {
        from,
        to,
        oldRoot: treeRoot(from, read),
        newRoot: treeRoot(to, read),
        proof: consistencyProof(from, to, read),
      }
      for (const change of [
        { oldRoot: flipped(claim.oldRoot, bit) },
        { newRoot: flipped(claim.newRoot, bit) },
        { proof: claim.proof.map((hash, i) => (i === place % claim.proof.length ? flipped(hash, bit) : hash)) },
        { proof: claim.proof.slice(0, -1) },
        { proof: [...claim.proof, claim.newRoot] },
        { from: to, to: from },
      ])
        expect(verifyConsistency({ ...claim, ...change })).toBe(false)
    }),
    { seed: 9162 },
  )
})

test('there is no proof of a leaf that is not there, nor of a tree that shrinks', () => {
  const read = readerOf(leavesOf(4))
  for (const [index, size] of [
    [4, 4],
    [-1, 4],
    [0, 0],
    [0.5, 4],
  ] as const)
    expect(() => inclusionProof(index, size, read)).toThrow(RangeError)
  expect(() => consistencyProof(4, 3, read)).toThrow(RangeError)
})
