import type { StaffId } from './ids.ts'
import { type Instant, MINUTE } from './time.ts'

/** Who may do what, in one table (O2). Nothing else asks for a role. */
export type Verb =
  | 'read-public'
  | 'cast-ballot'
  | 'like'
  | 'comment'
  | 'file-objection'
  | 'open-console'
  | 'edit-campaigns'
  | 'open-polls'
  | 'copy-campaigns'
  | 'edit-nominees'
  | 'withdraw-nominees'
  | 'edit-notices'
  | 'publish-notices'
  | 'conclude-publicity'
  | 'read-objections'
  | 'answer-objections'
  | 'reveal-private'
  | 'moderate-comments'
  | 'export-comments'
  | 'read-running-tally'
  | 'read-final-tally'
  | 'export-tally'
  | 'issue-codes'
  | 'read-code-use'
  | 'read-likes'
  | 'read-cases'
  | 'judge-cases'
  | 'reveal-appeals'
  | 'read-logs'
  | 'read-openings'
  | 'read-decisions'
  | 'write-decisions'
  | 'release-decisions'
  | 'export-decisions'
  | 'review'
  | 'score'
  | 'manage-panel'
  | 'read-panel'
  | 'read-log'
  | 'export-log'
  | 'manage-staff'
  | 'manage-own-account'

export type StaffRole = 'administrator' | 'organizer' | 'reviewer' | 'auditor' | 'clerk'
export type Role = 'visitor' | 'voter' | StaffRole

/**
 * A clerk without a unit cannot be built: comparing two missing units would otherwise let a clerk of nowhere in
 * everywhere.
 */
export type Actor =
  | { readonly role: 'visitor' | 'voter' }
  | { readonly role: Exclude<StaffRole, 'clerk'>; readonly id: StaffId; readonly name: string }
  | { readonly role: 'clerk'; readonly id: StaffId; readonly name: string; readonly unit: string }

export type Staff = Extract<Actor, { readonly id: StaffId }>

const PUBLIC: readonly Verb[] = ['read-public']
const STAFF: readonly Verb[] = [...PUBLIC, 'open-console', 'manage-own-account']
export const MAY: Readonly<Record<Role, readonly Verb[]>> = {
  visitor: PUBLIC,
  voter: [...PUBLIC, 'cast-ballot', 'like', 'comment', 'file-objection'],
  clerk: STAFF,
  reviewer: [...STAFF, 'read-final-tally', 'read-decisions', 'review', 'score', 'read-panel'],
  auditor: [
    ...STAFF,
    'read-objections',
    'read-running-tally',
    'read-final-tally',
    'read-code-use',
    'read-likes',
    'read-cases',
    'judge-cases',
    'reveal-appeals',
    'read-logs',
    'read-openings',
    'read-decisions',
    'release-decisions',
    'export-decisions',
    'review',
    'read-panel',
    'read-log',
    'export-log',
  ],
  organizer: [
    ...STAFF,
    'edit-campaigns',
    'open-polls',
    'copy-campaigns',
    'edit-nominees',
    'withdraw-nominees',
    'edit-notices',
    'publish-notices',
    'conclude-publicity',
    'read-objections',
    'answer-objections',
    'reveal-private',
    'moderate-comments',
    'export-comments',
    'read-running-tally',
    'read-final-tally',
    'export-tally',
    'issue-codes',
    'read-code-use',
    'read-likes',
    'read-cases',
    'judge-cases',
    'reveal-appeals',
    'read-logs',
    'read-decisions',
    'write-decisions',
    'export-decisions',
    'review',
    'manage-panel',
    'read-panel',
  ],
  administrator: [...STAFF, 'read-log', 'export-log', 'manage-staff'],
}

/**
 * What is asked for again although somebody is signed in: whoever finds an open screen must not be able to publish,
 * open a poll, take data out or look at what is private (ASVS 7.5.3).
 */
export const STEP_UP: readonly Verb[] = [
  'open-polls',
  'copy-campaigns',
  'withdraw-nominees',
  'publish-notices',
  'conclude-publicity',
  'reveal-private',
  'export-comments',
  'export-tally',
  'issue-codes',
  'judge-cases',
  'reveal-appeals',
  'read-openings',
  'export-log',
  'release-decisions',
  'export-decisions',
  'manage-staff',
  'manage-own-account',
]

/** For how long a proof is enough for what asks for one again. */
const PROOF_LIFE = 10 * MINUTE

/** Whether somebody who last proved who they are at `provedAt` must do so again for this. */
export const needsProof = (verb: Verb, provedAt: Instant, now: Instant): boolean =>
  STEP_UP.includes(verb) && now - provedAt >= PROOF_LIFE

/** Deny unless the table allows. */
export const may = (actor: Actor, verb: Verb): boolean => MAY[actor.role].includes(verb)

export const isStaff = (actor: Actor): actor is Staff => 'id' in actor

export const STAFF_ROLES = ['administrator', 'organizer', 'reviewer', 'auditor', 'clerk'] as const satisfies readonly StaffRole[]
