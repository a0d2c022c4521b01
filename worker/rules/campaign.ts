import type { BatchId, CampaignId, Slug } from './ids.ts'
import type { NomineeCard } from './nominee.ts'
import { type Instant, placeIn, type Window } from './time.ts'

/** Red for Party awards, green for unions and service halls. */
export type Theme = 'red' | 'green'
/** What the tally is for (law 2). */
export type TallyUse = 'advisory' | 'publicity'
/**
 * How a voter is known; it decides what a count means (V2). A campaign counts by exactly one: a device, a WeChat account
 * (openid), a one-time code, a code tied once to a WeChat account, or a name on a list (roster).
 */
export const IDENTITY_LEVELS = ['device', 'openid', 'code', 'bound', 'roster'] as const
export type IdentityLevel = (typeof IDENTITY_LEVELS)[number]
/** What a voter is to the organization, where a code or a list says so: Party member, worker, or anybody. */
export const VOTER_CLASSES = ['member', 'worker', 'public'] as const
export type VoterClass = (typeof VOTER_CLASSES)[number]
/** When per-nominee figures may be seen (T1). */
export type Visibility = 'hidden' | 'daily' | 'live'
/** Once in the whole campaign, or once a day by the date in Shanghai. */
export type Period = 'once' | 'daily'
/** A neutral order of names (law 6): as numbered, by surname strokes, or shuffled per voter. */
export type ListOrder = 'number' | 'strokes' | 'shuffle'
export type NomineeKind = 'person' | 'organization' | 'post'

/** The steps of a campaign, in the order in which the five source notices go through them. */
export const STEPS = [
  'call',
  'vetting',
  'publicity',
  'vote',
  'likes',
  'inspection',
  'decision',
  'final-publicity',
  'honours',
] as const
export type Step = (typeof STEPS)[number]

export interface Milestone extends Window {
  readonly step: Step
  readonly title: string
}

export interface Category {
  readonly key: string
  readonly name: string
  readonly kind: NomineeKind
  /** How many will be honoured: shown to voters, never used to cut a list by itself. */
  readonly honours: number
  readonly min: number
  readonly max: number
}

export interface Contact {
  readonly office: string
  readonly phone: string
  readonly address: string
  readonly email: string
}

/** The checks a campaign may ask for, in the order in which it wants them tried. */
export type HumanCheckName = 'turnstile' | 'pow'

/** What the desk keeps about a campaign beside what voters see of it; a campaign folder says nothing of it. */
export interface Desk {
  /** When it was put before the public; null while it is a draft that only staff may see. */
  readonly publishedAt: Instant | null
  /** The template it was made from; 'blank' when from none. */
  readonly template: string
  /** Working days that a public notice of this campaign must last at least (002 §三.2: five). */
  readonly publicityDays: number
  /** Whether a notice must be approved by a second person before it is published. */
  readonly fourEyes: boolean
  /** Whether people may write comments on nominees (百姓评语); each is read by staff before it is shown. */
  readonly comments: boolean
  /** Counts the edits; a save names the revision it started from. */
  readonly revision: number
}

/** A campaign that was never touched on the screens. */
export const UNTOUCHED: Desk = {
  publishedAt: null,
  template: 'blank',
  publicityDays: 5,
  fourEyes: false,
  comments: false,
  revision: 1,
}

/** What is settled about a campaign before it is opened, the same whether it is stored or being written. */
export interface CampaignTerms {
  readonly title: string
  readonly shortTitle: string
  readonly organizers: readonly string[]
  readonly theme: Theme
  readonly summary: string
  readonly categories: readonly Category[]
  readonly order: ListOrder
  readonly contact: Contact
  readonly use: TallyUse
  readonly identity: IdentityLevel
  readonly visibility: Visibility
  /** Clock hour in Shanghai at which the daily batch is taken. */
  readonly batchHour: number
  /** Whether organizers may look at running figures while the poll is open; each look leaves an audit line. */
  readonly organizerSeesRunning: boolean
  readonly period: Period
  readonly totalMin: number | null
  readonly totalMax: number | null
  /** Ballots a second that the campaign was planned for; the number of its boxes is made from it. */
  readonly expectedPeak: number
  readonly humanChecks: readonly HumanCheckName[]
}

export interface Campaign extends Desk, CampaignTerms {
  readonly id: CampaignId
  readonly slug: Slug
  readonly rules: string
  readonly milestones: readonly Milestone[]
  readonly shards: number
}

/** A campaign with what every page of it needs: its timetable, its categories and the cards of its nominees. */
export interface CampaignFile extends Campaign {
  /** Changes with the pictures of its nominees, which carry it in their address. */
  readonly version: string
  /** When its poll was frozen and opened for its boxes; null while it still may change. */
  readonly openedAt: Instant | null
  readonly nominees: readonly NomineeCard[]
  /** Batches of voting codes that were called back: who came in by one of them is in no longer. */
  readonly revoked: readonly BatchId[]
}

/** A campaign in a list. */
export interface CampaignLine extends Campaign {
  readonly nomineeCount: number
  readonly openedAt: Instant | null
}

export type Standing = 'past' | 'now' | 'to-come'

export function standingOf(milestone: Window, now: Instant): Standing {
  const place = placeIn(milestone, now)
  return place === 'before' ? 'to-come' : place === 'within' ? 'now' : 'past'
}

export const milestoneFor = (campaign: Pick<Campaign, 'milestones'>, step: Step): Milestone | null =>
  campaign.milestones.find(milestone => milestone.step === step) ?? null

export type PollStage = 'none' | 'before' | 'open' | 'closed'

/** Where the vote stands; 'none' when the timetable has no vote. */
export function pollStage(campaign: Pick<Campaign, 'milestones'>, now: Instant): PollStage {
  const vote = milestoneFor(campaign, 'vote')
  if (!vote) return 'none'
  const place = placeIn(vote, now)
  return place === 'before' ? 'before' : place === 'within' ? 'open' : 'closed'
}

/**
 * The one step to name in a headline: what a person can do now (vote, like) before what merely goes on, else the
 * next to come, else the last that was.
 */
export function headline(
  campaign: Pick<Campaign, 'milestones'>,
  now: Instant,
): { milestone: Milestone; standing: Standing } | null {
  const inTime = [...campaign.milestones].sort((a, b) => a.from - b.from)
  const running = inTime.filter(milestone => standingOf(milestone, now) === 'now')
  const active = running.find(m => m.step === 'vote') ?? running.find(m => m.step === 'likes') ?? running[running.length - 1]
  if (active) return { milestone: active, standing: 'now' }
  const next = inTime.find(milestone => standingOf(milestone, now) === 'to-come')
  if (next) return { milestone: next, standing: 'to-come' }
  const last = inTime[inTime.length - 1]
  return last ? { milestone: last, standing: 'past' } : null
}
