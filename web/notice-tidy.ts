import type { Element, ElementContent, Root } from 'hast'
import { cleanHtml, htmlOf, treeOf } from './notice-html.ts'

// What an official document says by its look, said once more in headings and places. Only when something is brought in;
// from then on the writer's own hand decides.

export interface Tidied {
  readonly html: string
  /** The title at its head, taken out of the text; null when none stood there. */
  readonly title: string | null
}

/** A text that was brought in, cleaned and put in order; null when it is too large. */
export function tidied(html: string): Tidied | null {
  const clean = cleanHtml(html)
  if (clean === null) return null
  const tree = treeOf(clean)
  const title = takeTitle(tree)
  const blocks = tree.children.filter(child => child.type === 'element')
  for (const block of blocks) {
    trimStart(block)
    if (block.tagName === 'p') setHeading(block)
    if (block.tagName === 'table') setHead(block)
  }
  setSalutation(blocks)
  setSignature(blocks)
  return { html: cleanHtml(htmlOf(tree)) ?? '', title }
}

const wordsOf = (node: ElementContent | Root): string =>
  node.type === 'text'
    ? node.value
    : 'children' in node
      ? node.children.map(child => wordsOf(child as ElementContent)).join('')
      : ''

const TITLE = /^关于.{2,80}(通知|公示|公告|通报|决定|意见|方案|名单|更正)$/

/** 关于…的通知 at the head, also where it was broken over two or three lines. */
function takeTitle(tree: Root): string | null {
  const blocks = tree.children.filter(child => child.type === 'element').slice(0, 8)
  for (let from = 0; from < Math.min(blocks.length, 6); from++)
    for (let count = 1; count <= 3; count++) {
      const part = blocks.slice(from, from + count)
      const text = part.map(wordsOf).join('').replaceAll(/\s/g, '')
      if (part.length < count || !TITLE.test(text) || part.some(({ tagName }) => !/^(p|h\d)$/.test(tagName))) continue
      tree.children = tree.children.filter(child => !part.includes(child as Element))
      return text
    }
  return null
}

/** Indents made of wide blanks: the page indents by itself. */
function trimStart(block: Element): void {
  const first = block.children[0]
  if (first?.type === 'text') first.value = first.value.replace(/^[\s\u00a0\u3000]+/, '')
  else if (first?.type === 'element') trimStart(first)
}

/** GB/T 9704: 一、 then （一）; 1. and （1） begin paragraphs, not headings. Short, and no sentence. */
function setHeading(block: Element): void {
  const text = wordsOf(block).trim()
  if (text.length > 32 || /[。；：！？，]$/.test(text)) return
  if (/^[一二三四五六七八九十]{1,3}、/.test(text)) block.tagName = 'h2'
  else if (/^[（(][一二三四五六七八九十]{1,3}[）)]/.test(text)) block.tagName = 'h3'
  else if (/^附件\s*\d{0,2}\s*[:：]?$/.test(text)) block.tagName = 'h3'
}

/** 各党支部： stands at the margin; who issues it and its number stand above it in the middle. */
function setSalutation(blocks: readonly Element[]): void {
  const head = blocks.slice(0, 5)
  const at = head.findIndex(block => block.tagName === 'p' && /^[^。]{2,160}[:：]$/.test(wordsOf(block).trim()))
  for (const [i, block] of head.slice(0, at + 1).entries())
    if (block.tagName === 'p' && !block.properties.className) block.properties.className = [i === at ? 'left' : 'center']
}

const DATE = /^[二〇○零一二三四五六七八九十\d]{4}\s*年\s*[一二三四五六七八九十\d]{1,3}\s*月\s*[一二三四五六七八九十\d]{1,3}\s*日$/

/** Who signs, and the date below it, at the right; wherever a date stands alone, since attachments may follow. */
function setSignature(blocks: readonly Element[]): void {
  blocks.forEach((block, i) => {
    if (block.tagName !== 'p' || i < 2 || !DATE.test(wordsOf(block).trim())) return
    block.properties.className = ['right']
    for (let at = i - 1; at >= i - 3; at--) {
      const signer = blocks[at]
      if (signer?.tagName !== 'p' || !/^[^。；，：:、\d]{4,30}$/.test(wordsOf(signer).trim())) return
      signer.properties.className = ['right']
    }
  })
}

