import { askChallenge } from '../actions/ask-challenge.ts'
import { identify, type Voter } from '../actions/cast-ballot.ts'
import type { AppContext } from '../http.ts'
import { boxOf } from '../objects/names.ts'
import { addressOf } from '../origin.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { shardOf } from '../rules/dedupe.ts'
import type { Friction } from '../rules/friction.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { codeSessionOf, deviceOf, knownDevice, rosterSessionOf, wechatSessionOf } from '../session.ts'
import { networkFacts } from '../signals.ts'
import { noteChallenge, visitOf } from '../visit.ts'

/** Who sends this request, as far as this campaign wants to know. */
export const voterOf = (c: AppContext, campaign: CampaignFile): Voter => ({
  device: deviceOf(c),
  code: campaign.identity === 'code' || campaign.identity === 'bound' ? codeSessionOf(c, campaign) : null,
  wechat: campaign.identity === 'openid' || campaign.identity === 'bound' ? wechatSessionOf(c) : null,
  roster: campaign.identity === 'roster' ? rosterSessionOf(c, campaign) : null,
})

/** The ballot of this voter in the period that runs; null when there is none. */
export async function myBallot(c: AppContext, campaign: CampaignFile, voter: Voter) {
  const known = identify(campaign, voter)
  if (!known.ok || campaign.openedAt === null) return null
  const { identity } = known.value
  return boxOf(c.var.deps.env, campaign.id, shardOf(identity, campaign.shards)).mine(identity)
}

/** Lets the device of this request to a challenge, and remembers with it how; what it answers is the work to be done. */
export async function admitVoter(c: AppContext, campaign: CampaignFile): Promise<Verdict<Friction['work']>> {
  const { deps } = c.var
  const device = knownDevice(c)
  const visit = visitOf(c, campaign, device)
  const address = addressOf(c.req.raw, deps.config)
  const code = codeSessionOf(c, campaign)
  const admitted = await askChallenge(deps, { campaign, device, visit, address, hosting: networkFacts(c).hosting, code })
  if (!admitted.ok) return admitted
  const { passed, work, code: codeAsked } = admitted.value
  noteChallenge(c, campaign, { device, passed, codeAsked })
  return codeAsked ? refuse({ code: 'code-asked' }) : accept(work)
}
