import type { StaffRole } from './roles.ts'
import type { ChangeKind } from './standing.ts'

/**
 * A case is made of held ballots, or of one ballot whose voter appeals, or once more of the ballots of a case that had
 * been voided.
 */
export const CASE_KINDS = ['held', 'appeal', 'reversal'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

export const CASE_STATES = ['proposed', 'open', 'decided'] as const
export type CaseState = (typeof CASE_STATES)[number]

/** What two people may decide: count them, void them; after that, count them after all, or leave it at that. */
export const CASE_VERDICTS = ['release', 'void', 'restore', 'uphold'] as const
export type CaseVerdict = (typeof CASE_VERDICTS)[number]

const VERDICTS: Readonly<Record<CaseKind, readonly CaseVerdict[]>> = {
  held: ['release', 'void'],
  appeal: ['restore', 'uphold'],
  reversal: ['restore', 'uphold'],
}

/** The verdicts a case of this kind can end with. */
export const verdictsOf = (kind: CaseKind): readonly CaseVerdict[] => VERDICTS[kind]

/** Null when a case of this kind cannot end so. */
export const verdictFor = (kind: CaseKind, text: string): CaseVerdict | null => VERDICTS[kind].find(one => one === text) ?? null

/**
 * What the boxes are told. A ballot that comes back may be held or void, so both ways out are ordered; the one that does
 * not apply moves nothing.
 */
export const ORDERS: Readonly<Record<CaseVerdict, readonly ChangeKind[]>> = {
  release: ['release'],
  void: ['void'],
  restore: ['release', 'restore'],
  uphold: [],
}

/** Those whose word is needed, one of each (trust 3.4): who holds the campaign, and who watches over it. */
export const JUDGES = ['organizer', 'auditor'] as const satisfies readonly StaffRole[]
export type Judge = (typeof JUDGES)[number]

export const isJudge = (role: StaffRole): role is Judge => JUDGES.some(one => one === role)

export interface Proposal {
  readonly by: string
  readonly role: Judge
}

/** Whether somebody may confirm what another has proposed: another person, and of the other role. */
export const mayConfirm = (proposal: Proposal, { id, role }: { readonly id: string; readonly role: StaffRole }): boolean =>
  id !== proposal.by && role !== proposal.role && isJudge(role)
