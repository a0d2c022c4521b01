import { AUDIT_SUBJECTS, type AuditSubject } from './audit.ts'
import { type Slug, type StaffId, slug, staffId } from './ids.ts'
import { type Day, day } from './time.ts'

/** Who can be looked for beside people: whoever holds the operator's key, and the site itself. */
export const NO_PERSON = ['operator', 'agenda', 'site'] as const
export type NoPerson = (typeof NO_PERSON)[number]

/** Which lines of the log somebody wants to see; null asks for all. */
export interface LogFilter {
  readonly campaign: Slug | null
  readonly who: StaffId | NoPerson | null
  readonly about: AuditSubject | null
  readonly from: Day | null
  readonly through: Day | null
}

export const EVERYTHING: LogFilter = { campaign: null, who: null, about: null, from: null, through: null }

/** Reads a filter from what an address or a form says; what makes no sense asks for nothing. */
export function logFilter(said: (name: string) => string | null | undefined): LogFilter {
  const who = said('who') ?? ''
  return {
    campaign: slug(said('campaign') ?? ''),
    who: NO_PERSON.find(one => one === who) ?? staffId(who),
    about: AUDIT_SUBJECTS.find(one => one === said('about')) ?? null,
    from: day(said('from') ?? ''),
    through: day(said('through') ?? ''),
  }
}

/** The fields that are set, as an address or a form carries them. */
export const asQuery = (filter: LogFilter): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== null))
