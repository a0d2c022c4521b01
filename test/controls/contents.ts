import { type Control, inFile, swap } from './control.ts'

const config = inFile('rules', 'test/config.test.ts')
const csv = inFile('rules', 'test/rules/csv.test.ts')
const fileKind = inFile('rules', 'test/rules/file-kind.test.ts')
const noticeHtml = inFile('rules', 'test/rules/notice-html.test.ts')
const paper = inFile('rules', 'test/rules/paper.test.ts')
const words = inFile('rules', 'test/words.test.ts')
const edge = inFile('worker', 'test/worker/edge.test.ts')
const nomineePhotos = inFile('worker', 'test/worker/nominee-photos.test.ts')
const notices = inFile('worker', 'test/worker/notices.test.ts')

/** What people write, send and take away runs nothing, says nothing of itself, and begs for nothing. */
export const CONTENTS: readonly Control[] = [
  {
    threat: 'T19',
    name: 'allow-list',
    says: 'a link of a notice may run a script',
    edits: [
      swap(
        'web/notice-html.ts',
        "protocols: { href: ['http', 'https', 'mailto'] }",
        "protocols: { href: ['http', 'https', 'mailto', 'javascript'] }",
      ),
    ],
    seenBy: [
      noticeHtml('T19: of no attack is anything left but words, links and tables, and cleaning again changes nothing'),
      noticeHtml('T19: whatever is thrown together, what comes out is on the allow-list and stays as it is when cleaned again'),
    ],
  },
  {
    threat: 'T19',
    name: 'cleaned-at-save',
    says: 'what the editor sends is stored as it comes',
    edits: [swap('worker/html.ts', '(await tools()).cleanHtml(html)', '(await tools()) && html')],
    seenBy: [notices('HTML is cleaned by the server whatever the browser sent, and shown as it was stored')],
  },
  {
    threat: 'T19',
    name: 'policy',
    says: 'the policy of a page lets inline scripts run',
    edits: [
      swap('worker/headers.ts', "`script-src 'self' ${assets.bootHash}", "`script-src 'self' 'unsafe-inline' ${assets.bootHash}"),
    ],
    seenBy: [
      edge('every answer carries the strict headers, every page those for pages and the policy'),
      config(
        'the policy names no other host unless Turnstile or share cards are on, and allows nothing inline but what was hashed',
      ),
    ],
  },
  {
    threat: 'T20',
    name: 'two-at-once',
    says: 'a file that is a picture and a page at once is a picture',
    edits: [
      swap(
        'worker/rules/file-kind.ts',
        'return found !== null && looksLikeMarkup(bytes) ? null : found',
        'return found !== null && looksLikeMarkup(bytes) ? found : found',
      ),
    ],
    seenBy: [fileKind('T20: what is no such file, two things at once, a bomb or a macro is refused')],
  },
  {
    threat: 'T20',
    name: 'download',
    says: 'an attachment may be shown as a page',
    edits: [
      swap('worker/routes/files.ts', "'content-disposition': `attachment; filename", "'content-disposition': `inline; filename"),
    ],
    seenBy: [
      notices(
        'attachments: kept by their bytes, served to be saved and never shown, moved, removed, and closed to the public while a draft',
      ),
    ],
  },
  {
    threat: 'T20',
    name: 'place-of-photo',
    says: 'a photo says where it was taken',
    edits: [
      swap(
        'worker/rules/picture-jpeg.ts',
        '  if (marker === APP2 && textAt(body, 0, ICC.length) === ICC) return [whole]\n  return []',
        '  return marker === 0 ? [] : [whole]',
      ),
    ],
    seenBy: [
      nomineePhotos(
        'T20: a picture from a form without script is kept clean: nothing of place, comment or archive is in what readers get',
      ),
    ],
  },
  {
    threat: 'T30',
    name: 'csv-formula',
    says: 'a text of a CSV may begin a formula',
    edits: [
      swap('worker/rules/csv.ts', "(couldStartFormula(text) ? `'${text}` : text)", '(couldStartFormula(text) ? text : text)'),
    ],
    seenBy: [
      csv('T30: no text of a table can start a formula, however its first sign is written or hidden'),
      csv('T30: any table comes back through another reader cell for cell, and no cell of it begins like a formula'),
    ],
  },
  {
    threat: 'T30',
    name: 'xlsx-text',
    says: 'a text of a workbook is no text cell',
    edits: [
      swap(
        'worker/paper-xlsx.ts',
        'return literal(writable(cell)) || null',
        "return (cell.startsWith('=') ? ({ formula: cell.slice(1) } as never) : literal(writable(cell))) || null",
      ),
    ],
    seenBy: [
      paper('T30: whatever a text begins with, in a workbook it is a cell of text with that very text, and no cell is a formula'),
    ],
  },
  {
    threat: 'T34',
    name: 'no-begging',
    says: 'a page asks its readers to share',
    edits: [swap('web/text/share.ts', '活动安排、候选对象事迹和公告见', '快来帮我投一票，分享到朋友圈：')],
    seenBy: [
      words('T34: no sentence a reader can see begs for shares, follows or votes, pays for them, or pretends to be the system'),
      words('T34: what a reader is given to send along says what there is to read and asks for nothing'),
    ],
  },
]
