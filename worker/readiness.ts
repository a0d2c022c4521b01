import { codesOutside, peopleListed } from '../db/codes.ts'
import { publicityPeriods } from '../db/notices.ts'
import type { Deps } from './deps.ts'
import { calendarNow } from './reads.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import { type Readiness, readinessOf } from './rules/readiness.ts'
import { specOf } from './spec.ts'

/** The checklist of a campaign, from what the site holds now. */
export async function readinessNow(deps: Deps, campaign: CampaignFile): Promise<Readiness> {
  const now = deps.now()
  const [calendar, publicity, codes, people] = await Promise.all([
    calendarNow(deps),
    publicityPeriods(deps.db, campaign.id, now),
    codesOutside(deps.db, campaign.id),
    peopleListed(deps.db, campaign.id),
  ])
  return readinessOf(campaign, {
    now,
    calendar,
    publicity,
    codes,
    people,
    wechat: deps.config.wechat !== null,
    spec: milestoneFor(campaign, 'vote') ? specOf(campaign) : null,
  })
}
