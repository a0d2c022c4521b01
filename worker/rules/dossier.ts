import type { NoticeId } from './ids.ts'
import type { PublicityLevel } from './publicity-level.ts'
import type { CategoryBands } from './robustness.ts'
import type { Day, Instant } from './time.ts'

/** What reviewers are told of the votes (T3): never anything, nothing yet, or the rank bands of every category. */
export type Advisory =
  | { readonly shows: 'never'; readonly why: 'no-vote' | 'publicity' }
  | { readonly shows: 'later'; readonly next: Instant | null }
  | {
      readonly shows: 'bands'
      readonly at: Instant
      readonly received: number
      /** Whether all ballots were looked at beside each other; before that strict reads as counted. */
      readonly looked: boolean
      readonly categories: Readonly<Record<string, CategoryBands>>
    }

/** One public notice that names a nominee: where it was posted, and how objections to the whole of it stand. No word of theirs. */
export interface PublicityRecord {
  readonly notice: NoticeId
  readonly title: string
  readonly posted: Day
  readonly through: Day
  readonly withdrawn: boolean
  readonly concluded: boolean
  readonly objections: { readonly received: number; readonly done: number }
  readonly levels: readonly {
    readonly level: PublicityLevel
    readonly place: string
    readonly from: Day
    readonly through: Day
    readonly result: string
  }[]
}
