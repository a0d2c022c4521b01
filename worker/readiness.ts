import { batchesOf } from '../db/codes.ts'
import { publicityPeriods } from '../db/notices.ts'
import type { Deps } from './deps.ts'
import { calendarNow } from './reads.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import { type Readiness, readinessOf } from './rules/readiness.ts'
import { specOf } from './spec.ts'

/** The checklist of a campaign, from what the site holds now. */
export async function readinessNow(deps: Deps, campaign: CampaignFile): Promise<Readiness> {
  const now = deps.now()
  const [calendar, publicity, batches] = await Promise.all([
    calendarNow(deps),
    publicityPeriods(deps.db, campaign.id, now),
    batchesOf(deps.db, campaign.id),
  ])
  const codes = batches.reduce((sum, { issued }) => sum + issued, 0)
  return readinessOf(campaign, {
    now,
    calendar,
    publicity,
    codes,
    wechat: deps.config.wechat !== null,
    spec: milestoneFor(campaign, 'vote') ? specOf(campaign) : null,
  })
}
