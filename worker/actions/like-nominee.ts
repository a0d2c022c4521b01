import { refusalOf } from '../adapters/human-check.ts'
import type { Deps } from '../deps.ts'
import { likesOf } from '../objects/names.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { refuse, type Verdict } from '../rules/verdict.ts'
import type { Device } from '../session.ts'
import { LEAST_AGE, secondsToGo } from './cast-ballot.ts'
import { type CheckProof, checkHuman } from './check-human.ts'

/** Likes a nominee. May be repeated: the second like of a day is refused with the time of the next and changes nothing. */
export async function likeNominee(
  deps: Deps,
  { campaign, device, origin }: { campaign: CampaignFile; device: Device | null; origin: string },
  { number, proof }: { number: number; proof: CheckProof },
): Promise<Verdict<{ number: number }>> {
  if (!milestoneFor(campaign, 'likes')) return refuse({ code: 'likes-not-open', opens: null })
  if (!device) return refuse({ code: 'session-missing' })
  const age = deps.now() - device.since
  if (age < LEAST_AGE) return refuse({ code: 'too-quick', retryAfter: secondsToGo(age) })
  const checked = await checkHuman(deps, {
    campaign: campaign.id,
    purpose: 'like',
    holder: device.id,
    proof,
    key: `${device.id}/${number}`,
    origin,
  })
  if (checked.outcome === 'unknown') return refuse({ code: 'human-check-unavailable', retryAfter: 20 })
  if (checked.outcome !== 'passed') return refuse(refusalOf(checked.outcome))
  return likesOf(deps.env, campaign.id).like({ device: device.id, number })
}
