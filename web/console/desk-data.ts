import type { NomineeKind } from '../../worker/rules/campaign.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import type { SlipHead } from './slip.tsx'

// What the scripts of the pages of nominees and voters are told of the campaign: plain data in an attribute of the page.

export interface DeskData {
  readonly slug: Slug
  /** Whether rules and list are frozen. */
  readonly opened: boolean
  readonly categories: readonly { readonly key: string; readonly name: string }[]
}

/** So much that a table can be checked before anything is sent. */
export interface IntakeData extends DeskData {
  readonly categories: readonly {
    readonly key: string
    readonly name: string
    readonly kind: NomineeKind
    readonly max: number
  }[]
  readonly listed: readonly {
    readonly number: number
    readonly category: string
    readonly name: string
    readonly unit: string
  }[]
}

/** So much that it can be found out whom a picture shows. */
export interface PhotosData {
  readonly slug: Slug
  readonly nominees: readonly {
    readonly number: number
    readonly name: string
    /** Organizations are not asked for a white ground. */
    readonly person: boolean
    readonly hasPhoto: boolean
  }[]
}

/** So much that a list of voters can be read and its slips be printed. */
export interface RosterData {
  readonly slug: Slug
  /** Whether people vote by the list already. */
  readonly opened: boolean
  readonly head: SlipHead
  readonly origin: string
  /** For the names of files. */
  readonly shortTitle: string
}
