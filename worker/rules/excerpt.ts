import { fold, placesOf, type Term } from './bigrams.ts'

/** A part of a text, and whether it is what was asked for. */
export interface Piece {
  readonly text: string
  readonly hit: boolean
}

/** A text with what was asked for set apart. */
export function marked(raw: string, terms: readonly Term[]): readonly Piece[] {
  const folded = fold(raw)
  return piecesOf(folded.text, placesOf(folded, terms))
}

function piecesOf(text: string, places: readonly (readonly [number, number])[]): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const [from, to] of places) {
    pieces.push({ text: text.slice(at, from), hit: false }, { text: text.slice(from, to), hit: true })
    at = to
  }
  return [...pieces, { text: text.slice(at), hit: false }].filter(piece => piece.text !== '')
}

/** Signs that are shown before the first place, so that it is read within its sentence. */
const LEAD = 16

/** About `length` signs of a text around the first place of what was asked for; its beginning when that is nowhere in it. */
export function excerpt(raw: string, terms: readonly Term[], length: number): readonly Piece[] {
  const line = raw.replaceAll(/\s+/g, ' ').trim()
  const folded = fold(line)
  const [first = 0] = placesOf(folded, terms)[0] ?? []
  const before = [...folded.text.slice(0, first)]
  const start = before.slice(0, Math.max(0, before.length - LEAD)).join('').length
  const rest = [...folded.text.slice(start)]
  const shown = rest.slice(0, length).join('')
  const whole = `${start > 0 ? '…' : ''}${shown}${rest.length > length ? '…' : ''}`
  return marked(whole, terms)
}

/** Whether any of the terms stands in a text. */
export const holdsAny = (raw: string, terms: readonly Term[]): boolean => placesOf(fold(raw), terms).length > 0
