import type { Deps } from './deps.ts'
import { remembered } from './memo.ts'
import { likesOf } from './objects/names.ts'
import type { CampaignId } from './rules/ids.ts'

/** The likes of every nominee that has any. For pages and the public API; nothing for reviewers comes this way (L1). */
export const likeCounts = (deps: Deps, campaign: CampaignId): Promise<Readonly<Record<number, number>>> =>
  remembered(`likes:${campaign}`, deps.config.memoMs, () => likesOf(deps.env, campaign).counts())
