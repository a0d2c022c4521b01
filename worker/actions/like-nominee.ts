import { refusalOf } from '../adapters/human-check.ts'
import type { Deps } from '../deps.ts'
import type { LikePass } from '../like-pass.ts'
import { logLine } from '../log-line.ts'
import type { Like, LikeAnswer } from '../objects/like-board.ts'
import { likesOf } from '../objects/like-name.ts'
import { gateFor } from '../objects/names.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { LEAST_AGE, secondsToGo } from '../rules/dwell.ts'
import type { CampaignId } from '../rules/ids.ts'
import { dayOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import type { Device } from '../session.ts'
import { type CheckProof, checkHuman } from './check-human.ts'

/** Who likes: the device of the request, and the pass it has earned today, if any. */
export interface LikeVisitor {
  readonly campaign: CampaignFile
  readonly device: Device | null
  readonly pass: LikePass | null
  readonly origin: string
  readonly address: string | null
}

export interface LikeWish {
  readonly number: number
  /** The day on which this like was first sent, when it is sent again. */
  readonly sent: string | null
  readonly proof: CheckProof | null
}

export interface Liked {
  readonly answer: LikeAnswer
  /** Earned by this very request; null when the visitor came with one. */
  readonly earned: LikePass | null
}

/** Likes a nominee. May be repeated: the second like of a day gets the answer of the first and changes nothing. */
export async function likeNominee(deps: Deps, visitor: LikeVisitor, { number, sent, proof }: LikeWish): Promise<Verdict<Liked>> {
  const { campaign, device, pass } = visitor
  if (!milestoneFor(campaign, 'likes')) return refuse({ code: 'likes-not-open', opens: null })
  if (!device) return refuse({ code: 'session-missing' })
  const shown = pass ? accept(pass) : await earnPass(deps, { ...visitor, device }, proof)
  if (!shown.ok) return shown
  const { network, crowded, weakCheck, age } = shown.value
  const answer = await deliver(deps, campaign.id, { device: device.id, number, sent, network, crowded, weakCheck, age })
  return answer.ok ? accept({ answer: answer.value, earned: pass ? null : shown.value }) : answer
}

/** One human check a day, and one knock at the gate of the network (T03); without a proof it says that one is needed. */
async function earnPass(
  deps: Deps,
  { campaign, device, origin, address }: LikeVisitor & { readonly device: Device },
  proof: CheckProof | null,
): Promise<Verdict<LikePass>> {
  const age = deps.now() - device.since
  if (age < LEAST_AGE) return refuse({ code: 'too-quick', retryAfter: secondsToGo(age) })
  if (!proof) return refuse(refusalOf('expired'))
  const day = dayOf(deps.now())
  const ask = { campaign: campaign.id, purpose: 'like', holder: device.id, proof, key: `${device.id}/${day}`, origin } as const
  const checked = await checkHuman(deps, ask)
  if (checked.outcome === 'unknown') return refuse({ code: 'human-check-unavailable', retryAfter: 20 })
  if (checked.outcome !== 'passed') return refuse(refusalOf(checked.outcome))
  const knock = await gateFor(deps.env, address).knock('like', address)
  if (!knock.ok) return knock
  const { net: network, crowded } = knock.value
  return accept({ device: device.id, day, network, crowded, weakCheck: checked.by === 'question', age })
}

/** Twice if the first call broke, since repeating is harmless; an overloaded board is left alone. */
async function deliver(deps: Deps, campaign: CampaignId, like: Like): Promise<Verdict<LikeAnswer>> {
  try {
    return await likesOf(deps.env, campaign).like(like)
  } catch (error) {
    if ((error as { overloaded?: boolean }).overloaded) return refuse({ code: 'busy', retryAfter: 5 })
  }
  try {
    return await likesOf(deps.env, campaign).like(like)
  } catch (error) {
    logLine('likes-unreachable', { error: String(error) })
    return refuse({ code: 'busy', retryAfter: 5 })
  }
}
