import type { StaffId } from './ids.ts'

/** Who may do what, in one table (O2). Nothing else asks for a role. */
export type Verb =
  | 'read-public'
  | 'cast-ballot'
  | 'like'
  | 'open-console'
  | 'read-running-tally'
  | 'read-final-tally'
  | 'export-tally'
  | 'read-code-use'
  | 'read-log'

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
export const MAY: Readonly<Record<Role, readonly Verb[]>> = {
  visitor: PUBLIC,
  voter: [...PUBLIC, 'cast-ballot', 'like'],
  clerk: [...PUBLIC, 'open-console'],
  reviewer: [...PUBLIC, 'open-console', 'read-final-tally'],
  auditor: [...PUBLIC, 'open-console', 'read-running-tally', 'read-final-tally', 'read-code-use', 'read-log'],
  organizer: [...PUBLIC, 'open-console', 'read-running-tally', 'read-final-tally', 'export-tally', 'read-code-use'],
  administrator: [...PUBLIC, 'open-console', 'read-log'],
}

/** Deny unless the table allows. */
export const may = (actor: Actor, verb: Verb): boolean => MAY[actor.role].includes(verb)

export const isStaff = (actor: Actor): actor is Staff => 'id' in actor

export const STAFF_ROLES = ['administrator', 'organizer', 'reviewer', 'auditor', 'clerk'] as const satisfies readonly StaffRole[]
