import { safeHtml } from './markdown.ts'
import { findPersonalData, maskAll, type PersonalData } from './rules/masking.ts'
import type { NoticeFile } from './rules/notice.ts'

// The parser of HTML is large and only the desk needs it, so it is loaded when it is first asked for.
const tools = () => import('../web/notice-html.ts')
const marks = () => import('../web/notice-marks.ts')

type Body = Pick<NoticeFile, 'body' | 'format'>

/** HTML on the allow-list; null when it is too large or too deep. */
export const cleanHtml = async (html: string): Promise<string | null> => (await tools()).cleanHtml(html)

const htmlOf = ({ body, format }: Body): string => (format === 'html' ? body : safeHtml(body))

/** The words of a body, a line for every block. */
export const wordsOf = async (body: Body): Promise<string> => (await tools()).textOfHtml(htmlOf(body))

/** The body as HTML with all that looks like personal data marked. */
export const markedHtml = async (body: Body): Promise<string> => (await marks()).withMarks(htmlOf(body))

/** What looks like personal data in a body, as it is written; for Markdown also what shows only once it is set. */
export async function findsInBody(body: Body): Promise<readonly PersonalData[]> {
  const shown = (await marks()).findsInHtml(htmlOf(body))
  if (body.format === 'html') return shown
  const written = findPersonalData(body.body)
  const known = new Set(written.map(({ text }) => text))
  return [...written, ...shown.filter(({ text }) => !known.has(text))]
}

/** The body with one find hidden, by its number, or with all. One that shows only in the set Markdown is left. */
export async function maskedBody(body: Body, which: number | 'all'): Promise<string> {
  if (body.format === 'html') return (await marks()).withMasks(body.body, which)
  return maskAll(
    body.body,
    findPersonalData(body.body).filter((_find, index) => which === 'all' || which === index),
  )
}
