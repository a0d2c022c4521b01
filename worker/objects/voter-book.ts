import { nextBallotAt, periodAt, periodBefore } from '../rules/ballot.ts'
import { dedupeKey, type VoterIdentity } from '../rules/dedupe.ts'
import { type Receipt, receiptCode } from '../rules/receipt.ts'
import type { Instant } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import type { Cast, CastAnswer } from './ballot-messages.ts'
import { type Earlier, sameChoices } from './ballot-row.ts'
import type { BallotTable, OpenedPoll } from './ballot-table.ts'

/** Who has a ballot in a box, found by keys that name nobody, and what whoever comes again is told. */
export class VoterBook {
  readonly #table: BallotTable
  readonly #poll: OpenedPoll

  constructor(table: BallotTable, poll: OpenedPoll) {
    this.#table = table
    this.#poll = poll
  }

  /** The dedupe key of a voter's ballot of the present period. */
  keyOf(voter: VoterIdentity, now: Instant): Uint8Array {
    return this.#key(voter, periodAt(this.#poll.spec, now))
  }

  /** What links a voter's ballots of several days for the scorer; where there is one ballot its dedupe key does. */
  pseudonymOf(voter: VoterIdentity): Uint8Array | null {
    return this.#poll.spec.period === 'once' ? null : this.#key(voter, 'once')
  }

  /** The voter's ballot of the present period. */
  present(voter: VoterIdentity, now: Instant): Earlier | null {
    return this.#table.earlier(this.keyOf(voter, now))
  }

  /** A retry that crosses midnight belongs to the day on which it was recorded. */
  crossedMidnight(voter: VoterIdentity, key: string, now: Instant): Earlier | null {
    const yesterday = periodBefore(periodAt(this.#poll.spec, now))
    const earlier = yesterday && this.#table.earlier(this.#key(voter, yesterday))
    return earlier && earlier.key === key ? earlier : null
  }

  /** The answer to a voter who has a ballot: the same receipt for the same key, else a clear no. */
  again(earlier: Earlier, { key, choices }: Pick<Cast, 'key' | 'choices'>, now: Instant): Verdict<CastAnswer> {
    const receipt = this.receiptOf(earlier)
    if (earlier.key !== key)
      return refuse({ code: 'already-voted', receipt: receipt.code, at: receipt.at, next: nextBallotAt(this.#poll.spec, now) })
    return sameChoices(earlier, choices) ? accept({ ...receipt, replayed: true }) : refuse({ code: 'key-reused' })
  }

  receiptOf({ seq, at, leaf }: Pick<Earlier, 'seq' | 'at' | 'leaf'>): Receipt {
    return { code: receiptCode({ shard: this.#poll.shard, seq }, leaf), at }
  }

  #key(voter: VoterIdentity, period: ReturnType<typeof periodAt>): Uint8Array {
    const { campaignKey, spec } = this.#poll
    return dedupeKey(campaignKey, spec.campaign, voter, period)
  }
}
