import { micromark } from 'micromark'
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table'
import type { NoticeFormat } from './rules/notice.ts'

/**
 * A notice's Markdown as HTML. micromark with its defaults escapes raw HTML and drops links that are neither http(s),
 * mailto, xmpp nor irc, so what comes out is safe to put into a page; a test holds it to a corpus of attacks.
 */
export function safeHtml(markdown: string): string {
  const html = micromark(markdown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] })
  // The page has its own h1. A picture from elsewhere would be a request to elsewhere: its words stay.
  return asLetter(html)
    .replaceAll(/<(\/?)h1>/g, '<$1h2>')
    .replaceAll(/<img src="(?!\/pictures\/[0-9a-f]{64}\.(?:jpg|png|webp)")[^"]*" alt="([^"]*)"[^>]*>/g, '$1')
}

/** The name of a body that issues notices, or a day, alone on a line. */
const SIGNATURE =
  '(?:[^\\s<\\x00-\\x7f，。；：！？、（）]{1,29}[委部局会厅办院处组司心盟府校社室科队站团党所]|\\d{4}年\\d{1,2}月\\d{1,2}日)'
const CLOSING = new RegExp(`(?:\\n<p>${SIGNATURE}(?:<br />\\n${SIGNATURE})*</p>)+\\s*$`)

/** As official letters are set: whom it is to begins at the edge, who signed it stands at the right. */
const asLetter = (html: string): string =>
  html
    .replace(/^<p>(?=[^<]*：<\/p>)/, '<p class="left">')
    .replace(CLOSING, closing => closing.replaceAll('<p>', '<p class="right">'))

/** The body of a notice as it stands on pages: HTML was cleaned when it was saved. */
export function bodyHtml({ body, format }: { readonly body: string; readonly format: NoticeFormat }): string {
  let tables = 0
  // Wide tables scroll by themselves on a phone, by finger and by key; whoever hears the page is told what scrolls.
  return (format === 'html' ? body : safeHtml(body))
    .replaceAll('<table>', () => {
      tables += 1
      return `<div class="table" role="region" aria-label="表格 ${tables}，可左右滑动" tabindex="0"><table>`
    })
    .replaceAll('</table>', '</table></div>')
}
