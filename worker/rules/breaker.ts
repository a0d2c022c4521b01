import { after, type Instant, SECOND } from './time.ts'

/** From this many failures in a row on, a service is left alone. Two, so that one voter who waits twice is enough. */
const FAILURES = 2
/** Failures further apart than this are not one outage. */
const WINDOW = 30 * SECOND
/** How long it is left alone before somebody may try again. */
const REST = 5 * SECOND
/** A trial that has said nothing for this long is forgotten, and another may be made. */
const TRIAL = 5 * SECOND
/** An answer that took longer than this came too late for whoever waited: it is taken, and counts as a failure. */
const SLOW = 1500

/**
 * A circuit breaker: whoever asks a service that does not answer waits in vain, and so does everybody behind him. While
 * it is open the service is not asked; then one request tries, and its end decides for all.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number; readonly last: Instant }
  | { readonly state: 'open'; readonly until: Instant }
  | { readonly state: 'trial'; readonly since: Instant }

export const CLOSED: Breaker = { state: 'closed', failures: 0, last: 0 as Instant }

/** Whether the service may be asked now, and the breaker as it is after that: the caller that may ask is the trial. */
export function mayAsk(breaker: Breaker, now: Instant): { readonly may: boolean; readonly breaker: Breaker } {
  if (breaker.state === 'closed') return { may: true, breaker }
  return isResting(breaker, now) ? { may: false, breaker } : { may: true, breaker: { state: 'trial', since: now } }
}

/** Whether nobody would be let through now; asking this changes nothing. A clock that was set back makes nobody wait longer. */
export function isResting(breaker: Breaker, now: Instant): boolean {
  if (breaker.state === 'closed') return false
  if (breaker.state === 'open') return now < breaker.until && now >= breaker.until - REST
  return now < breaker.since + TRIAL && now >= breaker.since
}

/** The breaker after a request has ended. `took` is how long it went, in milliseconds. */
export function afterAnswer(
  breaker: Breaker,
  { answered, took }: { readonly answered: boolean; readonly took: number },
  now: Instant,
): Breaker {
  if (answered && took <= SLOW) return CLOSED
  if (breaker.state === 'trial') return { state: 'open', until: after(now, REST) }
  // One that was under way when it opened says nothing new.
  if (breaker.state === 'open') return breaker
  const failures = Math.abs(now - breaker.last) > WINDOW ? 1 : breaker.failures + 1
  return failures >= FAILURES ? { state: 'open', until: after(now, REST) } : { state: 'closed', failures, last: now }
}
