import { publicityOf } from '../db/publicity.ts'
import type { Deps } from './deps.ts'
import { findsInBody, wordsOf } from './html.ts'
import { calendarNow } from './reads.ts'
import { findPersonalData, type PersonalData } from './rules/masking.ts'
import type { DeskNotice } from './rules/notice-desk.ts'
import { publishFlaws } from './rules/publishing.ts'
import type { Instant } from './rules/time.ts'

/** Where something was found: in a field of the notice, or in the name of a file. */
export interface Find extends PersonalData {
  /** 'title', 'source', 'author', 'body', or 'file:' and its name. */
  readonly where: string
  /** Its number among those of the same place. */
  readonly index: number
}

export interface NoticeCheck {
  readonly flaws: readonly string[]
  readonly finds: readonly Find[]
}

/** Everything that stands between a notice and its readers, by one reading of it. */
export async function checkNotice(deps: Deps, notice: DeskNotice, at: Instant): Promise<NoticeCheck> {
  const [calendar, words, body, answered] = await Promise.all([
    calendarNow(deps),
    wordsOf(notice),
    findsInBody(notice),
    notice.kind === 'publicity' ? publicityOf(deps.db, notice.id).then(({ uncountedYear }) => uncountedYear) : null,
  ])
  const known = publicOf(notice)
  const placed = (where: string, finds: readonly PersonalData[]): readonly Find[] =>
    finds.map((find, index) => ({ ...find, where, index })).filter(({ text }) => !known.has(text))
  return {
    flaws: publishFlaws(notice, { calendar, at, hasWords: words !== '', answered }),
    finds: [
      ...(['title', 'source', 'author'] as const).flatMap(field => placed(field, findPersonalData(notice[field]))),
      ...placed('body', body),
      ...notice.attachments.flatMap(({ name }) => placed(`file:${name}`, findPersonalData(name))),
    ],
  }
}

/** What the campaign gives as its contact is meant for everybody. */
const publicOf = ({ campaign }: DeskNotice): ReadonlySet<string> =>
  new Set(campaign ? [campaign.contact.email, campaign.contact.phone].filter(Boolean) : [])
