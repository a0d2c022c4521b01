import type { ListedNominee } from './publicity.ts'
import type { Day, Instant } from './time.ts'

/** Where else a list is posted (004 §三.3: at the person's own unit, in the county and in the league, each with its result). */
export const PUBLICITY_LEVELS = ['unit', 'county', 'city', 'province', 'media'] as const
export type PublicityLevel = (typeof PUBLICITY_LEVELS)[number]

/** As many as one page can show; a province has fewer leagues. */
export const MOST_LEVELS = 40

export interface Evidence {
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
}

/** One posting besides this site's own: what was put up where, when, and what came of it. */
export interface LevelRecord {
  readonly position: number
  readonly level: PublicityLevel
  readonly place: string
  readonly from: Day
  readonly through: Day
  /** Empty while it still hangs. */
  readonly result: string
  readonly evidence: readonly Evidence[]
}

export interface Extension {
  readonly at: Instant
  readonly before: Day
  readonly through: Day
  readonly reason: string
}

/** A nominee in the list, and since when. */
export interface ListedSince extends ListedNominee {
  readonly addedAt: Instant
}

/** What a public notice is more than a notice. */
export interface PublicityFile {
  readonly revision: number
  /** Whether a list was ever written: from then on a name that is added is an addition. */
  readonly listed: boolean
  /** The year for whose days the organizer answers; null when every day is counted. */
  readonly uncountedYear: string | null
  readonly nominees: readonly ListedSince[]
  readonly levels: readonly LevelRecord[]
  readonly extensions: readonly Extension[]
  readonly concludedAt: Instant | null
}
