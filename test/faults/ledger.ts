import type { Box, StoredBallot } from './boxes.ts'
import { dedupeKeyOf, leafOf, type ReceiptSays } from './paper.ts'
import type { Published } from './poll.ts'
import type { Violations } from './violations.ts'

/** What is kept in memory of a ballot, a million times. */
export interface LedgerLine {
  readonly shard: number
  readonly seq: number
  readonly key: string
  readonly choices: string
  readonly leafBegins: string
  /** Whether the history knows of a request that this ballot can have come from. */
  explained: boolean
}

const NONE: readonly LedgerLine[] = []

/** All boxes together, read once: every ballot under its voter's dedupe key, and the votes counted anew. */
export class Ledger {
  readonly #byVoter = new Map<string, LedgerLine[]>()
  readonly #campaign: string
  readonly #campaignKey: Uint8Array
  readonly #identity: string
  ballots = 0
  readonly votes: Record<string, number> = {}

  constructor(boxes: readonly Box[], violations: Violations) {
    const [first] = boxes
    if (!first) throw new Error('there is no ballot box under the state of the site')
    this.#campaign = first.campaign
    this.#campaignKey = first.campaignKey
    this.#identity = first.identity
    for (const box of boxes) this.#read(box, violations)
  }

  get size(): number {
    return this.ballots
  }

  /** The ballots of a voter, wherever they lie: one, if all is well. */
  of(voter: string): readonly LedgerLine[] {
    return this.#byVoter.get(dedupeKeyOf(this.#campaignKey, ['vote/v1', this.#campaign, this.#identity, voter, 'once'])) ?? NONE
  }

  *lines(): Iterable<LedgerLine> {
    for (const lines of this.#byVoter.values()) yield* lines
  }

  #read(box: Box, violations: Violations): void {
    if (box.last !== box.size)
      violations.note('gaps', box.last - box.size, `box ${box.shard}: ${box.size} ballots, the last is ${box.last}`)
    for (const ballot of box.ballots()) this.#take(ballot, box.logged, violations)
  }

  /** In a box that was opened before there were logs, what is older than this release was counted from nought. */
  #take(ballot: StoredBallot, logged: boolean, violations: Violations): void {
    const { shard, seq, dk, key, choices, leaf } = ballot
    this.#count(ballot)
    const at = `box ${shard}, ballot ${seq}`
    if (leafOf(ballot) !== leaf && (logged || leafOf({ ...ballot, seq: seq - 1 }) !== leaf))
      violations.note('altered', 1, `${at}: the leaf is not that of the ballot`)
    const line: LedgerLine = { shard, seq, key, choices, leafBegins: leaf.slice(0, 10), explained: false }
    const others = this.#byVoter.get(dk)
    if (others) violations.note('double', 1, `${at}: its voter has ballot ${others[0]?.seq} of box ${others[0]?.shard} as well`)
    this.#byVoter.set(dk, [...(others ?? NONE), line])
  }

  #count({ choices }: StoredBallot): void {
    this.ballots += 1
    for (const number of JSON.parse(choices) as number[]) this.votes[number] = (this.votes[number] ?? 0) + 1
  }
}

export const liesAt = (line: LedgerLine, { shard, seq, leafBegins }: ReceiptSays): boolean =>
  line.shard === shard && line.seq === seq && line.leafBegins === leafBegins

/** Where published figures and the recount differ, in words; an empty list when they are equal. */
export function differences(published: Published | null, recount: Pick<Published, 'ballots' | 'votes'>): readonly string[] {
  if (!published) return ['the site publishes no figures']
  const names = new Set([...Object.keys(published.votes), ...Object.keys(recount.votes)])
  const pairs = [...names].map(name => [`nominee ${name}`, published.votes[name], recount.votes[name]] as const)
  return [['ballots', published.ballots, recount.ballots] as const, ...pairs]
    .filter(([, told = 0, found = 0]) => told !== found)
    .map(([what, told = 0, found = 0]) => `${what}: ${told} published, ${found} in the boxes`)
}
