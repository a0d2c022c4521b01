import { grouped, groupOf, labelled, whole, wide } from './columns.ts'
import { dayAt, type Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

const { bucket, jaccard, days, group } = THRESHOLDS.lockstep
/** Days of one voter that are paired with each other; more say nothing new. */
const MOST_DAYS = 12

/**
 * The voters (by label) who on several days voted alike at the same time: groups in which everybody shares most pairs
 * of (choice, ten minutes) with one and the same member. Only polls in which a voter comes again know such a thing.
 */
export function lockstepGroups(table: Table): readonly ReadonlySet<number>[] {
  const tokens = tokensOf(table)
  return tokens.size < group ? [] : groupsOf(tokens, sharedPairs(tokens))
}

/** The voters of every pair of tokens, pairs in the order of their numbers. */
function sharedPairs(tokens: ReadonlyMap<number, Tokens>): readonly Int32Array[] {
  const [pairs, voters] = [wide(), whole()]
  const labels = labelled(Float64Array.from([...tokens.values()].flatMap(({ codes }) => codes.slice(0, MOST_DAYS))))
  let place = 0
  for (const [voter, { codes }] of tokens) {
    const mine = labels.of.subarray(place, place + Math.min(codes.length, MOST_DAYS))
    place += mine.length
    for (let i = 0; i < mine.length; i++)
      for (let j = i + 1; j < mine.length; j++) {
        pairs.push((mine[i] as number) * labels.count + (mine[j] as number))
        voters.push(voter)
      }
  }
  const byPair = labelled(pairs.done())
  const owner = voters.done()
  const groups = grouped(Int32Array.from(owner.keys()), byPair)
  const shared: Int32Array[] = []
  for (let pair = 1; pair < byPair.count; pair++) {
    const rows = groupOf(groups, pair)
    if (rows.length > 1) shared.push(rows.map(row => owner[row] as number))
  }
  return shared
}

interface Tokens {
  readonly codes: readonly number[]
}

/** For every voter of two days or more what it did when, each as one number; voters in order, codes ascending. */
function tokensOf(table: Table): ReadonlyMap<number, Tokens> {
  const byVoter = grouped(table.order, table.voter)
  const result = new Map<number, Tokens>()
  for (let voter = 1; voter < table.voter.count; voter++) {
    const rows = groupOf(byVoter, voter)
    if (rows.length < days) continue
    const seen = new Set<number>()
    for (const row of rows) seen.add(dayAt(table.at[row] as number))
    if (seen.size < days) continue
    result.set(voter, { codes: [...new Set(Array.from(rows, row => codeOf(table, row)))].sort((a, b) => a - b) })
  }
  return result
}

const codeOf = (table: Table, row: number): number =>
  Math.floor((table.at[row] as number) / bucket) * table.vector.count + (table.vector.of[row] as number)

function groupsOf(tokens: ReadonlyMap<number, Tokens>, shared: readonly Int32Array[]): readonly ReadonlySet<number>[] {
  const groups: Set<number>[] = []
  const placed = new Map<number, Set<number>>()
  // Every voter is compared with the first of its pair, so a great group costs no more than its members.
  for (const [first, ...others] of shared)
    for (const voter of others) {
      if (first === undefined || (placed.has(voter) && placed.get(voter) === placed.get(first))) continue
      if (likeness(tokens.get(first) as Tokens, tokens.get(voter) as Tokens) >= jaccard) join(groups, placed, first, voter)
    }
  return groups.filter(({ size }) => size >= group)
}

function join(groups: Set<number>[], placed: Map<number, Set<number>>, a: number, b: number): void {
  const [mine, other] = [placed.get(a) ?? new Set([a]), placed.get(b) ?? new Set([b])]
  if (mine === other) return
  if (!placed.has(a)) groups.push(mine)
  for (const voter of other) {
    mine.add(voter)
    placed.set(voter, mine)
  }
  placed.set(a, mine)
  if (placed.has(b) && other !== mine) other.clear()
  placed.set(b, mine)
}

/** Shared tokens to all tokens of two voters (Jaccard). */
function likeness({ codes: a }: Tokens, { codes: b }: Tokens): number {
  const mine = new Set(a)
  let shared = 0
  for (const code of b) if (mine.has(code)) shared += 1
  return shared / (a.length + b.length - shared)
}
