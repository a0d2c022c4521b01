import type { Element, ElementContent, Nodes, Parents, Root, RootContent } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { type Schema, sanitize } from 'hast-util-sanitize'
import { toHtml } from 'hast-util-to-html'
import { mostUnclosed } from './unclosed.ts'

/**
 * The HTML a notice may consist of, and how any other becomes that. The same code cleans in the editor and again on the
 * server at every save; what is stored has been through it (ASVS 1.3.1). It is loaded only where it is used.
 */

/** Signs of HTML, levels of elements within each other, and bold and its like left open at once. */
export const MOST_HTML = 1024 * 1024
export const MOST_DEPTH = 30
const MOST_UNCLOSED = 60

/** Our own stored pictures; anything else would be a request to elsewhere or a script in disguise. */
const PICTURE = /^\/pictures\/[0-9a-f]{64}\.(jpg|png|webp)$/
const SPAN = /^([2-9]|[1-9]\d)$/
const PLACES = ['className', 'center', 'right', 'left', 'indent'] as [string, ...string[]]

const SCHEMA: Schema = {
  tagNames: 'h2 h3 h4 p ul ol li table caption thead tbody tr th td strong em u s sub sup br hr blockquote a img'.split(' '),
  // What these hold is never text of a notice, so it goes with them.
  strip:
    'script style template noscript noembed noframes iframe object embed applet svg math select option textarea title head xmp plaintext audio video canvas frameset'.split(
      ' ',
    ),
  ancestors: {
    li: ['ul', 'ol'],
    caption: ['table'],
    thead: ['table'],
    tbody: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
  },
  attributes: {
    a: ['href'],
    img: [['src', PICTURE], 'alt', ['width', /^\d{1,4}$/], ['height', /^\d{1,4}$/]],
    ol: [['start', /^\d{1,3}$/]],
    p: [PLACES],
    h2: [PLACES],
    h3: [PLACES],
    h4: [PLACES],
    td: [PLACES, ['colSpan', SPAN], ['rowSpan', SPAN]],
    th: [PLACES, ['colSpan', SPAN], ['rowSpan', SPAN], ['scope', 'col', 'row', 'colgroup', 'rowgroup']],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  required: {},
  clobber: [],
  allowComments: false,
  allowDoctypes: false,
}

/** Rounds of cleaning after which the text must have come to rest. */
const ROUNDS = 6

/**
 * HTML reduced to the allow-list, or null when it is too large or too deep. Cleaning what is clean changes nothing: a
 * text whose meaning shifts each time it is parsed, as the tricks of mutation XSS do, ends as plain words.
 */
export function cleanHtml(html: string): string | null {
  if (html.length > MOST_HTML || mostUnclosed(html) > MOST_UNCLOSED) return null
  try {
    let now = html
    for (let round = 0; round < ROUNDS; round++) {
      const next = cleanedOnce(now)
      if (next === now) return next.length > MOST_HTML ? null : next
      now = next
    }
    return onlyWords(now)
  } catch (error) {
    // The parser walks elements within elements by calling itself.
    if (error instanceof RangeError) return null
    throw error
  }
}

const parse = (html: string): Root => fromHtml(html, { fragment: true })

function cleanedOnce(html: string): string {
  const tree = parse(html)
  shallow(tree, 0)
  rename(tree)
  const clean = sanitize(tree, SCHEMA) as Root
  settle(clean)
  return toHtml(clean).trim()
}

const onlyWords = (html: string): string =>
  plainLines(parse(html))
    .map(line => toHtml({ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: line }] }))
    .join('\n')

/** Elements below the deepest level allowed give up their place to their text. */
function shallow(parent: Parents, depth: number): void {
  for (const child of parent.children) {
    if (child.type !== 'element') continue
    if (depth >= MOST_DEPTH) child.children = [{ type: 'text', value: wordsOf(child) }]
    else shallow(child, depth + 1)
  }
}

const SAME: Readonly<Record<string, string>> = {
  h1: 'h2',
  h5: 'h4',
  h6: 'h4',
  b: 'strong',
  i: 'em',
  ins: 'u',
  del: 's',
  strike: 's',
  center: 'p',
  div: 'p',
  pre: 'p',
  dt: 'p',
  dd: 'p',
  address: 'p',
  tfoot: 'tbody',
}

const BLOCKS = new Set('p div h1 h2 h3 h4 h5 h6 ul ol table blockquote hr section article center pre dl dt dd address'.split(' '))
const hasBlocks = (element: Element): boolean =>
  element.children.some(child => child.type === 'element' && (BLOCKS.has(child.tagName) || hasBlocks(child)))

