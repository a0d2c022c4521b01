import type { Visibility } from './campaign.ts'
import type { Disclosure } from './disclosure.ts'
import { type Instant, MINUTE } from './time.ts'

/** A box that says nothing is asked within two minutes; figures older than this are late and not merely quiet. */
const LATE = 5 * MINUTE

/**
 * Since when running figures have been standing still because a box cannot be asked; null when they are as new as they
 * should be. Figures of a daily batch are old by intention.
 */
export function delayedSince(disclosure: Disclosure, visibility: Visibility, now: Instant): Instant | null {
  if (visibility !== 'live' || disclosure.shows === 'nothing') return null
  if (disclosure.shows === 'everything' && disclosure.final) return null
  const at = disclosure.shows === 'everything' ? disclosure.figures.at : disclosure.asOf
  return now - at > LATE ? at : null
}
