import type { Visibility } from './campaign.ts'
import type { Reported } from './robustness.ts'
import { emptyTally, type Received, receivedOf, type Tally, votesReceived } from './tally.ts'
import { addDays, atHour, dayOf, type Instant, placeIn, type Window } from './time.ts'
import type { Trouble } from './trouble.ts'

/** A tally and the instant it speaks of. */
export interface Dated {
  readonly at: Instant
  readonly tally: Tally
  /** What the latest look at all ballots found suspicious and left counted; missing before the first. */
  readonly reported?: Reported
}

/** What the counting object knows at some moment. */
export interface TallyState {
  readonly live: Dated
  /** The figures frozen at the latest daily batch; null before the first. */
  readonly batch: Dated | null
  /** True once every box has reported its last ballot after closing. */
  readonly final: boolean
  /** What was found not to fit; everybody is told. */
  readonly troubles?: readonly Trouble[]
}

/** Of a poll that was never opened. */
export const emptyState = (now: Instant): TallyState => ({ live: { at: now, tally: emptyTally() }, batch: null, final: false })

export interface DisclosureRules {
  readonly visibility: Visibility
  readonly batchHour: number
  readonly organizerSeesRunning: boolean
  readonly window: Window
}

/** Who is looking: the public, or staff whom the role table lets see running figures. */
export type Audience = 'public' | 'staff'

/**
 * What may be shown, and as of when: nothing yet; how many took part; for whom they voted as well, but not yet what
 * became of the ballots; or every figure.
 */
type Shown =
  | { readonly shows: 'nothing'; readonly next: Instant | null }
  | ({ readonly shows: 'participation'; readonly asOf: Instant; readonly next: Instant | null } & Received)
  | ({
      readonly shows: 'received'
      readonly votes: Readonly<Record<number, number>>
      readonly asOf: Instant
      readonly next: Instant | null
    } & Received)
  | { readonly shows: 'everything'; readonly figures: Dated; readonly final: boolean; readonly next: Instant | null }

/** What a reader may see, with what was found not to fit, which nobody is kept from. */
export type Disclosure = Shown & { readonly troubles?: readonly Trouble[] }

/**
 * The one gate between a tally and everybody (T1). While the poll is open the public sees figures of nominees only when
 * the campaign says 'live' (now) or 'daily' (as of the last batch); under 'hidden' it sees a daily batch of
 * participation. Hiding them takes away the vote seller's proof of delivery (trust 0.4). Which ballots are held is told
 * to nobody outside before the close, under any of the three: it would teach an attacker what is noticed (trust 3.4).
 */
export function disclose(state: TallyState, rules: DisclosureRules, audience: Audience, now: Instant): Disclosure {
  const place = placeIn(rules.window, now)
  if (place === 'before') return { shows: 'nothing', next: null }
  if (place === 'after') {
    if (state.final) return { shows: 'everything', figures: state.live, final: true, next: null }
    return { shows: 'nothing', next: null }
  }
  if (audience === 'staff' && rules.organizerSeesRunning)
    return { shows: 'everything', figures: state.live, final: false, next: null }
  const next = rules.visibility === 'live' ? null : nextBatchAfter(now, rules)
  const shown = rules.visibility === 'live' ? state.live : state.batch
  if (!shown) return { shows: 'nothing', next }
  const received = { ...receivedOf(shown.tally), asOf: shown.at, next }
  if (rules.visibility === 'hidden') return { shows: 'participation', ...received }
  return { shows: 'received', votes: votesReceived(shown.tally), ...received }
}

/** The first batch instant after `now`; after the last one inside the window, the close itself. */
export function nextBatchAfter(now: Instant, rules: Pick<DisclosureRules, 'batchHour' | 'window'>): Instant {
  const today = atHour(dayOf(now), rules.batchHour)
  const next = today > now ? today : atHour(addDays(dayOf(now), 1), rules.batchHour)
  return next < rules.window.until ? next : rules.window.until
}

/** The latest batch instant at or before `now` that lies inside the window; null when there has been none. */
export function latestBatchAt(now: Instant, rules: Pick<DisclosureRules, 'batchHour' | 'window'>): Instant | null {
  const today = atHour(dayOf(now), rules.batchHour)
  const latest = today <= now ? today : atHour(addDays(dayOf(now), -1), rules.batchHour)
  return latest > rules.window.from ? latest : null
}
