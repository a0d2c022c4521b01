import type { Category } from './campaign.ts'
import { sha256 } from './hash.ts'
import type { CampaignId } from './ids.ts'
import type { NomineeCard, Outcome } from './nominee.ts'
import type { StaffRole } from './roles.ts'
import type { Day } from './time.ts'

/**
 * What a meeting decides about a nominee: honoured (授予), named (提名, 004 §一), alternate (候补, in an order), not chosen
 * (未入选), or revoked (撤销): a place that was taken back and stays empty (004 §五). Nothing here knows a tally: what people
 * voted is read by those who sit in the meeting, and no figure of it ever fills a field (law 2).
 */
export const DECIDED = ['honoured', 'named', 'alternate', 'not-chosen', 'revoked'] as const
export type Decided = (typeof DECIDED)[number]

export const decided = (text: string): Decided | null => DECIDED.find(one => one === text) ?? null

/** How the meeting voted on one nominee; each and their sum at most those present. */
export interface Votes {
  readonly for: number
  readonly against: number
  readonly abstain: number
}

export interface DecisionLine {
  readonly number: number
  readonly name: string
  readonly unit: string
  readonly category: string
  readonly outcome: Decided
  /** The place of an alternate among those of its category, 1 first; null for anybody else. */
  readonly order: number | null
  /** Null where no vote was taken. */
  readonly votes: Votes | null
  readonly note: string
}

/** A whole decision, self-contained: names are as they were when it was handed in. */
export interface DecisionRecord {
  readonly format: 'mingping-decision/1'
  readonly campaign: { readonly id: CampaignId; readonly title: string }
  readonly meeting: {
    readonly name: string
    readonly day: Day
    readonly place: string
    readonly chair: string
    readonly recorder: string
  }
  readonly attendance: { readonly due: number; readonly present: number; readonly quorum: string }
  readonly categories: readonly (Pick<Category, 'key' | 'name'> & { readonly places: number })[]
  readonly lines: readonly DecisionLine[]
  /** Whether the result notice names the alternates. */
  readonly alternatesNamed: boolean
  readonly remark: string
}

/** A later decision that takes honours back; it names what it amends by its hash, so that neither can be exchanged. */
export interface Amendment {
  readonly format: 'mingping-decision-amendment/1'
  readonly campaign: CampaignId
  readonly number: number
  /** Hash of the record, or of the amendment before. */
  readonly previous: string
  readonly meeting: string
  readonly day: Day
  readonly reason: string
  readonly revoked: readonly Pick<DecisionLine, 'number' | 'name' | 'unit' | 'category'>[]
}

/** The text that is kept, given out and hashed: the same value is always the same bytes. */
export const textOfRecord = (record: DecisionRecord | Amendment): string => JSON.stringify(record, null, 1)

/** SHA-256 of that text in UTF-8, as `sha256sum` writes it. */
export const hashOfText = (text: string): string => sha256(text).toString('hex')

/**
 * What stands for every nominee after these amendments. A revoked place stays empty: no other line is touched, and no
 * alternate moves up by itself.
 */
export const standingLines = (record: DecisionRecord, amendments: readonly Amendment[]): readonly DecisionLine[] => {
  const revoked = new Set(amendments.flatMap(one => one.revoked.map(({ number }) => number)))
  return record.lines.map(line => (revoked.has(line.number) ? { ...line, outcome: 'revoked', order: null } : line))
}

/** What the public pages say of each nominee once the result notice is out: an alternate only where it is named there. */
export function publicOutcomes(record: DecisionRecord, amendments: readonly Amendment[]): Readonly<Record<number, Outcome>> {
  const shown = ({ outcome }: DecisionLine): Outcome =>
    outcome === 'revoked' || (outcome === 'alternate' && !record.alternatesNamed) ? 'not-chosen' : outcome
  return Object.fromEntries(standingLines(record, amendments).map(line => [line.number, shown(line)]))
}

/** Who has a hand in it: an organizer draws it up and hands it in, an auditor releases it or sends it back. */
export type Releaser = Extract<StaffRole, 'organizer' | 'auditor'>

/**
 * Whether somebody may release what another has handed in: another person, of another role, who did not write it either.
 * Two accounts of one person cannot be told apart; who gets an account is the administrator's word.
 */
export const mayRelease = (
  handed: { readonly by: string; readonly role: Releaser; readonly writtenBy: string },
  { id, role }: { readonly id: string; readonly role: StaffRole },
): boolean => role === 'auditor' && role !== handed.role && id !== handed.by && id !== handed.writtenBy

/** What a decision is held against: the campaign as it stands, and today. */
export interface DecisionTerms {
  readonly campaign: {
    readonly id: CampaignId
    readonly title: string
    readonly categories: readonly Pick<Category, 'key' | 'name' | 'honours'>[]
    readonly nominees: readonly Pick<NomineeCard, 'number' | 'name' | 'unit' | 'category' | 'withdrawn'>[]
  }
  readonly today: Day
}
