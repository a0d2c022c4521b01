import { refusalOf } from '../adapters/human-check.ts'
import type { Deps } from '../deps.ts'
import { bring, castAlone } from '../joint-cast.ts'
import { logLine } from '../log-line.ts'
import type { Cast, CastAnswer } from '../objects/ballot-messages.ts'
import type { CheckResult } from '../objects/ballot-row.ts'
import { boxOf } from '../objects/names.ts'
import type { CampaignFile, VoterClass } from '../rules/campaign.ts'
import { shardOf, type VoterIdentity } from '../rules/dedupe.ts'
import { LEAST_AGE, secondsToGo } from '../rules/dwell.ts'
import type { CampaignId } from '../rules/ids.ts'
import { NO_SIGNALS, type Signals, signalsText } from '../rules/signals.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import type { CodeSession, Device, RosterSession, WechatSession } from '../session.ts'
import { type CheckProof, checkHuman } from './check-human.ts'

/** Who stands before the ballot: the device of the request, and what it has shown of itself. */
export interface Voter {
  readonly device: Device | null
  readonly code: CodeSession | null
  readonly wechat: WechatSession | null
  readonly roster: RosterSession | null
}

/** The one who counts, by the level of the campaign. */
export interface Known {
  readonly identity: VoterIdentity
  readonly unit: string | null
  readonly voterClass: VoterClass | null
  readonly device: Device
}

export interface BallotDraft {
  readonly choices: readonly number[]
  /** A UUID minted by the client before it first sent this ballot. */
  readonly key: string
  readonly proof: CheckProof
}

export interface Where {
  readonly campaign: CampaignFile
  readonly voter: Voter
  /** The address under which the site is reached. */
  readonly origin: string
  readonly signals?: Signals
}

/** Ballots under way in this isolate beyond which it says "busy" at once and keeps its promises to the others. */
const MOST_UNDER_WAY = 1500
let underWay = 0

/**
 * Casts a ballot (trust 3.3). Safe to repeat under the same key: the same key and body get the same receipt, the same
 * key with another body is refused, and a refusal or a lost answer never means that a recorded ballot is gone.
 */
export async function castBallot(deps: Deps, where: Where, draft: BallotDraft): Promise<Verdict<CastAnswer>> {
  if (underWay >= MOST_UNDER_WAY) return refuse({ code: 'busy', retryAfter: 3 })
  underWay += 1
  try {
    return await cast(deps, where, draft)
  } finally {
    underWay -= 1
  }
}

async function cast(
  deps: Deps,
  { campaign, voter, origin, signals = NO_SIGNALS }: Where,
  draft: BallotDraft,
): Promise<Verdict<CastAnswer>> {
  const known = identify(campaign, voter)
  if (!known.ok) return known
  const { identity, unit, voterClass, device } = known.value
  const age = deps.now() - device.since
  if (age < LEAST_AGE) return refuse({ code: 'too-quick', retryAfter: secondsToGo(age) })
  const shard = shardOf(identity, campaign.shards)
  const key = draft.key.toLowerCase()
  // A token that was spent on a recorded ballot would be refused now; the ballot itself is the proof that it was good.
  if (draft.proof.kind === 'turnstile') {
    const recorded = await boxOf(deps.env, campaign.id, shard).recorded(identity, key, draft.choices)
    if (recorded) return recorded
  }
  const checked = await checkHuman(deps, {
    campaign: campaign.id,
    purpose: 'vote',
    holder: device.id,
    proof: draft.proof,
    key: draft.key,
    origin,
  })
  if (checked.outcome === 'failed' || checked.outcome === 'expired') return refuse(refusalOf(checked.outcome))
  // A voter known by more than a device is believed for now and looked at later; a device alone is asked to come back.
  if (checked.outcome === 'unknown' && identity.level === 'device')
    return refuse({ code: 'human-check-unavailable', retryAfter: 20 })
  const result: CheckResult = checked.outcome === 'passed' ? checked.by : 'unverified'
  return deliver(
    deps,
    { campaign: campaign.id, shard },
    { voter: identity, unit, voterClass, key, choices: draft.choices, checked: result, signals: signalsText(signals) },
  )
}

/**
 * Hands the ballot to its box, and alone if the first call broke: repeating is harmless under the same key. An overloaded
 * object is never asked again by us; the client is told when to come back.
 */
async function deliver(
  deps: Deps,
  box: { readonly campaign: CampaignId; readonly shard: number },
  ballot: Cast,
): Promise<Verdict<CastAnswer>> {
  try {
    return await bring(deps.env, box, ballot)
  } catch (error) {
    if ((error as { overloaded?: boolean }).overloaded) return refuse({ code: 'busy', retryAfter: 5 })
  }
  try {
    return await castAlone(deps.env, box, ballot)
  } catch (error) {
    logLine('box-unreachable', { error: String(error) })
    return refuse({ code: 'busy', retryAfter: 5 })
  }
}

/** Who votes, by the one level the campaign counts by. The device is needed at every level: it carries the check. */
export function identify(campaign: Pick<CampaignFile, 'identity'>, voter: Voter): Verdict<Known> {
  const { device, code, wechat, roster } = voter
  if (!device) return refuse({ code: 'session-missing' })
  switch (campaign.identity) {
    case 'device':
      return accept({ identity: { level: 'device', id: device.id }, unit: null, voterClass: null, device })
    case 'openid':
      if (!wechat) return refuse({ code: 'wechat-needed' })
      return accept({ identity: { level: 'openid', id: wechat.tag }, unit: null, voterClass: null, device })
    case 'roster':
      if (!roster) return refuse({ code: 'roster-needed' })
      return accept({ identity: { level: 'roster', id: roster.id }, unit: roster.unit, voterClass: roster.voterClass, device })
    case 'bound':
      if (!wechat) return refuse({ code: 'wechat-needed' })
      if (!code) return refuse({ code: 'code-needed' })
      if (code.wechat !== wechat.tag) return refuse({ code: 'code-tied-elsewhere' })
      break
    case 'code':
      if (!code) return refuse({ code: 'code-needed' })
  }
  const identity = { level: campaign.identity, id: code.selector }
  return accept({ identity, unit: code.unit, voterClass: code.voterClass, device })
}