/** The first full row of a table names its columns. */
function setHead(table: Element): void {
  const rows = rowsOf(table)
  const cells = (row: Element) => row.children.filter(child => child.type === 'element')
  if (rows.length < 2 || rows.some(row => cells(row).some(({ tagName }) => tagName === 'th'))) return
  const [first] = rows
  const head = first ? cells(first) : []
  if (head.length < 2 || head.some(cell => wordsOf(cell).trim() === '' || cell.properties.colSpan)) return
  for (const cell of head) {
    cell.tagName = 'th'
    cell.properties.scope = 'col'
  }
}

const rowsOf = (node: Element): readonly Element[] =>
  node.children.flatMap(child => (child.type !== 'element' ? [] : child.tagName === 'tr' ? [child] : rowsOf(child)))

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Plain words as paragraphs and tables. Lines that were broken by a PDF or a scan are put together again. */
export function htmlOfPlainText(text: string): string {
  const lines = text
    .replaceAll(/\r\n?/g, '\n')
    // What other programs leave behind of their own marks.
    .replaceAll(/<\/?(p|br|span|div)\b[^>\n]*>|\[bookmark: [^\]\n]*\]/gi, ' ')
    .split('\n')
    .map(line => line.replaceAll(/[\u00a0\u3000]+/g, ' ').replace(/^\s+|[ \r]+$/g, ''))
    .filter(Boolean)
  const out: string[] = []
  for (let at = 0; at < lines.length; ) {
    let end = at
    while (lines[end]?.includes('\t')) end += 1
    if (end - at > 1) out.push(tableOf(lines.slice(at, end)))
    if (end - at > 1) at = end
    else {
      let stop = at + 1
      while (stop < lines.length && !(lines[stop]?.includes('\t') && lines[stop + 1]?.includes('\t'))) stop += 1
      out.push(...joined(lines.slice(at, stop)).map(line => `<p>${escaped(line)}</p>`))
      at = stop
    }
  }
  return out.join('\n')
}

/** Rows whose cells are parted by tabs, as a spreadsheet puts them on the clipboard. */
function tableOf(rows: readonly string[]): string {
  const cells = rows.map(row => row.split('\t').map(cell => cell.trim()))
  const width = Math.max(...cells.map(row => row.length))
  const lineOf = (row: readonly string[]) =>
    `<tr>${Array.from({ length: width }, (_, i) => `<td>${escaped(row[i] ?? '')}</td>`).join('')}</tr>`
  return `<table>${cells.map(lineOf).join('')}</table>`
}

const BEGINS =
  /^([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十]|附件|关于|[—-])/
const HEADING = /^([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])/
const CLOSES = /([。！？：；:;]|通知|公示|公告|通报|决定|方案|名单|更正|文件)$/
const LONG = 20

/** A long line that ends in the middle of a sentence goes on in the next, unless that begins something of its own. */
function joined(lines: readonly string[]): readonly string[] {
  const long = lines.map(({ length }) => length).filter(length => length >= LONG)
  const usual = long.sort((a, b) => a - b)[Math.floor(long.length / 2)] ?? 0
  const out: string[] = []
  let goesOn = false
  for (const written of lines) {
    const line = written.length >= LONG ? withoutGaps(written) : written.replaceAll('\t', ' ')
    const whole = line.length >= LONG / 2 || /[。：；！？，、]$/.test(line)
    if (goesOn && whole && !BEGINS.test(line) && !DATE.test(line))
      out[out.length - 1] += gap(out[out.length - 1] ?? '', line) + line
    else out.push(line)
    goesOn =
      !CLOSES.test(line) && !(HEADING.test(line) && line.length <= 32) && line.length >= Math.max(LONG, Math.min(usual, 30) * 0.8)
  }
  return out
}

const HAN = '[\\u4e00-\\u9fff，、；：。“”]'
const GAP = new RegExp(`(${HAN}) {1,2}(?=${HAN})`, 'g')

/** Blanks that a scan put between the signs of a sentence. */
const withoutGaps = (line: string): string => line.replaceAll(GAP, '$1')

/** A blank only between Latin words. */
const gap = (before: string, after: string): string => (/[A-Za-z]$/.test(before) && /^[A-Za-z]/.test(after) ? ' ' : '')
