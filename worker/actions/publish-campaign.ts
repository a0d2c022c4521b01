import { auditLine } from '../../db/audit.ts'
import { markPublished } from '../../db/campaign-edits.ts'
import type { Deps } from '../deps.ts'
import { forgetAll } from '../memo.ts'
import { emptyCache } from '../page-cache.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { Staff } from '../rules/roles.ts'

/**
 * Puts a draft before the public. Repeating it is harmless: a campaign is published once, with one line in the log.
 * Whether it may be is for the checklist to say (rules/readiness.ts); the route asks it.
 */
export async function publishCampaign(deps: Deps, staff: Staff, { id }: CampaignFile): Promise<void> {
  const now = deps.now()
  await deps.db.batch([
    markPublished(deps.db, { id, now }),
    auditLine(deps.db, staff, { at: now, event: { kind: 'campaign-published', campaign: id } }),
  ])
  forgetAll()
  emptyCache()
}
