import type { NamedKey } from '../log-key.ts'
import type { BallotStatus } from '../rules/ballot.ts'
import type { VoterClass } from '../rules/campaign.ts'
import type { VoterIdentity } from '../rules/dedupe.ts'
import type { ReasonCode } from '../rules/reason.ts'
import type { Receipt } from '../rules/receipt.ts'
import type { Tally } from '../rules/tally.ts'
import type { Instant } from '../rules/time.ts'
import type { Flaw } from '../rules/trouble.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { CheckResult } from './ballot-row.ts'
import type { Head } from './log-table.ts'
import type { HeldKey } from './signed-log.ts'

// What passes between a ballot box and those who call it.

/** A ballot as it reaches its box: who, under which key of idempotency, what, and how the human check went. */
export interface Cast {
  readonly voter: VoterIdentity
  readonly unit: string | null
  readonly key: string
  readonly choices: readonly number[]
  readonly checked: CheckResult
  readonly voterClass: VoterClass | null
  /** Packed by `signalsText`: as text they cross to the box at a fraction of the cost of a thing with thirteen names. */
  readonly signals: string
}

/** What a receipt stands for, with the standing of the ballot: shown to its holder only after the close. */
export interface Standing extends Receipt {
  readonly status: BallotStatus
  readonly reasons: readonly ReasonCode[]
}

export interface CastAnswer extends Receipt {
  /** True when this ballot was already there under the same key. */
  readonly replayed: boolean
}

/**
 * What a box says to ballots, in their order, as it crosses to the caller; null for one that it could not take. As text,
 * because an object that is an answer comes with duties of disposal, and those cost a fourteenth of all a ballot costs.
 */
export type PackedAnswers = string & { readonly __packed: 'cast answers' }

export const packAnswers = (answers: readonly (Verdict<CastAnswer> | null)[]): PackedAnswers =>
  JSON.stringify(answers) as PackedAnswers
export const unpackAnswers = (packed: PackedAnswers): readonly (Verdict<CastAnswer> | null)[] => JSON.parse(packed)

/** What is promised to the holder of a receipt: the place of its ballot and its leaf, signed with the key that is in force. */
export interface Promised {
  readonly origin: string
  readonly index: number
  readonly leaf: Uint8Array
  readonly key: NamedKey
}

/** What came of an entry that is not a ballot's: only a log that is closed takes one. */
export type LogAnswer<T> =
  | { readonly outcome: 'entered'; readonly value: T }
  | { readonly outcome: 'open' }
  | { readonly outcome: 'no-log' }

/** The log of a box from outside. */
export interface LogSheet {
  readonly origin: string
  /** Ed25519, in base 64. */
  readonly key: string
  /** All its keys in their order; the first is that of the manifest. */
  readonly keys: readonly HeldKey[]
  readonly head: Head | null
  /** The rules as they were frozen, word for word. */
  readonly rules: string
  /** The last entry on how the ballots stand, once a head was signed over it. */
  readonly result: string | null
}

/**
 * Absolute figures of one box. A higher `number` is always at least as new: it counts what has been recorded and how
 * often standings were changed.
 */
export interface ShardSnapshot {
  readonly shard: number
  readonly number: number
  readonly at: Instant
  readonly closed: boolean
  readonly tally: Tally
  /** What the box has found wrong with its log. */
  readonly flaw?: Flaw | null
}
