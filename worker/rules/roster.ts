/** Most people on the list of one campaign. */
export const MOST_PEOPLE = 100_000

/** Who somebody on the list is: what a voter types and what the list says, before either is made comparable. */
export interface Person {
  readonly name: string
  readonly number: string
}

const DOTS = /[·•‧∙⋅・･・‐.．]/g

/**
 * A name as it is compared: full-width signs made plain, no blanks (two-character names are often spread with them), one
 * kind of middle dot in names such as 阿依古丽·买买提, capital letters.
 */
export const comparedName = (name: string): string => name.normalize('NFKC').replace(DOTS, '·').replace(/\s/g, '').toUpperCase()

/** A number as it is compared: without blanks and hyphens, capital letters. Leading zeros count. */
export const comparedNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[\s\-‐-―_]/g, '')
    .toUpperCase()

/** 新增: those who are there stay as they are · 整表替换 · 重新发码: new codes for people who are there. */
export const ROSTER_MODES = ['add', 'replace', 'reissue'] as const
export type RosterMode = (typeof ROSTER_MODES)[number]

/** What an import does, or did, in people. */
export interface RosterPlan {
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Of these only the codes are new. */
  readonly reissued: number
  readonly same: number
}
