import { micromark } from 'micromark'
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table'

/**
 * A notice's Markdown as HTML. micromark with its defaults escapes raw HTML and drops links that are neither http(s),
 * mailto, xmpp nor irc, so what comes out is safe to put into a page; a test holds it to a corpus of attacks.
 */
export function safeHtml(markdown: string): string {
  const html = micromark(markdown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] })
  // The page has its own h1; wide tables scroll by themselves on a phone.
  return html
    .replaceAll(/<(\/?)h1>/g, '<$1h2>')
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
}
