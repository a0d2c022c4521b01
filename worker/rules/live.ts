import type { Slug, StaffId } from './ids.ts'
import { type Instant, MINUTE, SECOND } from './time.ts'

// The live connection of the tally page, as both its ends know it.

/** Milliseconds, and how many may look at once. */
export const LIVE = {
  /** A connection lives so long; whoever still looks opens another and is checked like anybody who comes. */
  life: 10 * MINUTE,
  /** Messages are at least so far apart, however fast ballots come. */
  apart: 2 * SECOND,
  /** And at most so far: every time it is asked anew who is still signed in. */
  check: 30 * SECOND,
  /** Connections to one tally. */
  most: 60,
  /** A sign of life that costs the object nothing. */
  ping: 25 * SECOND,
} as const

/** Why the site ends a connection, as the page is told. */
export const ENDED = { signedOut: 4001, again: 4002, full: 4003, unwanted: 4004 } as const

/** The header in which the Worker tells the tally object for whom a connection is. Nobody else can reach the object. */
export const WATCHER = 'x-watcher'

/** For whom a connection is open: no name and no role, for both are looked up each time something is sent. */
export interface Watcher {
  readonly slug: Slug
  readonly staff: StaffId
  /** The hash of the session's token; null where Cloudflare Access keeps the sessions. */
  readonly session: string | null
  readonly until: Instant
  /** Whether the log knows already that running figures were seen through this connection. */
  readonly noted: boolean
}
