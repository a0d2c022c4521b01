// Chinese has no spaces, so a text is indexed by every pair of neighbouring signs: 优秀党员 → 优秀 秀党 党员 员. The last sign
// of a run stands alone as well, so that every sign begins some token and a search for one sign is a search by prefix.
// Words of letters and digits stay whole. A question is cut the same way, and its pairs must follow each other, which finds
// exactly the texts that contain it.

/** A text as it is compared: NFKC, lower case; `from` and `to` say for each of its signs where it stands in `text`. */
export interface Folded {
  readonly text: string
  readonly signs: readonly string[]
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** Folds sign by sign, so that the place of each is known; composed first, or an accent would lose its letter. */
export function fold(raw: string): Folded {
  const text = raw.normalize('NFC')
  const [signs, from, to]: [string[], number[], number[]] = [[], [], []]
  let at = 0
  for (const sign of text) {
    for (const part of sign.normalize('NFKC').toLowerCase()) {
      signs.push(part)
      from.push(at)
      to.push(at + sign.length)
    }
    at += sign.length
  }
  return { text, signs, from, to }
}

/** A run of Chinese signs, or one word of letters and digits. */
export interface Term {
  readonly text: string
  readonly chinese: boolean
}

const RUN = /(\p{Script=Han}+)|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu

function runsOf(raw: string): readonly Term[] {
  return [...raw.normalize('NFKC').toLowerCase().matchAll(RUN)].map(([text, chinese]) => ({
    text,
    chinese: chinese !== undefined,
  }))
}

/** The tokens of a text, as the index takes them: divided by spaces, made of letters and digits only. */
export const tokensOf = (raw: string): string =>
  runsOf(raw)
    .map(({ text, chinese }) => (chinese ? pairsOf(text, { lastAlone: true }).join(' ') : text))
    .join(' ')

function pairsOf(run: string, { lastAlone }: { lastAlone: boolean }): readonly string[] {
  const signs = [...run]
  const pairs: string[] = []
  for (let i = 1; i < signs.length; i++) pairs.push(`${signs[i - 1]}${signs[i]}`)
  if (lastAlone || pairs.length === 0) pairs.push(signs.at(-1) ?? '')
  return pairs
}

export type Question =
  | { readonly asks: 'nothing' }
  /** Only signs that name nothing, or a single letter. */
  | { readonly asks: 'too-little' }
  | { readonly asks: 'something'; readonly terms: readonly Term[] }

/** Longest question that is read, in signs; the rest is left off. */
export const LONGEST_QUESTION = 60
const MOST_TERMS = 8

export function questionOf(raw: string): Question {
  const asked = [...raw.trim()].slice(0, LONGEST_QUESTION).join('')
  if (asked === '') return { asks: 'nothing' }
  const terms = runsOf(asked).filter((one, i, all) => all.findIndex(({ text }) => text === one.text) === i)
  const telling = terms.filter(({ text, chinese }) => chinese || text.length > 1 || /\p{N}/u.test(text))
  return telling.length === 0 ? { asks: 'too-little' } : { asks: 'something', terms: telling.slice(0, MOST_TERMS) }
}

const onlyDigits = (text: string): boolean => /^\p{N}+$/u.test(text)

/**
 * The question in the language of FTS5: every term must be there; pairs in their order; a single sign and a word by its
 * beginning, a number whole (12 is not 120). Terms hold letters and digits only, so nothing in them can be an operator.
 */
export const matchOf = (terms: readonly Term[]): string =>
  terms
    .map(({ text, chinese }) => {
      const prefix = chinese ? [...text].length === 1 : !onlyDigits(text)
      return `"${chinese ? pairsOf(text, { lastAlone: false }).join(' ') : text}"${prefix ? ' *' : ''}`
    })
    .join(' AND ')

const isWordSign = (sign: string | undefined): boolean => sign !== undefined && /^(?!\p{Script=Han})[\p{L}\p{N}]$/u.test(sign)

/** Where the terms stand in a text, as the index would find them; sorted, none within another. */
export function placesOf(folded: Folded, terms: readonly Term[]): readonly (readonly [from: number, to: number])[] {
  const found = terms.flatMap(term => placesOfTerm(folded, term)).sort(([a], [b]) => a - b)
  const places: [number, number][] = []
  for (const [from, to] of found) {
    const last = places.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else places.push([from, to])
  }
  return places
}

function placesOfTerm({ signs, from, to }: Folded, { text, chinese }: Term): readonly (readonly [number, number])[] {
  const wanted = [...text]
  const found: (readonly [number, number])[] = []
  for (let at = 0; at + wanted.length <= signs.length; at++) {
    if (wanted.some((sign, i) => signs[at + i] !== sign)) continue
    const end = at + wanted.length
    if (!chinese && isWordSign(signs[at - 1])) continue
    if (!chinese && onlyDigits(text) && isWordSign(signs[end])) continue
    found.push([from[at] as number, to[end - 1] as number])
  }
  return found
}
