import type { Env } from '../env.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { LikeBoard } from './like-board.ts'
import { ASIA } from './names.ts'

/** Found by a file of its own, so that whoever can reach a tally cannot name the likes (L1). */
export const likesOf = (env: Env, campaign: CampaignId): DurableObjectStub<LikeBoard> =>
  env.LIKES.get(env.LIKES.idFromName(campaign), ASIA)
