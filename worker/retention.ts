import type { Db } from '../db/open.ts'
import { type KeyedCampaign, keyedCampaigns, SITE_RESTS } from '../db/private/retention.ts'
import type { Env } from './env.ts'
import { nextAppealPurge } from './purge-appeals.ts'
import { nextPurge } from './purge-objections.ts'
import { papersDue } from './purge-papers.ts'
import { nextSamplePurge } from './purge-samples.ts'
import { keptFor, type RetentionRule } from './rules/retention.ts'
import { after, type Instant } from './rules/time.ts'
import { signalsKeptUntil } from './signals-kept.ts'

/** Something that is to be deleted, and when. */
export interface DueDeletion {
  readonly rule: RetentionRule
  /** The campaign it is of; null for what is the site's or of several campaigns. */
  readonly of: string | null
  readonly due: Instant
}

/** What there is of a poll that goes with its keys. */
const withKeys = ({ codes, roster, papers }: KeyedCampaign): readonly RetentionRule[] => [
  'signals',
  'voter-keys',
  ...(codes ? (['voting-codes'] as const) : []),
  ...(roster ? (['roster'] as const) : []),
  ...(papers ? (['nominee-papers'] as const) : []),
]

/** An opened poll, and when its keys go: as the timetable and the public notices stand now. */
export async function keysDue(env: Env, db: Db): Promise<readonly (KeyedCampaign & { readonly due: Instant })[]> {
  const due: (KeyedCampaign & { due: Instant })[] = []
  for (const one of await keyedCampaigns(db)) due.push({ ...one, due: await signalsKeptUntil(env, one) })
  return due
}

type SiteRule = keyof typeof SITE_RESTS
export const SITE_RULES = Object.keys(SITE_RESTS) as readonly SiteRule[]

/** When the oldest thing under a rule is due; null when there is nothing. */
export async function siteDue(db: Db, rule: SiteRule): Promise<Instant | null> {
  const oldest = await SITE_RESTS[rule].oldest(db)
  return oldest === null ? null : after(oldest, keptFor(rule))
}

/** Everything that is kept now and will be deleted, the soonest first. */
export async function dueDeletions(env: Env, db: Db): Promise<readonly DueDeletion[]> {
  const list: DueDeletion[] = []
  for (const poll of await keysDue(env, db)) for (const rule of withKeys(poll)) list.push({ rule, of: poll.title, due: poll.due })
  for (const { title, due } of await papersDue(db)) list.push({ rule: 'dossier-papers', of: title, due })
  const others: readonly (readonly [RetentionRule, Promise<Instant | null>])[] = [
    ['case-samples', nextSamplePurge(env, db)],
    ['objections', nextPurge(db)],
    ['appeals', nextAppealPurge(db)],
    ...SITE_RULES.map(rule => [rule, siteDue(db, rule)] as const),
  ]
  for (const [rule, asked] of others) {
    const due = await asked
    if (due !== null) list.push({ rule, of: null, due })
  }
  return list.sort((a, b) => a.due - b.due)
}
