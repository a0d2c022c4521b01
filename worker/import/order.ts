import type { ListOrder } from '../rules/campaign.ts'

interface Listed {
  readonly number: number
  readonly name: string
}

/**
 * The order in which a document lists its nominees (law 6). By strokes means the order of surnames in official lists:
 * fewer strokes first; whoever is equal in that stands by number. A shuffled list is stored by number.
 */
export function inOrder<T extends Listed>(nominees: readonly T[], order: ListOrder): readonly T[] {
  const byNumber = (a: Listed, b: Listed) => a.number - b.number
  if (order !== 'strokes') return [...nominees].sort(byNumber)
  const strokes = new Intl.Collator('zh-u-co-stroke')
  return [...nominees].sort((a, b) => strokes.compare(a.name, b.name) || byNumber(a, b))
}

interface Correcting {
  readonly key: string
  readonly corrects: string | null
}

/** Notices so that each comes after the one it corrects, as it did in life; otherwise as they stood. A loop ends where it closes. */
export function correctedFirst<T extends Correcting>(notices: readonly T[]): readonly T[] {
  const byKey = new Map(notices.map(notice => [notice.key, notice]))
  const placed = new Set<T>()
  const place = (notice: T, above: ReadonlySet<T>): void => {
    const corrected = notice.corrects === null ? undefined : byKey.get(notice.corrects)
    if (corrected && !above.has(corrected)) place(corrected, new Set([...above, notice]))
    placed.add(notice)
  }
  for (const notice of notices) place(notice, new Set([notice]))
  return [...placed]
}
