import { keyText } from '../../worker/rules/tlog/note.ts'
import type { Chance } from '../attack/chance.ts'
import { logSigner, type Signer, witness } from './keys.ts'
import { bytes } from './poll.ts'

export interface Policy {
  readonly text: string
  /** Those witnesses that sign. */
  readonly cosigners: readonly Signer[]
}

const logLines = (logs: readonly Signer[]): string => logs.map(({ key }) => `log ${keyText(key)}\n`).join('')
const witnessLines = (all: readonly Signer[]): string =>
  all.map(({ key }, n) => `witness w${n + 1} ${keyText(key)} https://w${n + 1}.example.cn/\n`).join('')

export const witnessesOf = (chance: Chance, count: number): readonly Signer[] =>
  Array.from({ length: count }, (_, n) => witness(`witness.example.cn/w${n + 1}`, bytes(chance, 32)))

export const POLICIES = ['none', 'one', 'any', 'all', 'two', 'nested'] as const
export type PolicyKind = (typeof POLICIES)[number]

/** A policy of this kind, and just enough witnesses for it, or more. */
export function policyOf(chance: Chance, kind: PolicyKind, logs: readonly Signer[]): Policy {
  const [all, groups, quorum, least] = shapeOf(chance, kind)
  // A log that is not of this poll may be listed as well.
  const others = chance.yes(0.2) ? [logSigner('other.example.cn/log', bytes(chance, 32))] : []
  const text = `# 见证人\n\n${logLines([...logs, ...others])}${witnessLines(all)}${groups}\tquorum  ${quorum}\n`
  return { text, cosigners: chance.yes(0.5) ? all : least }
}

type Shape = readonly [all: readonly Signer[], groups: string, quorum: string, least: readonly Signer[]]

function shapeOf(chance: Chance, kind: PolicyKind): Shape {
  const all = witnessesOf(chance, { none: chance.whole(0, 1), one: 1, any: 2, all: 2, two: 3, nested: 5 }[kind])
  const [first, , third, fourth] = all as [Signer, Signer, Signer, Signer]
  switch (kind) {
    case 'none':
      return [all, '', 'none', []]
    case 'one':
      return [all, '', 'w1', all]
    case 'any':
      return [all, 'group g any w1 w2\n', 'g', [chance.pick(all)]]
    case 'all':
      return [all, 'group g all w1 w2\n', 'g', all]
    case 'two':
      return [all, 'group g 2 w1 w2 w3\n', 'g', [third, first]]
    case 'nested':
      return [all, 'group a 1 w1 w2\ngroup b any w3 w4 w5\ngroup c all a b\n', 'c', [first, fourth]]
  }
}
