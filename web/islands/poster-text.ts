/** Signs that may not begin a line (GB/T 15834), and signs that may not end one. */
const NOT_FIRST = /^[，。、；：！？）》」』”’…—·,.;:!?)\]}%]/
const NOT_LAST = /[（《「『“‘([{]$/

/** Pieces between which a line may break: every Chinese sign, but no word or number in Latin letters. */
const piecesOf = (text: string): readonly string[] => text.match(/[A-Za-z0-9@._%+-]+|\s+|[\s\S]/gu) ?? []

/** Breaks a text into lines no wider than `width`; a piece that is wider by itself is broken between signs. */
export function wrapped(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text.trim()).flatMap(one => (measure(one) > width ? [...one] : [one]))) {
    if (line === '' || measure(line + piece) <= width) line = (line + piece).replace(/^\s+/, '')
    else if (NOT_FIRST.test(piece) || NOT_LAST.test(line)) {
      // The last sign of the line goes down with what may not stand alone.
      const signs = [...line]
      const last = signs.pop() ?? ''
      if (signs.length > 0) lines.push(signs.join(''))
      line = last + piece
    } else {
      lines.push(line.trimEnd())
      line = piece.trimStart()
    }
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}

export interface Fitted {
  readonly size: number
  readonly lines: readonly string[]
}

export interface Room {
  readonly width: number
  readonly lines: number
  readonly most: number
  readonly least: number
  /** Lines about as long as each other, for what stands centred. */
  readonly even?: boolean
}

/** As many lines, as narrow as they can be: no last line of one lonely sign. */
function evened(
  text: string,
  { width, lines }: { width: number; lines: number },
  measure: (text: string) => number,
): readonly string[] {
  let best = wrapped(text, width, measure)
  for (let narrow = width * 0.97; narrow > width / 3; narrow *= 0.97) {
    const broken = wrapped(text, narrow, measure)
    if (broken.length > lines) break
    best = broken
  }
  return best
}

/**
 * The largest size between `most` and `least` at which a text takes no more than so many lines; when even the least
 * does not do, the text is cut and says so.
 */
export function fitted(
  text: string,
  { width, lines, most, least, even = false }: Room,
  measureAt: (size: number) => (text: string) => number,
): Fitted {
  for (let size = most; size > least; size -= 2) {
    const broken = wrapped(text, width, measureAt(size))
    if (broken.length <= lines)
      return { size, lines: even ? evened(text, { width, lines: broken.length }, measureAt(size)) : broken }
  }
  const measure = measureAt(least)
  const broken = wrapped(text, width, measure)
  if (broken.length <= lines) return { size: least, lines: broken }
  const last = [...(broken[lines - 1] ?? '')]
  while (last.length > 0 && measure(`${last.join('')}……`) > width) last.pop()
  return { size: least, lines: [...broken.slice(0, lines - 1), `${last.join('')}……`] }
}
