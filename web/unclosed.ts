/** Elements that a parser opens anew in every block that follows while nobody closes them (HTML 13.2.6.4.7). */
const CARRIED = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '))

/**
 * How many such elements stand open at once, at the most. A few kilobytes with thousands of them would become gigabytes
 * of elements, so this is counted before anything is parsed, in one pass.
 */
export function mostUnclosed(html: string): number {
  const tag = /<(\/?)([a-z][a-z0-9]*)/iy
  let [open, most] = [0, 0]
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    tag.lastIndex = at
    const [, closing, name = ''] = tag.exec(html) ?? []
    if (html.startsWith('<!--', at)) at = endOf(html, '-->', at)
    else if (name === '') at += 1
    else {
      if (CARRIED.has(name.toLowerCase())) open = Math.max(0, open + (closing ? -1 : 1))
      most = Math.max(most, open)
      at = endOfTag(html, tag.lastIndex)
    }
  }
  return most
}

function endOf(html: string, sign: string, from: number): number {
  const at = html.indexOf(sign, from)
  return at < 0 ? html.length : at + sign.length
}

/** Past the bracket that ends the tag; one within quotes does not. */
function endOfTag(html: string, from: number): number {
  for (let at = from; at < html.length; at++) {
    const sign = html[at]
    if (sign === '>') return at + 1
    if (sign === '"' || sign === "'") at = endOf(html, sign, at + 1) - 1
  }
  return html.length
}
