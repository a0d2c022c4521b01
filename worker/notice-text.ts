import { paths } from '../web/paths.ts'
import { isoMoment } from '../web/text/dates.ts'
import { NOTICE } from '../web/text/terms.ts'
import { sha256 } from './rules/hash.ts'
import type { NoticeId } from './rules/ids.ts'
import type { DeskNotice } from './rules/notice-desk.ts'

/** A notice that is out, as far as its text goes. */
type Told = Pick<DeskNotice, 'kind' | 'title' | 'source' | 'author' | 'publishAt' | 'corrects' | 'attachments' | 'body'>

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/**
 * The text of a notice in one spelling, so that everybody who has it comes to the same hash: what a correction enters in the
 * log of its campaign. Its files stand in it by their hashes. What is out is never changed, so neither is this.
 */
export function noticeText({ kind, title, source, author, publishAt, corrects, attachments, body }: Told): string {
  const lines = [
    `类别：${NOTICE[kind]}`,
    `标题：${inOneLine(title)}`,
    `来源：${inOneLine(source)}`,
    ...(author ? [`作者：${inOneLine(author)}`] : []),
    ...(publishAt === null ? [] : [`发布时间：${isoMoment(publishAt)}`]),
    ...(corrects ? [`更正：${paths.notice(corrects)}`] : []),
    ...attachments.map(({ name, object }) => `附件：${inOneLine(name)} ${object.slice(object.indexOf('/') + 1)}`),
  ]
  return `${lines.join('\n')}\n\n${body}\n`
}

/** What the log says of a correction: its address here, and the SHA-256 of its text in hexadecimal. */
export const correctionOf = (id: NoticeId, notice: Told): { readonly notice: string; readonly hash: string } => ({
  notice: paths.notice(id),
  hash: sha256(noticeText(notice)).toString('hex'),
})
