import { type AuditHead, auditHead } from '../db/audit-chain.ts'
import { calendar as readCalendar } from '../db/calendar.ts'
import { allCampaigns, campaignBySlug, openedSpec } from '../db/campaigns.ts'
import { batchesOf } from '../db/codes.ts'
import type { Deps } from './deps.ts'
import { Refused } from './http.ts'
import { remembered } from './memo.ts'
import type { CampaignFile, CampaignLine } from './rules/campaign.ts'
import { type CampaignId, slug } from './rules/ids.ts'
import type { NomineeCard } from './rules/nominee.ts'
import { dayOf, startOf } from './rules/time.ts'
import type { Calendar } from './rules/working-days.ts'
import { frozenSpec } from './spec.ts'

// What many requests ask of D1 within the same seconds. Nothing personal and nothing counted comes this way.

/** The campaign at an address, if the public may see it; refuses with 'not-found'. */
export async function campaignAt(deps: Deps, text: string): Promise<CampaignFile> {
  const found = await anyCampaignAt(deps, text)
  if (found.publishedAt === null) throw new Refused({ code: 'not-found' })
  return found
}

/** The campaign at an address, drafts too: for staff and operators. Refuses with 'not-found'. */
export async function anyCampaignAt(deps: Deps, text: string): Promise<CampaignFile> {
  const address = slug(text)
  const found = address && (await remembered(`campaign:${address}`, deps.config.memoMs, () => campaignBySlug(deps.db, address)))
  if (!found) throw new Refused({ code: 'not-found' })
  return found
}

/**
 * The campaign as the database holds it at this moment: for pages on which it is changed, where a moment ago is too
 * old. Refuses with 'not-found'.
 */
export async function freshCampaignAt(deps: Deps, text: string): Promise<CampaignFile> {
  const address = slug(text)
  const found = address && (await campaignBySlug(deps.db, address))
  if (!found) throw new Refused({ code: 'not-found' })
  return found
}

/** A nominee of the list by the number in an address; refuses with 'not-found'. */
export function nomineeIn(campaign: CampaignFile, text: string | undefined): NomineeCard {
  const nominee = campaign.nominees.find(({ number }) => number === Number(text))
  if (!nominee) throw new Refused({ code: 'not-found' })
  return nominee
}

/** Every campaign the public may see. */
export const campaignList = async (deps: Deps): Promise<readonly CampaignLine[]> =>
  (await everyCampaign(deps)).filter(({ publishedAt }) => publishedAt !== null)

/** Every campaign, drafts too: for staff and operators. */
export const everyCampaign = (deps: Deps): Promise<readonly CampaignLine[]> =>
  remembered('campaigns', deps.config.memoMs, () => allCampaigns(deps.db))

/**
 * Where the log of staff stood at the last midnight, for the public to note down; null before its first line. A day is
 * long enough not to tell who is at work now.
 */
export const logAtMidnight = (deps: Deps): Promise<AuditHead | null> => {
  const today = dayOf(deps.now())
  return remembered(`log-head:${today}`, deps.config.memoMs, () => auditHead(deps.db, startOf(today)))
}

/** Version of the rules by which ballots are looked at, as it was frozen with the poll; null before the opening. */
export async function scorerOf(deps: Deps, campaign: CampaignFile): Promise<string | null> {
  if (campaign.openedAt === null) return null
  const hash = await remembered(`spec:${campaign.id}`, deps.config.memoMs, () => openedSpec(deps.db, campaign.id))
  return (hash && frozenSpec(campaign, hash)?.scorer) || null
}

export const calendarNow = (deps: Deps): Promise<Calendar> =>
  remembered('calendar', deps.config.memoMs, () => readCalendar(deps.db))

/** Whether a campaign has given out voting codes. */
export const hasCodes = (deps: Deps, campaign: CampaignId): Promise<boolean> =>
  remembered(`codes:${campaign}`, deps.config.memoMs, async () => (await batchesOf(deps.db, campaign)).length > 0)
