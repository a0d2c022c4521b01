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
