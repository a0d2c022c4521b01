import type { BallotStatus } from '../../worker/rules/ballot.ts'
import { canonicalChoices, type PollSpec } from '../../worker/rules/ballot.ts'
import { emptyTally, type Mutable, type Tally } from '../../worker/rules/tally.ts'
import { instant } from '../../worker/rules/time.ts'
import { toBase64 } from '../../worker/rules/tlog/base64.ts'
import {
  ballotEntry,
  closeEntry,
  correctionEntry,
  keyEntry,
  manifestEntry,
  resultEntry,
  statusEntry,
} from '../../worker/rules/tlog/entry.ts'
import { logSigner, type Signer } from './keys.ts'
import type { Ballot, Box, Event, Poll } from './poll.ts'
import type { Data } from './tree.ts'

/** A log before it becomes files. */
export interface LogParts {
  readonly origin: string
  readonly entries: readonly Data[]
  /** Who signs heads from this size on; the last one that fits. */
  readonly signers: readonly { readonly since: number; readonly signer: Signer }[]
  /** Sizes of earlier heads that were signed. */
  readonly archived: readonly number[]
  /** How the ballots 1, 2, … stand in the end. */
  readonly status: readonly BallotStatus[]
}

export interface LogWishes {
  readonly shard: number
  readonly rulesHash: string
  readonly seed: Uint8Array
}

export const originOf = ({ campaign }: PollSpec, shard: number): string => `vote.example.cn/c/${campaign}/s${shard}`

/** The log that a box wrote, from its opening to its last result. */
export function logOf({ rules }: Poll, box: Box, { shard, rulesHash, seed }: LogWishes): LogParts {
  const origin = originOf(rules, shard)
  const first = logSigner(origin, seed)
  const { campaign, identity: level, window, scorer, shards } = rules
  const key = toBase64(first.key.key)
  const entries = [manifestEntry({ campaign, origin, shard, shards, level, window, rules: rulesHash, scorer, key })]
  for (const ballot of box.ballots)
    entries.push(ballotEntry({ ...ballot, index: entries.length, level, choices: canonicalChoices(ballot.choices) }))
  entries.push(closeEntry({ index: entries.length, at: window.until }, box.ballots.length))
  const after = new AfterClose(entries, box.ballots, { origin, until: window.until, signers: [{ since: 0, signer: first }] })
  for (const event of box.events) after.enter(event)
  return { origin, entries, archived: [], signers: after.signers, status: after.status }
}

interface Closed {
  readonly origin: string
  readonly until: number
  readonly signers: readonly { readonly since: number; readonly signer: Signer }[]
}

/** Enters what happens after the close and keeps how the ballots stand. */
class AfterClose {
  readonly #entries: string[]
  readonly #ballots: readonly Ballot[]
  readonly #closed: Closed
  readonly signers: { since: number; signer: Signer }[]
  readonly status: BallotStatus[]

  constructor(entries: string[], ballots: readonly Ballot[], closed: Closed) {
    this.#entries = entries
    this.#ballots = ballots
    this.#closed = closed
    this.signers = [...closed.signers]
    this.status = ballots.map(() => 'counted')
  }

  enter(event: Event): void {
    const index = this.#entries.length
    const at = { index, at: instant(this.#closed.until + 60_000 * index) }
    switch (event.what) {
      case 'status':
        for (const place of event.places) this.status[place - 1] = event.to
        this.#entries.push(statusEntry(at, event))
        return
      case 'result':
        this.#entries.push(resultEntry(at, tallyOf(this.#ballots, this.status)))
        return
      case 'correction':
        this.#entries.push(correctionEntry(at, event))
        return
      case 'key': {
        const signer = logSigner(this.#closed.origin, event.seed)
        this.signers.push({ since: index + 1, signer })
        this.#entries.push(keyEntry(at, toBase64(signer.key.key)))
      }
    }
  }
}

/** Ballots and votes by how they stand. */
export function tallyOf(ballots: readonly Ballot[], status: readonly BallotStatus[]): Pick<Tally, 'ballots' | 'votes'> {
  const tally = emptyTally()
  const votes = tally.votes as Record<number, Mutable<Record<BallotStatus, number>>>
  ballots.forEach(({ choices }, i) => {
    const stands = status[i] as BallotStatus
    ;(tally.ballots as Mutable<Tally['ballots']>)[stands] += 1
    for (const number of choices) {
      votes[number] ??= { counted: 0, held: 0, void: 0 }
      votes[number][stands] += 1
    }
  })
  return tally
}
