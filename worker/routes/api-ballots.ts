import * as v from 'valibot'
import { paths } from '../../web/paths.ts'
import { castBallot, identify } from '../actions/cast-ballot.ts'
import { firstCheck } from '../adapters/human-check.ts'
import { pow } from '../adapters/pow.ts'
import { turnstile, turnstileServes } from '../adapters/turnstile.ts'
import { type AppContext, Refused, refusalJson } from '../http.ts'
import { boxOf, gateFor } from '../objects/names.ts'
import { addressOf, originOf } from '../origin.ts'
import { shardOf } from '../rules/dedupe.ts'
import type { Friction } from '../rules/friction.ts'
import { UUID } from '../rules/uuid.ts'
import { accept, type Verdict } from '../rules/verdict.ts'
import { knownDevice } from '../session.ts'
import { signalsOf } from '../signals.ts'
import * as shapes from './api-shapes.ts'
import { BODY_REFUSALS, bodyOf, campaignIn, type Endpoint, HARMLESS } from './endpoint.ts'
import { receiptByCode } from './receipts.tsx'
import { admitVoter, voterOf } from './voter.ts'

/** The vote, from its challenge to its receipt. The forms of vote.tsx use the same actions. */
export const BALLOT_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/campaigns/:slug/challenge',
    summary: '领取一次安全验证，并在设备上保存投票凭据',
    repeat: '每次发出新的验证题；同一网络过于频繁时会被要求稍候。',
    query: shapes.ChallengeQuery,
    answer: shapes.Challenge,
    refusals: ['not-found', 'slow-down', 'code-asked', 'body-malformed'],
    handle: challenge,
  },
  {
    method: 'post',
    path: '/api/campaigns/:slug/ballots',
    summary: '提交一张选票',
    repeat: '必须带 Idempotency-Key。同一个键和同一内容重复提交，得到同一张回执；同一个键换了内容会被拒绝。',
    headers: { 'Idempotency-Key': '客户端在首次提交前生成的 UUID，得到回复之前一直保留' },
    body: shapes.BallotBody,
    answer: shapes.Recorded,
    refusals: [
      'not-found',
      'session-missing',
      'code-needed',
      'code-tied-elsewhere',
      'wechat-needed',
      'roster-needed',
      'too-quick',
      'human-check-failed',
      'human-check-expired',
      'human-check-unavailable',
      'poll-not-open',
      'poll-closed',
      'poll-not-ready',
      'already-voted',
      'key-reused',
      'empty-ballot',
      'too-many-choices',
      'too-few-choices',
      'too-many-in-all',
      'too-few-in-all',
      'unknown-nominee',
      'chosen-twice',
      'slow-down',
      'busy',
      ...BODY_REFUSALS,
    ],
    handle: cast,
  },
  {
    method: 'get',
    path: '/api/campaigns/:slug/ballots/mine',
    summary: '本设备（或本投票码）在当前周期的回执',
    repeat: HARMLESS,
    answer: shapes.Mine,
    refusals: ['not-found', 'session-missing', 'code-needed', 'code-tied-elsewhere', 'wechat-needed', 'roster-needed'],
    handle: mine,
  },
  {
    method: 'get',
    path: '/api/campaigns/:slug/receipts/:code',
    summary: '按回执编号查询选票是否仍在',
    repeat: HARMLESS,
    answer: shapes.Receipt,
    refusals: ['not-found'],
    handle: async c => {
      const campaign = await campaignIn(c)
      const receipt = await receiptByCode(c, campaign, c.req.param('code') ?? '')
      if (!receipt) throw new Refused({ code: 'not-found' })
      return c.json({ receipt: receipt.code, at: receipt.at })
    },
  },
]

async function challenge(c: AppContext): Promise<Response> {
  const { deps } = c.var
  const campaign = await campaignIn(c)
  const asked = v.safeParse(shapes.ChallengeQuery, c.req.query())
  if (!asked.success) throw new Refused({ code: 'body-malformed', where: 'for' })
  const purpose = asked.output.for
  const admitted = await (purpose === 'vote' ? admitVoter(c, campaign) : admitOther(c))
  if (!admitted.ok) return refusalJson(c, admitted.refusal)
  const scope = { campaign: campaign.id, purpose, holder: knownDevice(c).id }
  const work = await pow.issue(deps, scope, admitted.value)
  return c.json(
    firstCheck(campaign.humanChecks, turnstileServes(deps)) === 'turnstile'
      ? { kind: 'turnstile', pow: work, turnstile: await turnstile.issue(deps, scope) }
      : { kind: 'pow', pow: work },
  )
}

/** How much work a like or a comment costs: more where the network is crowded. */
async function admitOther(c: AppContext): Promise<Verdict<Friction['work']>> {
  const address = addressOf(c.req.raw, c.var.deps.config)
  const knock = await gateFor(c.var.deps.env, address).knock('challenge', address)
  return knock.ok ? accept(knock.value.crowded ? 4 : 1) : knock
}

async function cast(c: AppContext): Promise<Response> {
  const { deps } = c.var
  const campaign = await campaignIn(c)
  const key = c.req.header('idempotency-key') ?? ''
  if (!UUID.test(key)) throw new Refused({ code: 'body-malformed', where: 'Idempotency-Key' })
  const { choices, check } = await bodyOf(c, shapes.BallotBody)
  const voter = voterOf(c, campaign)
  const verdict = await castBallot(
    deps,
    { campaign, voter, origin: originOf(c.req.raw, deps.config), signals: signalsOf(c, campaign, voter) },
    { choices, key, proof: check },
  )
  if (!verdict.ok) return refusalJson(c, verdict.refusal)
  const { code, at, replayed } = verdict.value
  if (replayed) c.header('Idempotent-Replayed', 'true')
  return c.json({ receipt: code, at, url: paths.receipt(campaign.slug, code) })
}

async function mine(c: AppContext): Promise<Response> {
  const campaign = await campaignIn(c)
  const known = identify(campaign, voterOf(c, campaign))
  if (!known.ok) return refusalJson(c, known.refusal)
  const { identity } = known.value
  const found =
    campaign.openedAt === null
      ? null
      : await boxOf(c.var.deps.env, campaign.id, shardOf(identity, campaign.shards)).mine(identity)
  return c.json({
    ballot: found && { receipt: found.code, at: found.at, next: found.next, url: paths.receipt(campaign.slug, found.code) },
  })
}
