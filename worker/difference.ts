import { diffWordsWithSpace } from 'diff'

/** A stretch of two texts: in both, only in the newer one, or only in the older. */
export interface Stretch {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Longer ones are compared no further than this takes, in milliseconds; then they are shown one after the other. */
const PATIENCE = 1500

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** What changed from one text to the next, by words, so that a person can read it. */
export function differenceOf(before: string, after: string): readonly Stretch[] {
  const changes = diffWordsWithSpace(before, after, { intlSegmenter: words, timeout: PATIENCE })
  if (!changes)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  return changes.map(({ added, removed, value }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }))
}
