import type { Problem } from '../../../worker/import/problem.ts'
import type { RosterColumn, RosterMatching } from '../../../worker/import/roster-header.ts'
import type { VoterClass } from '../../../worker/rules/campaign.ts'

// What the page and the worker that reads the list say to each other. The list itself never comes to the page: a hundred
// thousand rows would make it stand still.

/** Which of their columns is which of ours, and what everybody is of whom the file says nothing. */
export interface Settled {
  readonly columns: readonly (RosterColumn | null)[]
  readonly otherwise: VoterClass
}

export type Order =
  | { readonly kind: 'open'; readonly file: string; readonly bytes: ArrayBuffer }
  | { readonly kind: 'check'; readonly settled: Settled }
  /** Hands out so many people from the `from`th on, to be sent. */
  | { readonly kind: 'part'; readonly from: number; readonly count: number }
  /** Keeps the codes that came back, by row. */
  | { readonly kind: 'codes'; readonly codes: readonly Coded[] }
  /** Counts those with a code, by unit. */
  | { readonly kind: 'units' }
  /** Hands out the slips of one unit. */
  | { readonly kind: 'slips'; readonly unit: string }
  /** Hands out everybody with a code as a file; links begin with `link`. */
  | { readonly kind: 'table'; readonly link: string }

export interface Coded {
  readonly row: number
  readonly code: string
  readonly token: string
}

export interface Person {
  readonly row: number
  readonly name: string
  readonly number: string
  readonly unit: string
  readonly voterClass: VoterClass
}

export type CodedPerson = Person & Coded

export type Report =
  | {
      readonly kind: 'opened'
      readonly matching: RosterMatching
      readonly rows: number
      readonly preview: readonly (readonly string[])[]
      readonly warnings: readonly string[]
    }
  | { readonly kind: 'unreadable'; readonly says: string }
  | { readonly kind: 'checked'; readonly people: number; readonly problems: readonly Problem[]; readonly total: number }
  | { readonly kind: 'part'; readonly people: readonly Person[] }
  | { readonly kind: 'units'; readonly units: readonly { readonly unit: string; readonly count: number }[] }
  | { readonly kind: 'slips'; readonly people: readonly CodedPerson[] }
  | { readonly kind: 'table'; readonly file: Blob }
