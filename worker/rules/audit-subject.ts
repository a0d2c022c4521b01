import { AUDIT_KINDS, type AuditEvent } from './audit.ts'

/** What an event is about, for whoever looks for something in the log. */
export const AUDIT_SUBJECTS = [
  'sign-in',
  'accounts',
  'campaigns',
  'nominees',
  'notices',
  'objections',
  'polls',
  'tallies',
  'codes',
  'comments',
  'cases',
  'reviews',
  'decisions',
  'log',
] as const
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number]

/** The first word of a kind is its noun, and the noun says what it is about. */
const ABOUT: Readonly<Record<string, AuditSubject>> = {
  signed: 'sign-in',
  session: 'sign-in',
  recovery: 'sign-in',
  staff: 'accounts',
  first: 'accounts',
  second: 'accounts',
  password: 'accounts',
  campaign: 'campaigns',
  nominees: 'nominees',
  nominee: 'nominees',
  photos: 'nominees',
  notice: 'notices',
  masking: 'notices',
  publicity: 'notices',
  objection: 'objections',
  objections: 'objections',
  private: 'objections',
  poll: 'polls',
  likes: 'polls',
  running: 'tallies',
  tally: 'tallies',
  codes: 'codes',
  roster: 'codes',
  comment: 'comments',
  comments: 'comments',
  cases: 'cases',
  case: 'cases',
  appeal: 'cases',
  appeals: 'cases',
  review: 'reviews',
  reviewer: 'reviews',
  reviewers: 'reviews',
  score: 'reviews',
  scores: 'reviews',
  sheet: 'reviews',
  panel: 'reviews',
  dossier: 'reviews',
  recusal: 'reviews',
  blind: 'reviews',
  decision: 'decisions',
  amendment: 'decisions',
  outcomes: 'decisions',
  openings: 'tallies',
  release: 'decisions',
  outcome: 'decisions',
  archive: 'campaigns',
  retention: 'campaigns',
  log: 'log',
}

/** Null for a kind whose noun stands in no row. */
export const subjectOf = (kind: AuditEvent['kind']): AuditSubject | null => ABOUT[kind.split('-', 1)[0] ?? ''] ?? null

export const kindsAbout = (subject: AuditSubject): readonly AuditEvent['kind'][] =>
  AUDIT_KINDS.filter(kind => subjectOf(kind) === subject)
