import type { ElementContent, Nodes, Parents, Text } from 'hast'
import { findPersonalData, type PersonalData } from '../worker/rules/masking.ts'
import { htmlOf, treeOf } from './notice-html.ts'

// Personal data in the HTML of a notice: found across bold and links, shown in place, hidden in place.

/** A text node and the element it stands in. */
interface Piece {
  readonly node: Text
  readonly parent: Parents
}

const INLINE = new Set('strong em u s sub sup a mark'.split(' '))

/** The text nodes that read as one line: whatever is not parted by a block, a cell or a break. */
function linesIn(tree: Parents): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]]
  const walk = (node: Nodes, parent: Parents) => {
    if (node.type === 'text') lines.at(-1)?.push({ node, parent })
    if (!('children' in node)) return
    const apart = node.type === 'element' && !INLINE.has(node.tagName)
    if (apart) lines.push([])
    for (const child of node.children) walk(child, node)
    if (apart) lines.push([])
  }
  walk(tree, tree)
  return lines.filter(line => line.length > 0)
}

const textOf = (line: readonly Piece[]): string => line.map(({ node }) => node.value).join('')

/** Everything found in a body, in order. Its place is its number in this list. */
export const findsInHtml = (html: string): readonly PersonalData[] =>
  linesIn(treeOf(html)).flatMap(line => findPersonalData(textOf(line)))

/** Puts something else in the place of chosen finds: once for each piece of text that a find lies in. */
function replaceFinds(
  html: string,
  write: (
    find: PersonalData,
    part: string,
    place: { readonly index: number; readonly first: boolean },
  ) => readonly ElementContent[],
): string {
  const tree = treeOf(html)
  let index = -1
  for (const line of linesIn(tree)) {
    const finds = findPersonalData(textOf(line)).map(find => {
      index += 1
      return { find, index }
    })
    let start = 0
    for (const { node, parent } of line) {
      const end = start + node.value.length
      const parts: ElementContent[] = []
      let at = start
      for (const { find, index } of finds.filter(({ find }) => find.from < end && find.to > start)) {
        const [from, to] = [Math.max(find.from, start), Math.min(find.to, end)]
        parts.push({ type: 'text', value: node.value.slice(at - start, from - start) })
        parts.push(...write(find, node.value.slice(from - start, to - start), { index, first: find.from >= start }))
        at = to
      }
      if (parts.length > 0) {
        parts.push({ type: 'text', value: node.value.slice(at - start) })
        parent.children.splice(parent.children.indexOf(node as never), 1, ...(parts as never[]))
      }
      start = end
    }
  }
  return htmlOf(tree)
}

/** The body with every find marked, for the eye; never stored. */
export const withMarks = (html: string): string =>
  replaceFinds(html, (_find, part) => [
    { type: 'element', tagName: 'mark', properties: { className: ['find'] }, children: [{ type: 'text', value: part }] },
  ])

/** The body with one find hidden, or with all. */
export const withMasks = (html: string, which: number | 'all'): string =>
  replaceFinds(html, (find, part, { index, first }) => [
    { type: 'text', value: which !== 'all' && which !== index ? part : first ? find.masked : '' },
  ])
