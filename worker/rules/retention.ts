import { DAY, type Instant } from './time.ts'

/** What the time begins with after which something is deleted. */
export type Begins =
  | 'day-over'
  | 'last-objection'
  | 'campaign-over'
  | 'likes-over'
  | 'written'
  | 'matter-done'
  | 'session-over'
  | 'last-try'
  | 'started'

/** Who carries it out: the agenda, which leaves a record; or the place itself where it lies, as it goes on. */
export type CarriedOut = 'agenda' | 'itself'

export interface Retention {
  /** What is deleted, by its name in the record. */
  readonly rule: string
  /** Days after `begins`. */
  readonly days: number
  readonly begins: Begins
  readonly by: CarriedOut
}

/**
 * What the site keeps of people, and when it goes, in one table: the code that deletes takes its days from here, and so do
 * the page on privacy and that of the auditor. Notices, figures, decisions and the log stay. The shortest time that the
 * purpose allows (个人信息保护法 art. 19, 47): figures and ballots can be objected to for as long as somebody may object, and a
 * month is left to answer; what was decided on an objection or an appeal can be brought before a court for six months
 * (行政诉讼法 art. 46).
 */
export const RETENTION = [
  { rule: 'network-keys', days: 7, begins: 'day-over', by: 'itself' },
  { rule: 'signals', days: 30, begins: 'last-objection', by: 'agenda' },
  { rule: 'voter-keys', days: 30, begins: 'last-objection', by: 'agenda' },
  { rule: 'voting-codes', days: 30, begins: 'last-objection', by: 'agenda' },
  { rule: 'roster', days: 30, begins: 'last-objection', by: 'agenda' },
  { rule: 'nominee-papers', days: 30, begins: 'last-objection', by: 'agenda' },
  { rule: 'case-samples', days: 30, begins: 'last-objection', by: 'agenda' },
  { rule: 'dossier-papers', days: 180, begins: 'campaign-over', by: 'agenda' },
  { rule: 'objections', days: 180, begins: 'matter-done', by: 'agenda' },
  { rule: 'appeals', days: 180, begins: 'matter-done', by: 'agenda' },
  { rule: 'likes', days: 30, begins: 'likes-over', by: 'itself' },
  { rule: 'comment-writers', days: 30, begins: 'written', by: 'agenda' },
  { rule: 'staff-sessions', days: 1, begins: 'session-over', by: 'agenda' },
  { rule: 'sign-in-tries', days: 30, begins: 'last-try', by: 'agenda' },
  { rule: 'unfinished-lists', days: 1, begins: 'started', by: 'agenda' },
  { rule: 'unfinished-restores', days: 1, begins: 'started', by: 'agenda' },
] as const satisfies readonly Retention[]

export type RetentionRule = (typeof RETENTION)[number]['rule']

export const retentionOf = (rule: RetentionRule): Retention =>
  RETENTION.find(one => one.rule === rule) as (typeof RETENTION)[number]

/** For how long, in milliseconds. */
export const keptFor = (rule: RetentionRule): number => retentionOf(rule).days * DAY

/** What a deletion left on record: how much, under which rule, when; never whose. */
export interface DeletionRecord {
  readonly rule: RetentionRule
  /** A campaign, or 'site'. */
  readonly subject: string
  readonly dueAt: Instant
  readonly at: Instant
  readonly items: number
}
