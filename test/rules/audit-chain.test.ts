import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CHAIN_START,
  CHAIN_WALK,
  type ChainFlaw,
  endAt,
  type LinkedFacts,
  type LinkedLine,
  linkHash,
  linkText,
  step,
} from '../../worker/rules/audit-chain.ts'
import { instant } from '../../worker/rules/time.ts'

const facts = (seq: number, detail: object = { notice: 'ntc_1', title: `第 ${seq} 号` }): LinkedFacts => ({
  seq,
  at: instant(1_776_500_000_000 + seq),
  actor: 'stf_0000000000000001',
  role: 'organizer',
  kind: 'notice-drafted',
  detail,
})

function aChain(length: number): LinkedLine[] {
  const lines: LinkedLine[] = []
  for (let seq = 1; seq <= length; seq++) {
    const one = facts(seq)
    lines.push({ ...one, hash: linkHash(lines.at(-1)?.hash ?? CHAIN_START, one) })
  }
  return lines
}

const flawsOf = (lines: readonly LinkedLine[], last = 0): readonly ChainFlaw[] =>
  endAt(lines.reduce(step, CHAIN_WALK), last).flaws

test('the hash of a line is SHA-256 over a zero byte and the line as JSON with sorted keys, the hash before it included', () => {
  const text = `{"actor":"stf_0000000000000001","at":1776500000001,"detail":{"notice":"ntc_1","title":"第 1 号"},"kind":"notice-drafted","previous":"${CHAIN_START}","role":"organizer","seq":1}`
  expect(linkText(CHAIN_START, facts(1))).toBe(text)
  expect(linkHash('', facts(1))).toBe(createHash('sha256').update(`\0${text}`).digest('hex'))
})

test('what is said in another order, or has a field without a value, is the same line', () => {
  const [one, other] = [
    facts(1, { a: 1, b: { c: [1, null], d: 'é' } }),
    facts(1, { x: undefined, b: { d: 'é', c: [1, null] }, a: 1 }),
  ]
  expect(linkHash(CHAIN_START, one)).toBe(linkHash(CHAIN_START, other))
})

test('a sound chain has no flaw, and ends where its last line does', () => {
  const lines = aChain(50)
  expect(endAt(lines.reduce(step, CHAIN_WALK), 50)).toEqual({ lines: 50, head: { seq: 50, hash: lines[49]?.hash }, flaws: [] })
  expect(flawsOf([], 0)).toEqual([])
})

test('a line changed in any field is named, and only that line', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 29 }),
      fc.constantFrom<Partial<LinkedFacts>>(
        { at: instant(1) },
        { actor: 'stf_0000000000000002' },
        { role: 'auditor' },
        { kind: 'notice-approved' },
        { detail: { notice: 'ntc_1', title: '别的' } },
        { detail: {} },
      ),
      (at, change) => {
        const lines = aChain(30).map((line, i) => (i === at ? { ...line, ...change } : line))
        expect(flawsOf(lines, 30)).toEqual([{ kind: 'changed', seq: at + 1 }])
      },
    ),
  )
})

test('a line changed together with its own hash is betrayed by the line after it', () => {
  for (let at = 0; at < 9; at++) {
    const lines = aChain(10)
    const other = { ...facts(at + 1), detail: { notice: 'ntc_1', title: '别的' } }
    lines[at] = { ...other, hash: linkHash(lines[at - 1]?.hash ?? CHAIN_START, other) }
    expect(flawsOf(lines, 10)).toEqual([{ kind: 'changed', seq: at + 2 }])
  }
})

test('lines taken out are counted where they are missing, at the end too; one put in, and one never linked, are named', () => {
  const lines = aChain(10)
  expect(flawsOf([...lines.slice(0, 3), ...lines.slice(5)], 10)).toEqual([{ kind: 'missing', after: 3, count: 2 }])
  expect(flawsOf(lines.slice(0, 7), 10)).toEqual([{ kind: 'missing', after: 7, count: 3 }])
  expect(flawsOf(lines.slice(2), 10)).toEqual([{ kind: 'missing', after: 0, count: 2 }])
  // Taken out and the rest renumbered: the numbers fit, the hashes do not.
  const renumbered = [...lines.slice(0, 3), ...lines.slice(4).map(line => ({ ...line, seq: line.seq - 1 }))]
  expect(flawsOf(renumbered, 9)[0]).toEqual({ kind: 'changed', seq: 4 })
  const forged = { ...facts(11), hash: 'f'.repeat(64) }
  expect(flawsOf([...lines, forged], 11)).toEqual([{ kind: 'changed', seq: 11 }])
  expect(flawsOf([...lines, { ...forged, hash: '' }], 11)).toEqual([{ kind: 'unlinked', seq: 11 }])
})

test('however many lines are wrong, the first twenty are told', () => {
  expect(flawsOf(aChain(100).map(line => ({ ...line, role: 'x' }))).length).toBe(20)
})
