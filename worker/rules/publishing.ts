import { PUBLICITY_DAYS } from './notice.ts'
import type { DeskNotice } from './notice-desk.ts'
import { publicityFlaws, uncountedYear } from './publicity.ts'
import { dayOf, type Instant } from './time.ts'
import type { Calendar } from './working-days.ts'

export interface PublishingTerms {
  readonly calendar: Calendar
  /** When readers will first see it. */
  readonly at: Instant
  /** Whether there are words in its text; Markdown and HTML can be long and say nothing. */
  readonly hasWords: boolean
  /** The year without an official calendar for whose days the organizer answers (the page of the 公示). */
  readonly answered?: string | null
}

/** Why a notice cannot be published yet, each in a sentence that says what to do; empty when it can. */
export function publishFlaws(
  notice: DeskNotice,
  { calendar, at, hasWords, answered = null }: PublishingTerms,
): readonly string[] {
  const { title, source, kind, corrects, period, terms } = notice
  const flaws: string[] = []
  if (title.trim() === '') flaws.push('请填写标题。')
  if (source.trim() === '') flaws.push('请填写来源（发布单位）。')
  if (!hasWords) flaws.push('请填写正文。')
  // Nothing of a draft campaign is public, so a notice of one would be out and yet open to nobody.
  if (notice.campaign?.published === false)
    flaws.push(`所属活动“${notice.campaign.shortTitle}”还没有公开，读者打不开它的公告。请先公开活动，或改成不属于任何活动。`)
  if (kind === 'correction' && corrects === null) flaws.push('请选择这份更正所更正的公告。')
  if (kind === 'publicity' && period === null) flaws.push('请填写公示期。')
  if (kind === 'publicity' && period) {
    const asked = { minimum: terms?.publicityDays ?? PUBLICITY_DAYS, calendar, published: dayOf(at) }
    flaws.push(...publicityFlaws(period, { ...asked, uncounted: answered !== null && uncountedYear(period, asked) === answered }))
  }
  if (terms?.fourEyes && !isApproved(notice)) flaws.push('本活动的公告须由另一位同事审核同意后发布。')
  return flaws
}

/** Approval holds for the very revision that was read; every edit takes it away (save-notice). */
export const isApproved = ({ approved, createdBy, edited }: Pick<DeskNotice, 'approved' | 'createdBy' | 'edited'>): boolean =>
  approved !== null && approved.id !== createdBy && approved.id !== edited?.id
