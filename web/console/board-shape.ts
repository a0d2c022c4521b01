import type { IdentityLevel, Period } from '../../worker/rules/campaign.ts'
import type { HourRow } from '../../worker/rules/hours.ts'
import type { Counts } from '../../worker/rules/tally.ts'
import type { Day, Instant, Window } from '../../worker/rules/time.ts'
import type { Trouble } from '../../worker/rules/trouble.ts'

/** Everything the tally page shows, as plain data: rendered on the server first, then again by the island. */
export interface BoardData extends BoardNews {
  readonly use: string
  readonly identity: IdentityLevel
  readonly period: Period
  readonly window: Window | null
  readonly lists: readonly {
    readonly name: string
    readonly nominees: readonly { readonly number: number; readonly name: string; readonly unit: string }[]
  }[]
  /** Codes issued by unit, as the units were first given any; null where nobody votes by code or this role may not know. */
  readonly issued: readonly { readonly unit: string; readonly issued: number }[] | null
}

/** The part of it that changes while people vote: one message of the live connection. */
export interface BoardNews {
  /** The moment of which the figures speak. */
  readonly asOf: Instant
  readonly stage: string
  /** Null when this reader may not see figures now; `why` says so. */
  readonly figures: BoardFigures | null
  /** What came in, where that is all this reader may know. */
  readonly received: readonly { readonly day: Day; readonly ballots: number }[]
  readonly why: string | null
  /** What was found not to fit between boxes, logs and this tally. */
  readonly troubles: readonly Trouble[]
}

export interface SplitLine {
  readonly name: string
  readonly counts: Counts
}

/** A nominee's votes by the number in the list: counted, held, void. Who has none is left out. */
export type VoteRow = readonly [number: number, counted: number, held: number, voided: number]

export interface BoardFigures {
  /** Whether these are the last ones: then, and not before, nominees stand in the order of their votes. */
  readonly final: boolean
  readonly ballots: Counts
  readonly levels: readonly SplitLine[]
  /** Empty where no code and no list says what the voters are. */
  readonly classes: readonly SplitLine[]
  /** What came in from each unit, by name: plain counts, no league (law 5). */
  readonly units: readonly { readonly unit: string; readonly ballots: number }[]
  /** As the latest hourly look found them; null where the network says nothing of regions, as on one machine. */
  readonly regions: { readonly at: Instant; readonly lines: readonly SplitLine[] } | null
  readonly hours: readonly HourRow[]
  readonly votes: readonly VoteRow[]
}
