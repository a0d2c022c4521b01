import { CAMPAIGNS_KINDS, type CampaignsEvents } from './audit/campaigns.ts'
import { NOTICES_KINDS, type NoticesEvents } from './audit/notices.ts'
import { REVIEWS_KINDS, type ReviewsEvents } from './audit/reviews.ts'
import { STAFF_KINDS, type StaffEvents } from './audit/staff.ts'
import type { Instant } from './time.ts'

/** Events about the log itself. */
interface LogEvents {
  'log-chained': { readonly lines: number }
  'log-exported': { readonly lines: number; readonly form: string }
}

interface Events extends StaffEvents, CampaignsEvents, NoticesEvents, ReviewsEvents, LogEvents {}

/** The kinds of events by what they are about, for whoever looks for something in the log. */
export const KINDS_ABOUT = {
  ...STAFF_KINDS,
  ...CAMPAIGNS_KINDS,
  ...NOTICES_KINDS,
  ...REVIEWS_KINDS,
  log: ['log-chained', 'log-exported'],
} as const satisfies Record<string, readonly (keyof Events)[]>

export type AuditSubject = keyof typeof KINDS_ABOUT
export type AuditKind = (typeof KINDS_ABOUT)[AuditSubject][number]

/**
 * What staff and operators did. A closed union: an event has one Chinese sentence (web/text/audit.ts) and one row in the
 * README, which a test compares with the kinds. An event that is about nothing in the list above is none.
 */
export type AuditEvent = { readonly [K in AuditKind]: { readonly kind: K } & Events[K] }[AuditKind]

export const AUDIT_SUBJECTS = Object.keys(KINDS_ABOUT) as readonly AuditSubject[]

export const kindsAbout = (subject: AuditSubject): readonly AuditKind[] => KINDS_ABOUT[subject]

export const AUDIT_KINDS: readonly AuditKind[] = AUDIT_SUBJECTS.flatMap(kindsAbout)

/** A line of the log as staff read it. */
export interface AuditLine {
  readonly seq: number
  readonly at: Instant
  readonly who: string
  readonly role: string
  /** The short title of the campaign it belongs to; null for what belongs to the whole site. */
  readonly campaign: string | null
  readonly hash: string
  readonly event: AuditEvent
}
