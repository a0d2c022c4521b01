import type { Piece } from '../../worker/rules/excerpt.ts'

/** A text in which what was asked for stands out. */
export function Marked({ pieces }: { readonly pieces: readonly Piece[] }) {
  return <>{pieces.map(({ text, hit }, i) => (hit ? <mark key={i}>{text}</mark> : text))}</>
}
