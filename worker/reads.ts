import { calendar as readCalendar } from '../db/calendar.ts'
import { allCampaigns, campaignBySlug } from '../db/campaigns.ts'
import type { Deps } from './deps.ts'
import { Refused } from './http.ts'
import { remembered } from './memo.ts'
import type { CampaignFile, CampaignLine } from './rules/campaign.ts'
import { slug } from './rules/ids.ts'
import type { Calendar } from './rules/working-days.ts'

// What many requests ask of D1 within the same seconds. Nothing personal and nothing counted comes this way.

/** The campaign at an address; refuses with 'not-found'. */
export async function campaignAt(deps: Deps, text: string): Promise<CampaignFile> {
  const address = slug(text)
  const found = address && (await remembered(`campaign:${address}`, deps.config.memoMs, () => campaignBySlug(deps.db, address)))
  if (!found) throw new Refused({ code: 'not-found' })
  return found
}

export const campaignList = (deps: Deps): Promise<readonly CampaignLine[]> =>
  remembered('campaigns', deps.config.memoMs, () => allCampaigns(deps.db))

export const calendarNow = (deps: Deps): Promise<Calendar> =>
  remembered('calendar', deps.config.memoMs, () => readCalendar(deps.db))
