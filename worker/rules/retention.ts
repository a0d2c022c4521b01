import { DAY, type Instant } from './time.ts'

/** What the time begins with after which something is deleted. */
export type Begins =
  | 'day-over'
  | 'last-objection'
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
  /** Where it is asked for; law 9 of the product and PIPL art. 19 ask for all of them. */
  readonly clause: string
}

/**
 * What the site keeps of people, and when it goes, in one table: the code that deletes takes its days from here, and so do
 * the page on privacy and that of the auditor. Notices, figures, decisions and the log stay.
 */
export const RETENTION = [
  { rule: 'network-keys', days: 7, begins: 'day-over', by: 'itself', clause: 'trust 3.5' },
  { rule: 'signals', days: 30, begins: 'last-objection', by: 'agenda', clause: 'trust 3.5' },
  { rule: 'voter-keys', days: 30, begins: 'last-objection', by: 'agenda', clause: 'trust 3.2' },
  { rule: 'voting-codes', days: 30, begins: 'last-objection', by: 'agenda', clause: 'ASVS 14.2.7' },
  { rule: 'roster', days: 30, begins: 'last-objection', by: 'agenda', clause: 'ASVS 14.2.7' },
  { rule: 'nominee-papers', days: 30, begins: 'last-objection', by: 'agenda', clause: 'PIPL art. 47' },
  { rule: 'case-samples', days: 30, begins: 'last-objection', by: 'agenda', clause: 'trust 3.5' },
  { rule: 'objections', days: 180, begins: 'matter-done', by: 'agenda', clause: '行政诉讼法 art. 46' },
  { rule: 'appeals', days: 180, begins: 'matter-done', by: 'agenda', clause: '行政诉讼法 art. 46' },
  { rule: 'likes', days: 30, begins: 'likes-over', by: 'itself', clause: 'ASVS 14.2.7' },
  { rule: 'comment-writers', days: 30, begins: 'written', by: 'agenda', clause: 'ASVS 14.2.7' },
  { rule: 'staff-sessions', days: 1, begins: 'session-over', by: 'agenda', clause: 'ASVS 7.3' },
  { rule: 'sign-in-tries', days: 30, begins: 'last-try', by: 'agenda', clause: 'ASVS 14.2.7' },
  { rule: 'unfinished-lists', days: 1, begins: 'started', by: 'agenda', clause: 'ASVS 14.2.7' },
  { rule: 'unfinished-restores', days: 1, begins: 'started', by: 'agenda', clause: 'ASVS 14.2.7' },
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
