import { createHash } from 'node:crypto'
import { Chance } from '../attack/chance.ts'
import { filesOf, firstSigner, type Parts } from './files.ts'
import { type LogParts, logOf } from './parts.ts'
import { POLICIES, type PolicyKind, policyOf } from './policy.ts'
import { aPoll, bytes } from './poll.ts'

export interface Wishes {
  readonly ballots: readonly number[]
  readonly changes: boolean
  readonly policy: PolicyKind
  readonly openings: boolean
  readonly archived: number
}

/** What a bundle of this seed is like: mostly small, now and then above a tile's width, rarely empty. */
export function wishesOf(chance: Chance): Wishes {
  const count = () => (chance.yes(0.1) ? 0 : chance.yes(0.1) ? chance.whole(240, 600) : chance.whole(1, 40))
  return {
    ballots: Array.from({ length: chance.pick([1, 1, 2, 2, 3, 4]) }, count),
    changes: chance.yes(0.8),
    policy: chance.pick(POLICIES),
    openings: chance.yes(0.5),
    archived: chance.whole(0, 4),
  }
}

/** The parts of a valid bundle: the same seed and wishes make the same bundle. */
export function partsOf(seed: number, given: Partial<Wishes> = {}): Parts {
  const chance = new Chance(seed, 'recount')
  const wishes = { ...wishesOf(chance), ...given }
  const poll = aPoll(chance, wishes)
  const rules = JSON.stringify(poll.rules)
  const rulesHash = createHash('sha256').update(rules).digest('hex')
  const logs = poll.boxes
    .map((box, shard) => logOf(poll, box, { shard, rulesHash, seed: bytes(chance, 32) }))
    .map(log => ({ ...log, archived: someSizes(chance, log, wishes.archived) }))
  const { text, cosigners } = policyOf(chance, wishes.policy, logs.map(firstSigner))
  return { poll, rules, logs, policy: text, cosigners, openings: wishes.openings }
}

const someSizes = (chance: Chance, { entries }: LogParts, count: number): readonly number[] => [
  ...new Set(Array.from({ length: count }, () => chance.whole(0, entries.length))),
]

export const generate = (seed: number, wishes: Partial<Wishes> = {}): Map<string, Uint8Array> => filesOf(partsOf(seed, wishes))
