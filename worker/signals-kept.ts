import { openDb } from '../db/open.ts'
import { lastObjectionDay } from '../db/publicity.ts'
import type { Env } from './env.ts'
import type { PollSpec } from './rules/ballot.ts'
import { keptFor } from './rules/retention.ts'
import { addDays, after, type Instant, startOf } from './rules/time.ts'

/** How long after the last objection could be made the signals of ballots are kept (trust 3.5). */
export const SIGNALS_KEPT = keptFor('signals')

/**
 * When what was noticed of a campaign's ballots is to go: thirty days after the last day on which somebody could object,
 * as the timetable and the public notices stand now, and never sooner than thirty days after the vote.
 */
export async function signalsKeptUntil(env: Env, { campaign, window }: Pick<PollSpec, 'campaign' | 'window'>): Promise<Instant> {
  const { milestone, notice } = await lastObjectionDay(openDb(env.DB), campaign)
  const ends = [window.until, milestone ?? 0, notice ? startOf(addDays(notice, 1)) : 0]
  return after(Math.max(...ends) as Instant, SIGNALS_KEPT)
}
