import { MAY, STAFF_ROLES, type StaffRole, type Verb } from '../../worker/rules/roles.ts'

// What everybody gets at every staff address, computed from the role table and the few rules below; nothing is written
// down cell by cell, so a cell can only be wrong in the code or in a rule.

/** Six kinds of people; a clerk belongs to a unit, so there are two of them. */
export const PEOPLE = ['visitor', 'clerk', 'clerk of a sibling unit', ...STAFF_ROLES.filter(role => role !== 'clerk')] as const
export type Who = (typeof PEOPLE)[number]

export const roleOf = (who: Who): StaffRole | 'visitor' => (who === 'clerk of a sibling unit' ? 'clerk' : who)

/** The state a campaign is in when it is asked about. */
export const PHASES = ['draft', 'open', 'closed'] as const
export type Phase = (typeof PHASES)[number]

/** Verbs that a clerk has for his own unit alone. There are none yet; a verb that is put here is refused to a sibling. */
const OF_OWN_UNIT: readonly Verb[] = []

/**
 * What the door says: 'sign-in' to a stranger, 'no' to who may not, 'in' to who may. What happens further in depends on
 * what was sent and on the campaign, but is never a fault and never the door's refusal again.
 */
export function doorSays(who: Who, verb: Verb): 'sign-in' | 'no' | 'in' {
  const role = roleOf(who)
  if (role === 'visitor') return 'sign-in'
  if (!MAY[role].includes(verb)) return 'no'
  return who === 'clerk of a sibling unit' && OF_OWN_UNIT.includes(verb) ? 'no' : 'in'
}
