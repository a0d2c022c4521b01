import { type AuditActor, auditLine } from '../../db/audit.ts'
import { campaignSalt, markOpened } from '../../db/campaigns.ts'
import type { Deps } from '../deps.ts'
import { likesOf } from '../objects/like-name.ts'
import { boxOf, tallyOf } from '../objects/names.ts'
import { specFlaws } from '../rules/ballot.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { specHash, specOf } from '../spec.ts'
import { campaignKey } from '../tokens.ts'

/**
 * Freezes the poll of a campaign in all its boxes and opens its likes. From here on rules and list cannot change; the
 * boxes themselves open and close by their own clock. May be repeated: a half-opened poll is opened the rest of the
 * way, and nothing happens to one that is open. Touching every box now also settles where it lives (Asia).
 */
export async function openPoll(deps: Deps, actor: AuditActor, campaign: CampaignFile): Promise<Verdict<{ hash: string | null }>> {
  await openLikes(deps, campaign)
  const vote = milestoneFor(campaign, 'vote')
  if (!vote) return accept({ hash: null })
  const spec = specOf(campaign)
  const flaws = specFlaws(spec)
  if (flaws.length > 0) return refuse({ code: 'import-refused', problems: flaws })
  const salt = await campaignSalt(deps.db, campaign.id)
  if (!salt) return refuse({ code: 'poll-not-ready' })
  const hash = specHash(spec)
  const order = { spec, hash, campaignKey: campaignKey(deps.config.siteKey, salt) }
  for (let shard = 0; shard < spec.shards; shard++) {
    const opened = await boxOf(deps.env, campaign.id, shard).open({ ...order, shard })
    if (!opened.ok) return opened
  }
  await tallyOf(deps.env, campaign.id).open({ shards: spec.shards, batchHour: campaign.batchHour, window: spec.window })
  const at = deps.now()
  await deps.db.batch([
    markOpened(deps.db, { id: campaign.id, at, specHash: hash }),
    auditLine(deps.db, actor, { at, event: { kind: 'poll-opened', campaign: campaign.id, spec: hash } }),
  ])
  return accept({ hash })
}

async function openLikes(deps: Deps, campaign: CampaignFile): Promise<void> {
  const phase = milestoneFor(campaign, 'likes')
  if (!phase) return
  await likesOf(deps.env, campaign.id).open({
    window: { from: phase.from, until: phase.until },
    nominees: campaign.nominees.map(({ number }) => number),
  })
}
