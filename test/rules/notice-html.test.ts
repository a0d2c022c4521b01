import fc from 'fast-check'
import type { Nodes } from 'hast'
import { expect, test } from 'vitest'
import { cleanHtml, MOST_HTML, textOfHtml, treeOf } from '../../web/notice-html.ts'
import { PAYLOADS } from '../support/payloads.ts'

const TAGS = new Set(
  'h2 h3 h4 p ul ol li table caption thead tbody tr th td strong em u s sub sup br hr blockquote a img'.split(' '),
)

/** Everything in a text that the allow-list does not have, as a browser would parse it; written apart from the cleaning. */
function strangers(html: string): readonly string[] {
  const found: string[] = []
  const walk = (node: Nodes) => {
    if (node.type === 'comment' || node.type === 'doctype') found.push(node.type)
    if (node.type === 'element') {
      if (!TAGS.has(node.tagName)) found.push(node.tagName)
      for (const [name, value] of Object.entries(node.properties)) {
        const good =
          (name === 'className' && /^(center|right|left|indent)$/.test(String(value))) ||
          (name === 'href' && /^(https?:|mailto:|[^:]*$|[/?#])/i.test(String(value))) ||
          (name === 'rel' && String(value) === 'noopener,noreferrer') ||
          (name === 'src' && /^\/pictures\/[0-9a-f]{64}\.(jpg|png|webp)$/.test(String(value))) ||
          (['colSpan', 'rowSpan', 'width', 'height', 'start'].includes(name) && /^\d{1,4}$/.test(String(value))) ||
          (name === 'scope' && /^(col|row)(group)?$/.test(String(value))) ||
          (name === 'alt' && node.tagName === 'img')
        if (!good) found.push(`${node.tagName} ${name}=${value}`)
      }
    }
    if ('children' in node) node.children.forEach(walk)
  }
  walk(treeOf(html))
  return found
}

test('T19: of no attack is anything left but words, links and tables, and cleaning again changes nothing', () => {
  expect(PAYLOADS.length).toBeGreaterThan(60)
  for (const payload of PAYLOADS) {
    const clean = cleanHtml(payload) ?? ''
    expect([payload, strangers(clean), cleanHtml(clean)]).toEqual([payload, [], clean])
  }
})

const names = fc.constantFrom(
  ...'p div b i a img table tr td th caption ul ol li svg math mtext mglyph style script title template noscript select option form button textarea iframe h1 h2 span font br hr blockquote foreignObject annotation-xml desc xmp plaintext'.split(
    ' ',
  ),
)
const attributes = fc.constantFrom(
  '',
  ' href="javascript:alert(1)"',
  ' href=https://example.cn',
  ' onclick=alert(1)',
  ' style="text-align:center"',
  ' src=x',
  ' class="center x"',
  ' colspan=3',
  ' title="</style><img src onerror=alert(1)>"',
  ' id=a',
)
const pieces = fc.oneof(
  fc.tuple(names, attributes).map(([name, attribute]) => `<${name}${attribute}>`),
  names.map(name => `</${name}>`),
  fc.constantFrom('甲', ' ', '&lt;', '<!--', '-->', '<![CDATA[', ']]>', '&#0;', '<', '"', '公示', '\n'),
  fc.constantFrom(...PAYLOADS),
)
const soup = fc.array(pieces, { maxLength: 30 }).map(parts => parts.join(''))

test('T19: whatever is thrown together, what comes out is on the allow-list and stays as it is when cleaned again', () => {
  fc.assert(
    fc.property(soup, html => {
      const clean = cleanHtml(html) ?? ''
      expect([strangers(clean), cleanHtml(clean)]).toEqual([[], clean])
    }),
    { seed: 19, numRuns: 3000 },
  )
})

test('what Word and WPS put on the clipboard becomes a plain text in the few words we keep', () => {
  const word = `<html><head><style>p.MsoNormal{mso-x:1}</style></head><body lang=ZH-CN><!--StartFragment-->
<h1 style='text-align:center'>一、推荐名额</h1><p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US style='font-family:仿宋'>各单位<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p align=right><span style="font-weight:bold">市委组织部</span></p>
<table border=1 style='border:none'><tr><td width=120 colspan=2 valign=top><p>单位</p></td></tr><tr><td>甲</td><td>9</td></tr></table><!--EndFragment--></body></html>`
  expect(cleanHtml(word)).toBe(
    [
      '<h2 class="center">一、推荐名额</h2>',
      '<p>各单位</p>',
      '<p class="right"><strong>市委组织部</strong></p>',
      '<table><tbody><tr><td colspan="2">单位</td></tr><tr><td>甲</td><td>9</td></tr></tbody></table>',
    ].join('\n'),
  )
})

test('the words of a text are its lines, a row of a table one of them', () => {
  expect(
    textOfHtml('<h2>名额</h2><p>甲<br>乙<strong>丙</strong></p><table><tbody><tr><td>东城区</td><td>9</td></tr></tbody></table>'),
  ).toBe('名额\n甲\n乙丙\n东城区 | 9')
})

test('what is too large, too deep or left open by the thousand is refused before it costs anything', () => {
  expect([
    cleanHtml('甲'.repeat(MOST_HTML + 1)),
    cleanHtml(Array.from({ length: 9000 }, (_, i) => `<b id=${i}><p>`).join('')),
    cleanHtml('<font>'.repeat(100_000)),
  ]).toEqual([null, null, null])
  const deep = cleanHtml(`${'<blockquote>'.repeat(400)}甲${'</blockquote>'.repeat(400)}`) ?? ''
  expect([deep.split('<blockquote>').length <= 32, textOfHtml(deep)]).toEqual([true, '甲'])
})
