import { specFlaws } from './ballot.ts'
import { type CampaignFile, milestoneFor } from './campaign.ts'
import type { PublicityPeriod } from './notice.ts'
import { dayOf, type Instant } from './time.ts'
import { blocks, type TimetableWarning, timetableWarnings } from './timetable.ts'
import { type Calendar, lastDayOfPeriod } from './working-days.ts'

/** Where a matter is mended: a page of the console. */
export type MendedAt = 'overview' | 'settings' | 'nominees' | 'notices' | 'codes' | 'roster'

/** What a person would call the thing; the sentence for it is in web/text/readiness.ts. */
export type Matter =
  | { readonly kind: 'contact' }
  | { readonly kind: 'rules' }
  | { readonly kind: 'categories' }
  | { readonly kind: 'timetable'; readonly warning: TimetableWarning | null }
  | { readonly kind: 'published' }
  | { readonly kind: 'open-step' }
  | { readonly kind: 'nominees'; readonly flaws: readonly string[] }
  | { readonly kind: 'window-over' }
  | { readonly kind: 'photos'; readonly without: number }
  | { readonly kind: 'publicity'; readonly stage: 'none' | 'running' | 'over' | 'short'; readonly days: number }
  | { readonly kind: 'codes' }
  | { readonly kind: 'roster' }
  | { readonly kind: 'wechat' }

/** One line of the checklist. What is `missing` stands in the way; a `warning` is for people to judge. */
export interface Check {
  readonly matter: Matter
  readonly level: 'done' | 'missing' | 'warning'
  readonly at: MendedAt
}

export interface ReadinessFacts {
  readonly now: Instant
  readonly calendar: Calendar
  /** Published public notices of the campaign that were not withdrawn. */
  readonly publicity: readonly PublicityPeriod[]
  /** Voting codes issued so far and not called back. */
  readonly codes: number
  /** People on the list of voters. */
  readonly people: number
  /** Whether the site can ask WeChat who somebody is. */
  readonly wechat: boolean
  /** Shards and flaws of the poll as it would be frozen now; null when the timetable has no vote. */
  readonly spec: Parameters<typeof specFlaws>[0] | null
}

export interface Readiness {
  /** What the public page needs. */
  readonly toPublish: readonly Check[]
  /** What the poll, or the likes where there is no vote, needs beside that. */
  readonly toOpen: readonly Check[]
}

export function readinessOf(campaign: CampaignFile, facts: ReadinessFacts): Readiness {
  return { toPublish: publishing(campaign, facts), toOpen: opening(campaign, facts) }
}

/** What stands in the way. */
export const missingIn = (checks: readonly Check[]): readonly Check[] => checks.filter(({ level }) => level === 'missing')

const check = (matter: Matter, level: Check['level'], at: MendedAt): Check => ({ matter, level, at })
const need = (matter: Matter, there: boolean, at: MendedAt): Check => check(matter, there ? 'done' : 'missing', at)

function publishing(campaign: CampaignFile, { now, calendar }: ReadinessFacts): readonly Check[] {
  const { office, phone } = campaign.contact
  return [
    need({ kind: 'contact' }, office !== '' && phone !== '', 'settings'),
    need({ kind: 'rules' }, campaign.rules !== '', 'settings'),
    need({ kind: 'categories' }, campaign.categories.length > 0, 'settings'),
    ...timetable(campaign, { now, calendar }),
  ]
}

function timetable(campaign: CampaignFile, { now, calendar }: Pick<ReadinessFacts, 'now' | 'calendar'>): readonly Check[] {
  const { publicityDays, publishedAt } = campaign
  const found = timetableWarnings(campaign.milestones, { now, calendar, publicityDays, draft: publishedAt === null })
  if (found.length === 0) return [check({ kind: 'timetable', warning: null }, 'done', 'settings')]
  return found.map(warning => check({ kind: 'timetable', warning }, blocks(warning) ? 'missing' : 'warning', 'settings'))
}

function opening(campaign: CampaignFile, facts: ReadinessFacts): readonly Check[] {
  const [vote, likes] = [milestoneFor(campaign, 'vote'), milestoneFor(campaign, 'likes')]
  const step = vote ?? likes
  if (!step) return [check({ kind: 'open-step' }, 'missing', 'settings')]
  const listed = campaign.nominees.length > 0
  const flaws = listed ? (facts.spec ? specFlaws(facts.spec) : []) : ['还没有候选对象']
  const without = campaign.nominees.filter(({ hasPhoto }) => !hasPhoto).length
  return [
    need({ kind: 'published' }, campaign.publishedAt !== null, 'overview'),
    need({ kind: 'nominees', flaws }, flaws.length === 0, 'nominees'),
    ...(step.until <= facts.now ? [check({ kind: 'window-over' }, 'missing', 'settings')] : []),
    ...(listed ? [check({ kind: 'photos', without }, without === 0 ? 'done' : 'warning', 'nominees')] : []),
    ...(milestoneFor(campaign, 'publicity') ? [publicity(campaign, facts)] : []),
    ...(vote ? voters(campaign, facts) : []),
  ]
}

/** What each way of knowing voters needs. Codes and lists may still come; a site without WeChat can never count by it. */
function voters({ identity }: CampaignFile, { codes, people, wechat }: ReadinessFacts): readonly Check[] {
  const wanted = (matter: Matter, there: boolean, at: MendedAt) => check(matter, there ? 'done' : 'warning', at)
  return [
    ...(identity === 'code' || identity === 'bound' ? [wanted({ kind: 'codes' }, codes > 0, 'codes')] : []),
    ...(identity === 'roster' ? [wanted({ kind: 'roster' }, people > 0, 'roster')] : []),
    ...(identity === 'openid' || identity === 'bound' ? [need({ kind: 'wechat' }, wechat, 'settings')] : []),
  ]
}

/** 002 §三.2: people vote on a list that was public for no fewer than five working days. */
function publicity({ publicityDays: days }: CampaignFile, { publicity: periods, calendar, now }: ReadinessFacts): Check {
  const over = periods.filter(({ through }) => through < dayOf(now))
  const lawful = over.some(({ posted, through }) => {
    const last = lastDayOfPeriod(posted, days, calendar)
    return last.known && through >= last.value
  })
  const stage = lawful ? 'over' : over.length > 0 ? 'short' : periods.length > 0 ? 'running' : 'none'
  return check({ kind: 'publicity', stage, days }, lawful ? 'done' : 'warning', 'notices')
}
