import type { Contact, Theme } from './campaign.ts'
import type { NoticeId, Slug } from './ids.ts'
import { addDays, type Day, dayOf, type Instant } from './time.ts'
import { type Calendar, type Counted, lastDayOfPeriod, workingDaysIn } from './working-days.ts'

/** 通知 · 公示 · 结果 · 更正 · 动态 (N1). */
export const NOTICE_KINDS = ['call', 'publicity', 'result', 'correction', 'news'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** How the text of a notice is written: Markdown, or HTML that came from Word and was cleaned by an allow-list. */
export type NoticeFormat = 'markdown' | 'html'

/** 002 §三.2, 002 §三.6 and 004 §三.3: a public notice period lasts no fewer than 5 working days. */
export const PUBLICITY_DAYS = 5

export type NoticeState =
  | { readonly state: 'draft' }
  | { readonly state: 'scheduled'; readonly at: Instant }
  | { readonly state: 'published'; readonly at: Instant }
  | { readonly state: 'withdrawn'; readonly published: Instant; readonly at: Instant; readonly reason: string }

export interface StoredDates {
  readonly publishAt: Instant | null
  readonly withdrawnAt: Instant | null
  readonly withdrawnReason: string | null
}

/** Where a notice stands. A withdrawn one keeps its page: the address never dies, and the reason is on it. */
export function stateOf({ publishAt, withdrawnAt, withdrawnReason }: StoredDates, now: Instant): NoticeState {
  if (publishAt === null) return { state: 'draft' }
  if (publishAt > now) return { state: 'scheduled', at: publishAt }
  if (withdrawnAt !== null && withdrawnAt <= now)
    return { state: 'withdrawn', published: publishAt, at: withdrawnAt, reason: withdrawnReason ?? '' }
  return { state: 'published', at: publishAt }
}

/** When a notice last changed for its readers: published, concluded, corrected by another, withdrawn. Nothing to come counts. */
export const lastChange = (published: Instant, later: readonly (Instant | null | undefined)[], now: Instant): Instant =>
  later.reduce<Instant>((last, at) => (at != null && at <= now && at > last ? at : last), published)

/** What a public notice period says of itself: the day of posting is not counted, `through` is its last day. */
export interface PublicityPeriod {
  readonly posted: Day
  readonly through: Day
}

export type PublicityStanding =
  | { readonly stage: 'running'; readonly workingDays: Counted<number>; readonly left: Counted<number> }
  | { readonly stage: 'over'; readonly workingDays: Counted<number> }

/** The 公示 clock (N3): how long the period is and how many working days are left, today included. */
export function publicityStanding(period: PublicityPeriod, now: Instant, calendar: Calendar): PublicityStanding {
  const first = addDays(period.posted, 1)
  const workingDays = workingDaysIn(first, period.through, calendar)
  const today = dayOf(now)
  if (today > period.through) return { stage: 'over', workingDays }
  return { stage: 'running', workingDays, left: workingDaysIn(today > first ? today : first, period.through, calendar) }
}

/** Whether a period is long enough, the earliest lawful last day if not, or the year whose calendar is missing. */
export type PeriodCheck =
  | { readonly verdict: 'lawful' }
  | { readonly verdict: 'too-short'; readonly earliest: Day }
  | { readonly verdict: 'no-calendar'; readonly year: string }

export function checkPeriod({ posted, through }: PublicityPeriod, calendar: Calendar, days = PUBLICITY_DAYS): PeriodCheck {
  const earliest = lastDayOfPeriod(posted, days, calendar)
  if (!earliest.known) return { verdict: 'no-calendar', year: earliest.year }
  return through >= earliest.value ? { verdict: 'lawful' } : { verdict: 'too-short', earliest: earliest.value }
}

/** One link of a correction chain: each notice names the one it corrects. */
export interface Linked {
  readonly id: NoticeId
  readonly corrects: NoticeId | null
}

/** The whole chain that a notice belongs to, oldest first; a loop in the data ends where it closes. */
export function correctionChain<T extends Linked>(notice: T, all: readonly T[]): readonly T[] {
  const byId = new Map(all.map(one => [one.id, one]))
  const seen = new Set<NoticeId>([notice.id])
  const chain = [notice]
  for (
    let at = notice.corrects && byId.get(notice.corrects);
    at && !seen.has(at.id);
    at = at.corrects ? byId.get(at.corrects) : undefined
  ) {
    chain.unshift(at)
    seen.add(at.id)
  }
  for (let at: T | undefined = chain[chain.length - 1]; at; ) {
    const next: T | undefined = all.find(one => one.corrects === at?.id && !seen.has(one.id))
    if (next) {
      chain.push(next)
      seen.add(next.id)
    }
    at = next
  }
  return chain
}

/** A notice in a list. */
export interface NoticeLine {
  readonly id: NoticeId
  readonly kind: NoticeKind
  readonly title: string
  readonly source: string
  readonly publishAt: Instant
  readonly withdrawn: boolean
}

export interface Attachment {
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
}

/** A notice with all that stands on its page. */
export interface NoticeFile extends StoredDates {
  readonly id: NoticeId
  readonly kind: NoticeKind
  readonly title: string
  readonly source: string
  readonly author: string
  readonly body: string
  readonly format: NoticeFormat
  /** The public notice (公示) whose outcome a result tells. */
  readonly settles: NoticeId | null
  readonly corrects: NoticeId | null
  /** Only a public notice (公示) has one. */
  readonly period: PublicityPeriod | null
  /** The line that closes a public notice: what came of it. */
  readonly conclusion: string | null
  readonly attachments: readonly Attachment[]
  readonly views: number
  readonly campaign: NoticeCampaign | null
}

/** The campaign a notice belongs to, as far as its page needs it. */
export interface NoticeCampaign {
  readonly slug: Slug
  readonly shortTitle: string
  readonly theme: Theme
  readonly contact: Contact
  /** False while the campaign is a draft: its notices may be out before it, and must not lead to it. */
  readonly published: boolean
}
