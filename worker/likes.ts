import type { Deps } from './deps.ts'
import { remembered } from './memo.ts'
import type { LikeLedger } from './objects/like-board.ts'
import { likesOf } from './objects/like-name.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import { type LikesShown, showLikes } from './rules/like.ts'

/**
 * The one door between the likes and everybody: what the public may know, in steps and late. Nothing for reviewers and
 * nothing of a tally comes this way (L1). Null where the campaign has no likes, or has not begun.
 */
export async function likesShown(deps: Deps, campaign: CampaignFile): Promise<LikesShown | null> {
  const phase = milestoneFor(campaign, 'likes')
  if (!phase || deps.now() < phase.from) return null
  return remembered(`likes:${campaign.id}`, deps.config.memoMs, async () => {
    const held = await likesOf(deps.env, campaign.id).snapshot()
    return held && showLikes(held.snapshot, held.window)
  })
}

/** Every figure as it stands: for organizers and auditors (`read-likes`), never for reviewers. */
export const likeLedger = (deps: Deps, campaign: CampaignFile): Promise<LikeLedger> => likesOf(deps.env, campaign.id).ledger()
