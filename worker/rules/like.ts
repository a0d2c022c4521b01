import { addDays, type Day, dayOf, type Instant, instant, MINUTE, placeIn, SECOND, startOf, type Window } from './time.ts'
import { accept, refuse, type Verdict } from './verdict.ts'

// Likes make nominees known and are never a basis for selection (004, after 四). This file and everything built on it
// stands apart: neither tallies nor what reviewers see may import it (test/layering.test.ts).

export interface LikeBook {
  readonly window: Window
  readonly nominees: ReadonlySet<number>
}

/**
 * One like per person per nominee per day, by the date in Shanghai. A like cannot be taken back: it says that on this
 * day somebody was moved, it counts for nothing else, and a button that gives and takes would tell the nominee who left.
 */
export function judgeLike(number: number, book: LikeBook, now: Instant): Verdict<Day> {
  const place = placeIn(book.window, now)
  if (place === 'before') return refuse({ code: 'likes-not-open', opens: book.window.from })
  if (place === 'after') return refuse({ code: 'likes-closed' })
  if (!book.nominees.has(number)) return refuse({ code: 'unknown-nominee', number })
  return accept(dayOf(now))
}

/** When somebody who liked on this day may like the same nominee again. */
export const nextLikeAfter = (day: Day): Instant => startOf(addDays(day, 1))

/**
 * The days on which the like that is asked about again may have been recorded: the one it was first sent on, when that
 * is no older than yesterday, and today. What a phone says of the day only finds a like, it never dates one (law 10).
 */
export function daysToLookAt(sent: string | null, now: Instant): readonly Day[] {
  const today = dayOf(now)
  const yesterday = addDays(today, -1)
  return sent === yesterday ? [yesterday, today] : [today]
}

/** What the limits noticed of a like; each is a family of its own, and none says that the person did wrong. */
export const LIKE_MARKS = ['network-crowded', 'pace', 'device-new', 'weak-check'] as const
export type LikeMark = (typeof LIKE_MARKS)[number]

export interface LikeSigns {
  /** Very many devices of this network have asked for a pass lately. */
  readonly crowded: boolean
  /** How long the device had been known when it got its pass, in milliseconds. */
  readonly age: number
  /** The check it passed: the sum in words stops only the laziest program. */
  readonly weakCheck: boolean
  /** How many likes the device could still give at once. */
  readonly left: number
}

/** Nobody finds the page, reads a story and likes it within this time, unless he came for the button alone. */
const NEW_DEVICE = 20 * SECOND
const LEFT_AT_A_PACE = 10

export function marksOf({ crowded, age, weakCheck, left }: LikeSigns): readonly LikeMark[] {
  const has: Readonly<Record<LikeMark, boolean>> = {
    'network-crowded': crowded,
    pace: left < LEFT_AT_A_PACE,
    'device-new': age < NEW_DEVICE,
    'weak-check': weakCheck,
  }
  return LIKE_MARKS.filter(mark => has[mark])
}

/**
 * A like is held, not dropped (law 4), when a limit noticed it and another family agrees: a full office behind one
 * address, or somebody new, or somebody without script, is never held for that alone.
 */
export const isHeld = (marks: readonly LikeMark[]): boolean =>
  marks.length >= 2 && (marks.includes('network-crowded') || marks.includes('pace'))

/** Received = counted + held. */
export interface LikeCounts {
  readonly counted: number
  readonly held: number
}

/** The figures of one instant; the number of a snapshot only grows. */
export interface LikeSnapshot {
  readonly number: number
  readonly at: Instant
  readonly likes: Readonly<Record<number, LikeCounts>>
}

const SLOT = 5 * MINUTE

/** As of when figures may be told: the last full five minutes, and after the end the end itself. */
export const snapshotDue = (now: Instant, { until }: Window): Instant => instant(Math.min(Math.floor(now / SLOT) * SLOT, until))

/** When figures may be told again. */
export const nextSnapshot = (now: Instant): Instant => instant((Math.floor(now / SLOT) + 1) * SLOT)

/**
 * The log of likes tells their number, so its heads keep to the same times as the figures and lie at least the smallest step
 * of a figure apart: nobody can watch a single like arrive there either.
 */
export const LIKES_PER_HEAD = 10

/** What holds likes is these limits; the log names them, with a number for when they change. */
export const LIKE_LIMITS = 'mingping-likes-1'

/** What everybody may know. While likes are given, a figure is the least of its step; afterwards it is exact. */
export interface LikesShown {
  readonly snapshot: number
  readonly asOf: Instant
  readonly final: boolean
  readonly likes: Readonly<Record<number, number>>
  /** How many were held in all; told with the final figures. */
  readonly held: number
}

/**
 * Counts in steps, five minutes late: nobody can watch a single like arrive, so nobody can sell one and prove it
 * (trust 0.4). Steps round down, never up.
 */
export function showLikes({ number, at, likes }: LikeSnapshot, window: Window): LikesShown {
  const final = at >= window.until
  const entries = Object.entries(likes)
  return {
    snapshot: number,
    asOf: at,
    final,
    likes: Object.fromEntries(entries.map(([key, { counted }]) => [key, final ? counted : leastOf(counted)])),
    held: final ? entries.reduce((sum, [, { held }]) => sum + held, 0) : 0,
  }
}

/** The least of the step a count lies in: 0, 10, 20 … 100, 150 … 1000, 1100 … 10000, 11000 … */
export function leastOf(count: number): number {
  const step = count < 100 ? 10 : count < 1000 ? 50 : count < 10_000 ? 100 : 1000
  return Math.floor(count / step) * step
}
