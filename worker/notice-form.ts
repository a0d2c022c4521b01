import { Refused } from './http.ts'
import { type CampaignId, campaignId, type NoticeId, noticeId } from './rules/ids.ts'
import { NOTICE_KINDS } from './rules/notice.ts'
import { NOTICE_LIMITS, type NoticeText } from './rules/notice-desk.ts'
import type { FormFlaw } from './rules/refusal.ts'
import { day, type Instant, instant } from './rules/time.ts'

/** The form of a notice as it was sent: what was typed is kept whatever is wrong with it. */
export interface NoticeForm {
  readonly text: NoticeText
  readonly revision: number
  readonly auto: boolean
  readonly flaws: readonly FormFlaw[]
}

const FIELDS = 'revision auto kind campaign title source author body format corrects settles posted through'.split(' ')

/** Bytes of a form with a whole text in it: one Chinese sign is nine signs of a form. */
export const FORM_LIMIT = 9 * 1024 * 1024

/** Exactly the fields of the form, each at most once; anything else did not come from our page. */
export function readNoticeForm(form: URLSearchParams): NoticeForm {
  for (const name of new Set(form.keys()))
    if (!FIELDS.includes(name) || form.getAll(name).length > 1) throw new Refused({ code: 'body-malformed', where: name })
  const value = (name: string): string => form.get(name) ?? ''
  const kind = NOTICE_KINDS.find(one => one === value('kind'))
  const format = (['markdown', 'html'] as const).find(one => one === (value('format') || 'markdown'))
  if (!kind) throw new Refused({ code: 'body-malformed', where: 'kind' })
  if (!format) throw new Refused({ code: 'body-malformed', where: 'format' })
  const period = kind === 'publicity'
  const text: NoticeText = {
    kind,
    format,
    campaign: idIn<CampaignId>(form, 'campaign', campaignId),
    title: line(value('title')),
    source: line(value('source')),
    author: line(value('author')),
    body: value('body').replaceAll('\r\n', '\n'),
    corrects: kind === 'correction' ? idIn<NoticeId>(form, 'corrects', noticeId) : null,
    settles: kind === 'result' ? idIn<NoticeId>(form, 'settles', noticeId) : null,
    posted: period ? day(value('posted')) : null,
    through: period ? day(value('through')) : null,
  }
  return { text, revision: wholeIn(form, 'revision'), auto: value('auto') === '1', flaws: flawsOf(text) }
}

const line = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function idIn<T extends string>(form: URLSearchParams, name: string, parse: (text: string) => T | null): T | null {
  const text = form.get(name)
  if (!text) return null
  const id = parse(text)
  if (id === null) throw new Refused({ code: 'body-malformed', where: name })
  return id
}

/** A revision, or 0. */
export function wholeIn(form: URLSearchParams, name: string): number {
  const text = form.get(name) ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

/** What keeps a draft from being stored at all; what keeps it from being published is another question. */
function flawsOf({ kind, title, source, author, body, format, posted, through }: NoticeText): readonly FormFlaw[] {
  const flaws: FormFlaw[] = []
  const most = (field: 'title' | 'source' | 'author', text: string) => {
    if (text.length > NOTICE_LIMITS[field])
      flaws.push({ field, says: `最多 ${NOTICE_LIMITS[field]} 个字，现在 ${text.length} 个。` })
  }
  if (title === '') flaws.push({ field: 'title', says: '请填写标题。' })
  most('title', title)
  most('source', source)
  most('author', author)
  if (body.length > NOTICE_LIMITS[format]) flaws.push({ field: 'body', says: '正文太长，请分成几份或放进附件。' })
  if (kind === 'publicity' && posted === null) flaws.push({ field: 'posted', says: '请填写张贴日。' })
  if (kind === 'publicity' && through === null) flaws.push({ field: 'through', says: '请填写公示的最后一天。' })
  if (posted !== null && through !== null && through <= posted)
    flaws.push({ field: 'through', says: '公示的最后一天必须晚于张贴日，张贴当天不计入。' })
  return flaws
}

/** A moment as `datetime-local` sends it, by the clock of Asia/Shanghai; null when it is none. */
export function momentIn(text: string): Instant | null {
  const [, written = '', time = ''] = /^(\d{4}-\d{2}-\d{2})T([01]\d:[0-5]\d|2[0-3]:[0-5]\d)(?::00)?$/.exec(text) ?? []
  return day(written) ? instant(Date.parse(`${written}T${time}:00+08:00`)) : null
}