/** Other names for the same thing, and what Word and WPS say in styles, said in the few words we keep. */
function rename(parent: Parents): void {
  for (const child of parent.children) {
    if (child.type !== 'element') continue
    const place = placeOf(child)
    const bold = child.tagName === 'span' && /font-weight\s*:\s*(bold|[6-9]00)/i.test(styleOf(child))
    // A box around blocks is only a box; one around words is a paragraph.
    const box = (child.tagName === 'div' || child.tagName === 'center') && hasBlocks(child)
    const name = SAME[child.tagName]
    if (bold) child.tagName = 'strong'
    else if (!box && name) child.tagName = name
    if (place && !box) child.properties.className = [place]
    if (child.tagName === 'img') delete child.properties.srcSet
    rename(child)
  }
}

const styleOf = ({ properties }: Element): string => String(properties.style ?? '')

function placeOf(element: Element): string | null {
  const said =
    /text-align\s*:\s*(center|right)/i.exec(styleOf(element))?.[1] ??
    /^(center|right)$/i.exec(String(element.properties.align ?? ''))?.[1]
  return said?.toLowerCase() ?? (element.tagName === 'center' ? 'center' : null)
}

const isBlank = (node: Nodes): boolean =>
  node.type === 'text'
    ? /^[\s\u00a0\u3000]*$/.test(node.value)
    : node.type === 'element' && node.tagName !== 'img' && node.tagName !== 'hr' && node.tagName !== 'td' && node.tagName !== 'th'
      ? node.children.every(isBlank)
      : node.type === 'comment'

const INLINE = new Set('strong em u s sub sup br a img'.split(' '))
const HOLLOW = new Set('p h2 h3 h4 ul ol li table blockquote strong em u s sub sup a'.split(' '))

/** Empty leftovers go, loose words become paragraphs, links say where they may lead. */
function settle(parent: Parents): void {
  const kept = (parent.children as readonly RootContent[]).filter(
    child => !(child.type === 'element' && HOLLOW.has(child.tagName) && isBlank(child)),
  )
  for (const child of kept) {
    if (child.type !== 'element') continue
    settle(child)
    const { properties, tagName } = child
    if (Array.isArray(properties.className) && properties.className.length !== 1) delete properties.className
    if (tagName === 'a') properties.rel = ['noopener', 'noreferrer']
    if (tagName === 'td' || tagName === 'th') bare(child)
    if (tagName === 'img') properties.alt = String(properties.alt ?? '').slice(0, 200)
  }
  // A link without a target and a picture from elsewhere are no more than their words.
  const settled = kept.flatMap((child): RootContent | readonly RootContent[] => {
    if (child.type !== 'element') return child
    if (child.tagName === 'a' && !child.properties.href) return child.children
    return child.tagName === 'img' && !child.properties.src ? { type: 'text', value: String(child.properties.alt) } : child
  })
  parent.children = settled as ElementContent[]
  if (parent.type === 'root') wrapLoose(parent)
}

/** Word makes a paragraph of every cell; one alone is only the cell. */
function bare(cell: Element): void {
  const [only, ...others] = cell.children.filter(child => !isBlank(child))
  if (only?.type !== 'element' || only.tagName !== 'p' || others.length > 0) return
  cell.children = only.children
  if (only.properties.className) cell.properties.className = only.properties.className
}

/** At the top of the text there are only blocks. */
function wrapLoose(root: Root): void {
  const out: RootContent[] = []
  let loose: ElementContent[] = []
  const close = () => {
    if (!loose.every(isBlank))
      out.push({ type: 'element', tagName: 'p', properties: {}, children: loose }, { type: 'text', value: '\n' })
    loose = []
  }
  for (const child of root.children) {
    if (child.type === 'text' || (child.type === 'element' && INLINE.has(child.tagName))) loose.push(child)
    else if (child.type === 'element') {
      close()
      out.push(child, { type: 'text', value: '\n' })
    }
  }
  close()
  root.children = out
}

const LINES = new Set('p h2 h3 h4 li tr table ul ol blockquote caption hr'.split(' '))

/** The words of a text, a line for every block; cells of a row are parted by a bar. */
export const textOfHtml = (html: string): string => plainLines(parse(html)).join('\n')

function plainLines(tree: Root): readonly string[] {
  const lines: string[] = ['']
  const walk = (node: Nodes) => {
    if (node.type === 'text') lines[lines.length - 1] += node.value.replaceAll('\n', ' ')
    if (node.type !== 'element' && node.type !== 'root') return
    const name = node.type === 'element' ? node.tagName : ''
    const block = LINES.has(name)
    if (block || name === 'br') lines.push('')
    for (const child of node.children) walk(child)
    if (name === 'td' || name === 'th') lines[lines.length - 1] += ' | '
    if (block) lines.push('')
  }
  walk(tree)
  return lines.map(line => line.replace(/(\s*\|\s*)+$/, '').trim()).filter(Boolean)
}

function wordsOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(wordsOf).join('') : ''
}

/** The parsed text with what it is made of, for those who mark or replace something in it. */
export const treeOf = parse
export const htmlOf = (tree: Root): string => toHtml(tree)
