import { type BallotStatus, canonicalChoices } from '../rules/ballot.ts'
import type { IdentityLevel, VoterClass } from '../rules/campaign.ts'
import { type ReasonCode, readReasons } from '../rules/reason.ts'
import { reasonsAtCast } from '../rules/score/at-cast.ts'
import { readSignals } from '../rules/signals.ts'
import type { TallyEntry } from '../rules/tally.ts'
import type { Instant } from '../rules/time.ts'
import { ballotEntry } from '../rules/tlog/entry.ts'
import { leafHash } from '../rules/tlog/merkle.ts'
import type { Cast } from './ballot-messages.ts'
import { blob } from './blob.ts'
import type { EntryRows } from './log-table.ts'

/** How the human check ended for a ballot: which one was passed, or that none could be asked. */
export type CheckResult = 'pow' | 'question' | 'turnstile' | 'unverified'

export interface BallotRow {
  /** The dedupe key: unique in the box. */
  readonly dk: Uint8Array
  /** The client's key of idempotency. */
  readonly key: string
  readonly seq: number
  readonly at: Instant
  readonly choices: string
  readonly level: IdentityLevel
  readonly unit: string | null
  readonly status: BallotStatus
  /** Why it is not counted (trust 3.4); none when it is. */
  readonly reasons: readonly ReasonCode[]
  readonly checked: CheckResult
  readonly nonce: Uint8Array
  readonly leaf: Uint8Array
  readonly voterClass: VoterClass | null
  /** Packed by `signalsText`. */
  readonly signals: string
  /** The same for all ballots of one voter in this campaign; null where the dedupe key is that already. */
  readonly voter: Uint8Array | null
}

/** Where and for whom a ballot is to lie: its place, its time, its dedupe key, and the voter's pseudonym where that is another. */
export type BallotPlace = Pick<BallotRow, 'seq' | 'at' | 'dk' | 'voter'>

/** The row of a ballot that is received now. What was noticed of it is judged here and frozen with it. */
export function newRow(
  { key, unit, checked, voterClass, signals, voter: { level }, ...cast }: Cast,
  place: BallotPlace,
): BallotRow {
  const choices = canonicalChoices(cast.choices)
  const nonce = crypto.getRandomValues(new Uint8Array(32))
  const leaf = leafHash(ballotEntry({ index: place.seq, at: place.at, level, dedupe: place.dk, nonce, choices }))
  const shown = { choices: cast.choices.length, signals: readSignals(signals) }
  const reasons = reasonsAtCast({ level, verified: checked !== 'unverified', ...shown })
  const status = reasons.length > 0 ? 'held' : 'counted'
  return { ...place, key, choices, level, unit, status, reasons, checked, nonce, leaf, voterClass, signals }
}

/** What is known of an earlier ballot of the same voter and period. */
export interface Earlier {
  readonly seq: number
  readonly key: string
  readonly at: Instant
  readonly choices: string
  readonly leaf: Uint8Array
}

/** Whether a body sent again under the same key is the same body. */
export const sameChoices = (earlier: Earlier, choices: readonly number[]): boolean =>
  earlier.choices === canonicalChoices(choices)

export type Row = Record<string, SqlStorageValue>

/** Ballots as entries of the log of their box: entry n is ballot n. */
export const BALLOT_ROWS: EntryRows = {
  table: 'ballot',
  columns: 'at, level, dk, nonce, choices',
  entryOf: ({ seq, at, level, dk, nonce, choices }) =>
    ballotEntry({
      ...{ index: seq as number, at: at as Instant, level: level as IdentityLevel, choices: choices as string },
      ...{ dedupe: blob(dk), nonce: blob(nonce) },
    }),
}

/** What counting needs to know of a stored ballot. */
export const entryOf = (row: Row): TallyEntry => ({
  choices: JSON.parse(row.choices as string) as number[],
  status: row.status as BallotStatus,
  level: row.level as IdentityLevel,
  voterClass: row.class as VoterClass | null,
  unit: row.unit as string | null,
  reasons: readReasons(row.reason as string | null),
  at: row.at as Instant,
})
