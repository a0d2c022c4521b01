import type { AuditEvent } from './audit.ts'
import type { CaseKind, CaseState, CaseVerdict, Judge } from './case-decision.ts'
import type { CaseSheet } from './case-sheet.ts'
import type { AppealId, CampaignId, CaseId, StaffId } from './ids.ts'
import type { Day, Instant } from './time.ts'

/** Who said what, in which role, and when. */
export interface Said {
  readonly by: StaffId
  readonly name: string
  readonly role: Judge
  readonly at: Instant
}

/** A case in a list: everything but its evidence. */
export interface CaseLine {
  readonly id: CaseId
  readonly kind: CaseKind
  readonly state: CaseState
  readonly openedAt: Instant
  readonly day: Day
  readonly size: number
  readonly families: CaseSheet['families']
  readonly tie: CaseSheet['tie']
  readonly verdict: CaseVerdict | null
  readonly reason: string | null
  readonly proposed: Said | null
  readonly decided: Said | null
  /** Boxes that have yet to carry the decision out. */
  readonly unwritten: number
  readonly revision: number
}

export interface CaseFile extends CaseLine {
  readonly campaign: CampaignId
  readonly sheet: CaseSheet
  /** Places of its ballots, as ballot-places.ts writes them. */
  readonly ballots: string
  readonly boxes: number
  readonly reopens: CaseId | null
  /** The case in which its ballots are looked at once more. */
  readonly reopenedBy: CaseId | null
  /** Ballots that the boxes have moved so far. */
  readonly moved: number
}

/** A step of a case as the log has it, with the name of who took it. */
export interface CaseStep {
  readonly at: Instant
  readonly who: string
  readonly role: string
  readonly event: AuditEvent
}

/** How an appeal stands. The reason of the decision is the answer to the voter. */
export interface AppealFile {
  readonly id: AppealId
  readonly case: CaseId
  readonly filed: Day
  readonly state: CaseState
  readonly verdict: CaseVerdict | null
  readonly reason: string | null
  readonly decidedAt: Instant | null
  readonly purged: boolean
}
