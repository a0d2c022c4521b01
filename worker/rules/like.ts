import { addDays, type Day, dayOf, type Instant, placeIn, startOf, type Window } from './time.ts'
import { accept, refuse, type Verdict } from './verdict.ts'

/**
 * Likes make nominees known and are never a basis for selection (004, after 四). This file and everything built on it
 * stands apart: neither tallies nor what reviewers see may import it (test/layering.test.ts).
 */
export interface LikeBook {
  readonly window: Window
  readonly nominees: ReadonlySet<number>
}

/** One like per person per nominee per day, by the date in Shanghai. */
export function judgeLike(number: number, book: LikeBook, now: Instant): Verdict<Day> {
  const place = placeIn(book.window, now)
  if (place === 'before') return refuse({ code: 'likes-not-open', opens: book.window.from })
  if (place === 'after') return refuse({ code: 'likes-closed' })
  if (!book.nominees.has(number)) return refuse({ code: 'unknown-nominee', number })
  return accept(dayOf(now))
}

/** When the same person may like the same nominee again. */
export const nextLikeAt = (now: Instant): Instant => startOf(addDays(dayOf(now), 1))
