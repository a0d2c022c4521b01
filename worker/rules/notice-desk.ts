import type { CampaignId, NoticeId, StaffId } from './ids.ts'
import type { Attachment, NoticeFile, NoticeFormat, NoticeKind, StoredDates } from './notice.ts'
import type { Day, Instant } from './time.ts'

/** What is written of a notice on its editing page; everything else about it happens to it. */
export interface NoticeText {
  readonly kind: NoticeKind
  readonly campaign: CampaignId | null
  readonly title: string
  readonly source: string
  readonly author: string
  readonly body: string
  readonly format: NoticeFormat
  readonly corrects: NoticeId | null
  readonly settles: NoticeId | null
  /** Both days for a public notice (公示), else neither. */
  readonly posted: Day | null
  readonly through: Day | null
}

/** The longest texts a notice written on screens may have, in signs. */
export const NOTICE_LIMITS = { title: 100, source: 60, author: 40, markdown: 60_000, html: 1024 * 1024, reason: 200 } as const
export const MOST_ATTACHMENTS = 20

/** Who did something, by name as well, for those who read it. */
export interface Signed {
  readonly id: StaffId
  readonly name: string
  readonly at: Instant
}

export interface StoredAttachment extends Attachment {
  /** Where its bytes lie, named by their hash. */
  readonly object: string
}

/** A notice as the desk sees it, drafts too. */
export interface DeskNotice extends Omit<NoticeFile, 'attachments'> {
  readonly attachments: readonly StoredAttachment[]
  readonly campaignId: CampaignId | null
  /** What its campaign asks of its notices; null without a campaign. */
  readonly terms: { readonly publicityDays: number; readonly fourEyes: boolean } | null
  readonly revision: number
  readonly createdBy: StaffId | null
  readonly edited: Signed | null
  readonly approved: Signed | null
}

/** A notice in the desk's list. */
export interface DeskLine extends StoredDates {
  readonly id: NoticeId
  readonly kind: NoticeKind
  readonly title: string
  readonly campaign: string | null
  readonly editedAt: Instant | null
}

/** One of the texts a notice has had. */
export interface NoticeVersion extends Signed {
  readonly revision: number
  readonly title: string
  readonly source: string
  readonly author: string
  readonly body: string
  readonly format: NoticeFormat
}

/** Whether anything a reader could see differs. */
export const sameText = (a: NoticeText, b: NoticeText): boolean =>
  (Object.keys(a) as (keyof NoticeText)[]).every(field => a[field] === b[field])

export const textOf = (notice: DeskNotice): NoticeText => ({
  kind: notice.kind,
  campaign: notice.campaignId,
  title: notice.title,
  source: notice.source,
  author: notice.author,
  body: notice.body,
  format: notice.format,
  corrects: notice.corrects,
  settles: notice.settles,
  posted: notice.period?.posted ?? null,
  through: notice.period?.through ?? null,
})

/** Four eyes: neither who began a notice nor who last changed it can be the second person. */
export const mayApprove = ({ createdBy, edited }: Pick<DeskNotice, 'createdBy' | 'edited'>, person: StaffId): boolean =>
  person !== createdBy && person !== edited?.id

/** The names of a list moved by one place; the same list when it cannot be moved. */
export function moved(attachments: readonly Attachment[], name: string, by: -1 | 1): readonly string[] {
  const names = attachments.map(one => one.name)
  const [from, to] = [names.indexOf(name), names.indexOf(name) + by]
  if (from < 0 || to < 0 || to >= names.length) return names
  ;[names[from], names[to]] = [names[to] as string, names[from] as string]
  return names
}
