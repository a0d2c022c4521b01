import type { Amendment, DecisionRecord, Releaser } from './decision.ts'
import type { DecisionDraft } from './decision-draft.ts'
import type { NoticeId, StaffId } from './ids.ts'
import type { Instant } from './time.ts'

/** Somebody's word on it, by name as well. */
export interface Word {
  readonly by: StaffId
  readonly name: string
  readonly role: Releaser
  readonly at: Instant
}

/** The notice that was made from it, as far as its page tells. */
export interface MadeNotice {
  readonly id: NoticeId
  readonly publishAt: Instant | null
  readonly withdrawn: boolean
}

/** A record as it was handed in: its text is what the hash is of. */
interface Handed {
  readonly record: DecisionRecord
  readonly text: string
  readonly hash: string
  readonly handed: Word
}

export interface AmendmentFile {
  readonly amendment: Amendment
  readonly text: string
  readonly hash: string
  readonly proposed: Word
  /** Null while it waits for the second person. */
  readonly confirmed: Word | null
  readonly notice: MadeNotice | null
}

/** The decision of a campaign: being written, waiting for the second person, or released. */
export type DecisionFile = {
  readonly draft: DecisionDraft
  readonly revision: number
  readonly edited: Omit<Word, 'role'>
} & (
  | { readonly state: 'draft' }
  | ({ readonly state: 'submitted' } & Handed)
  | ({
      readonly state: 'released'
      readonly released: Word
      readonly amendments: readonly AmendmentFile[]
      readonly notice: MadeNotice | null
    } & Handed)
)

export type ReleasedDecision = Extract<DecisionFile, { readonly state: 'released' }>

/** Those amendments that stand. */
export const confirmedOf = ({ amendments }: Pick<ReleasedDecision, 'amendments'>): readonly Amendment[] =>
  amendments.filter(({ confirmed }) => confirmed !== null).map(({ amendment }) => amendment)

/** The one amendment that waits for a second person; null when none does. */
export const openAmendment = ({ amendments }: Pick<ReleasedDecision, 'amendments'>): AmendmentFile | null =>
  amendments.find(({ confirmed }) => confirmed === null) ?? null

/** The hash that the next amendment names: of the last that stands, or of the record. */
export const headOf = ({ hash, amendments }: Pick<ReleasedDecision, 'hash' | 'amendments'>): string =>
  amendments.filter(({ confirmed }) => confirmed !== null).at(-1)?.hash ?? hash
