import { type Context, Hono } from 'hono'
import { appealAt } from '../../db/appeals.ts'
import { BallotPage } from '../../web/pages/ballot.tsx'
import { NoBallotPage, NoReceiptPage, ReceiptPage } from '../../web/pages/receipt.tsx'
import { ReviewPage } from '../../web/pages/review.tsx'
import type { BallotStanding } from '../../web/parts/standing.tsx'
import { keepView } from '../../web/parts/view.tsx'
import type { Way } from '../../web/parts/way.ts'
import { paths } from '../../web/paths.ts'
import { askChallenge, isCodeAsked } from '../actions/ask-challenge.ts'
import { castBallot, identify, type Voter } from '../actions/cast-ballot.ts'
import { question } from '../adapters/question.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { boxOf } from '../objects/names.ts'
import { addressOf, originOf } from '../origin.ts'
import { personalPage, refusalPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import { judgeChoices } from '../rules/ballot.ts'
import { type CampaignFile, milestoneFor, pollStage } from '../rules/campaign.ts'
import { shardOf } from '../rules/dedupe.ts'
import type { Friction } from '../rules/friction.ts'
import { arrange } from '../rules/nominee.ts'
import { familiesOf } from '../rules/reason.ts'
import { readReceiptCode } from '../rules/receipt.ts'
import type { Refusal } from '../rules/refusal.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { codeSessionOf, deviceOf, knownDevice, rosterSessionOf, wechatSessionOf } from '../session.ts'
import { networkFacts, signalsOf } from '../signals.ts'
import { specOf } from '../spec.ts'
import { noteChallenge, noteView, visitOf } from '../visit.ts'
import { showCodeEntrance, showRosterEntrance, tiedVoter } from './entrance.tsx'
import { wechatEntrance, wechatSignIn } from './wechat.tsx'

/** The vote as plain forms: every step works without script, through the same actions as the API. */
export const voteRoutes = new Hono<AppTypes>()

export const voterOf = (c: AppContext, campaign: CampaignFile): Voter => ({
  device: deviceOf(c),
  code: campaign.identity === 'code' || campaign.identity === 'bound' ? codeSessionOf(c, campaign) : null,
  wechat: campaign.identity === 'openid' || campaign.identity === 'bound' ? wechatSessionOf(c) : null,
  roster: campaign.identity === 'roster' ? rosterSessionOf(c, campaign) : null,
})

voteRoutes.get('/c/:slug/ballot', async c => {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug'))
  return showBallot(c, campaign, { chosen: new Set(), refusal: null })
})

/** "Back to change it" from the review page: the same ballot with its ticks. */
voteRoutes.post('/c/:slug/ballot', async c => {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug'))
  const form = await readForm(c.req.raw)
  return showBallot(c, campaign, { chosen: new Set(choicesIn(form)), refusal: null })
})

async function showBallot(
  c: AppContext,
  campaign: CampaignFile,
  { chosen, refusal }: { chosen: ReadonlySet<number>; refusal: Refusal | null },
): Promise<Response> {
  const closed = closedPoll(c, campaign)
  if (closed) return refusalPage(c, closed, ...waysFrom(campaign, closed))
  const device = knownDevice(c)
  const voter = await tiedVoter(c, campaign, { ...voterOf(c, campaign), device })
  const known = identify(campaign, voter)
  if (!known.ok) return showEntrance(c, campaign, known.refusal)
  const mine = await myBallot(c, campaign, voter)
  if (mine)
    return personalPage(
      c,
      <ReceiptPage site={siteOf(c)} campaign={campaign} receipt={mine} next={mine.next} now={c.var.deps.now()} />,
    )
  if (isCodeAsked(c.var.deps, visitOf(c, campaign, device), codeSessionOf(c, campaign)))
    return showEntrance(c, campaign, { code: 'code-asked' })
  noteView(c, campaign, device)
  const nominees = arrange(campaign.nominees, campaign.order, known.value.identity.id)
  const page = (
    <BallotPage
      site={siteOf(c)}
      campaign={campaign}
      nominees={nominees}
      chosen={chosen}
      refusal={refusal}
      now={c.var.deps.now()}
    />
  )
  return personalPage(c, page, refusal ? 422 : 200)
}

/** What stands before the ballot of whoever has not shown yet who he is. */
function showEntrance(c: AppContext, campaign: CampaignFile, missing: Refusal): Response | Promise<Response> {
  if (missing.code === 'code-needed') return showCodeEntrance(c, campaign)
  if (missing.code === 'code-asked') return showCodeEntrance(c, campaign, { refusal: missing })
  if (missing.code === 'code-tied-elsewhere') return showCodeEntrance(c, campaign, { refusal: missing })
  if (missing.code === 'roster-needed') return showRosterEntrance(c, campaign)
  if (missing.code === 'wechat-needed') return wechatEntrance(c, campaign)
  return refusalPage(c, missing, { href: paths.campaign(campaign.slug), text: '返回活动' })
}

/** Why nobody can vote in this campaign now; null when everybody may. */
function closedPoll(c: AppContext, campaign: CampaignFile): Refusal | null {
  const vote = milestoneFor(campaign, 'vote')
  const stage = pollStage(campaign, c.var.deps.now())
  if (!vote || stage === 'none') return { code: 'not-found' }
  if (stage === 'before') return { code: 'poll-not-open', opens: vote.from }
  if (stage === 'closed') return { code: 'poll-closed', closed: vote.until }
  return campaign.openedAt === null ? { code: 'poll-not-ready' } : null
}

/** Whoever comes too late is told where the results are. */
const waysFrom = ({ slug }: CampaignFile, { code }: Refusal): readonly Way[] => [
  ...(code === 'poll-closed' ? [{ href: paths.results(slug), text: '查看投票结果' }] : []),
  { href: paths.campaign(slug), text: '返回活动' },
]

async function myBallot(c: AppContext, campaign: CampaignFile, voter: Voter) {
  const known = identify(campaign, voter)
  if (!known.ok || campaign.openedAt === null) return null
  const { identity } = known.value
  return boxOf(c.var.deps.env, campaign.id, shardOf(identity, campaign.shards)).mine(identity)
}

voteRoutes.post('/c/:slug/ballot/review', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const choices = choicesIn(await readForm(c.req.raw))
  const closed = closedPoll(c, campaign)
  if (closed) return refusalPage(c, closed, ...waysFrom(campaign, closed))
  const judged = judgeChoices(choices, specOf(campaign))
  if (!judged.ok) return showBallot(c, campaign, { chosen: new Set(choices), refusal: judged.refusal })
  const admitted = await admitVoter(c, campaign)
  if (!admitted.ok && admitted.refusal.code === 'code-asked') return showEntrance(c, campaign, admitted.refusal)
  if (!admitted.ok) return showBallot(c, campaign, { chosen: new Set(choices), refusal: admitted.refusal })
  // A form has no work to do. Who is to do more has a look at the page first, as everybody has who comes to it by hand.
  if (admitted.value > 1)
    return showBallot(c, campaign, { chosen: new Set(choices), refusal: { code: 'too-quick', retryAfter: 10 } })
  return showReview(c, campaign, { choices, key: crypto.randomUUID(), refusal: null })
})

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

async function showReview(
  c: AppContext,
  campaign: CampaignFile,
  { choices, key, refusal }: { choices: readonly number[]; key: string; refusal: Refusal | null },
): Promise<Response> {
  const device = knownDevice(c)
  const asked = await question.issue(c.var.deps, { campaign: campaign.id, purpose: 'vote', holder: device.id })
  const chosen = campaign.nominees.filter(({ number }) => choices.includes(number))
  const page = (
    <ReviewPage
      site={siteOf(c)}
      campaign={campaign}
      chosen={chosen}
      idempotencyKey={key}
      question={asked}
      refusal={refusal}
      now={c.var.deps.now()}
    />
  )
  const retryAfter = refusal && retryAfterOf(refusal)
  if (retryAfter) c.header('Retry-After', String(retryAfter))
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 422) : 200)
}

voteRoutes.post('/c/:slug/ballot/cast', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const form = await readForm(c.req.raw)
  const choices = choicesIn(form)
  const key = form.get('key') ?? ''
  if (!UUID.test(key)) throw new Refused({ code: 'body-malformed', where: 'key' })
  const voter = voterOf(c, campaign)
  const proof = { kind: 'question', token: form.get('question') ?? '', answer: form.get('answer') ?? '' } as const
  const verdict = await castBallot(
    deps,
    { campaign, voter, origin: originOf(c.req.raw, deps.config), signals: signalsOf(c, campaign, voter) },
    { choices, key, proof },
  )
  if (verdict.ok) return c.redirect(keepView(paths.receipt(campaign.slug, verdict.value.code), siteOf(c).view), 303)
  const { code } = verdict.refusal
  if (code === 'already-voted' || code === 'key-reused')
    return refusalPage(c, verdict.refusal, { href: paths.myBallot(campaign.slug), text: '看我的投票回执' })
  if (code === 'poll-closed' || code === 'poll-not-open' || code === 'poll-not-ready')
    return refusalPage(c, verdict.refusal, ...waysFrom(campaign, verdict.refusal))
  if (code === 'code-needed' || code === 'code-tied-elsewhere') return showCodeEntrance(c, campaign, { refusal: verdict.refusal })
  if (code === 'roster-needed') return showRosterEntrance(c, campaign, { refusal: verdict.refusal })
  // The ticks and the key stay in the form: whatever was wrong, nothing has to be chosen again.
  return showReview(c, campaign, { choices, key, refusal: verdict.refusal })
})

voteRoutes.get('/c/:slug/my-ballot', async c => {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug'))
  const voter = voterOf(c, campaign)
  const mine = await myBallot(c, campaign, voter)
  if (!mine) return noBallot(c, campaign, { known: identify(campaign, voter).ok })
  return personalPage(
    c,
    <ReceiptPage
      site={siteOf(c)}
      campaign={campaign}
      receipt={mine}
      next={mine.next}
      standing={await standingAt(c, campaign, mine.code)}
      now={c.var.deps.now()}
    />,
  )
})

const noBallot = (c: AppContext, campaign: CampaignFile, { known }: { known: boolean }) =>
  personalPage(
    c,
    <NoBallotPage
      site={siteOf(c)}
      campaign={campaign}
      stage={pollStage(campaign, c.var.deps.now())}
      known={known}
      signIn={wechatSignIn(c, campaign, 'my-ballot')}
    />,
  )

/** A code of which no box knows: what was typed stays in the field, so that it can be compared with the slip. */
const noReceipt = (c: AppContext, campaign: CampaignFile, typed: string) =>
  personalPage(c, <NoReceiptPage site={siteOf(c)} campaign={campaign} typed={typed} />, 404)

/** A typed code becomes the address of its receipt; what cannot be one is not found. */
voteRoutes.get('/c/:slug/receipts', async c => {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug'))
  const typed = c.req.query('code') ?? ''
  const read = readReceiptCode(typed)
  if (!read) return noReceipt(c, campaign, typed)
  return c.redirect(keepView(paths.receipt(campaign.slug, read.code), siteOf(c).view), 303)
})

voteRoutes.get('/c/:slug/receipts/:code', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  // A receipt has one address, however its code was typed (T27).
  const code = readReceiptCode(c.req.param('code'))?.code
  if (code && code !== c.req.param('code')) return c.redirect(paths.receipt(campaign.slug, code), 303)
  const receipt = await receiptByCode(c, campaign, c.req.param('code'))
  if (!receipt) return noReceipt(c, campaign, c.req.param('code'))
  const standing = await standingAt(c, campaign, receipt.code)
  return personalPage(
    c,
    <ReceiptPage site={siteOf(c)} campaign={campaign} receipt={receipt} standing={standing} now={deps.now()} />,
  )
})

/** The ballot a receipt speaks of; null when no box holds such a one. */
export async function receiptByCode(c: Context<AppTypes>, campaign: CampaignFile, text: string) {
  const read = readReceiptCode(text)
  if (!read || read.place.shard >= campaign.shards || campaign.openedAt === null) return null
  return boxOf(c.var.deps.env, campaign.id, read.place.shard).receipt(read.place.seq, read.tag)
}

/** What became of a ballot and of its appeal. Null when there is none of this code, and until the poll has closed: whoever probes the rules learns nothing (F6). */
export async function standingAt(c: AppContext, campaign: CampaignFile, code: string): Promise<BallotStanding | null> {
  const read = readReceiptCode(code)
  if (!read || pollStage(campaign, c.var.deps.now()) !== 'closed') return null
  const ballot = await receiptByCode(c, campaign, code)
  if (!ballot) return null
  const appeal = await appealAt(c.var.deps.db, campaign.id, read.place)
  return { status: ballot.status, families: familiesOf(ballot.reasons), appeal }
}

/** Any UUID: the form's is random, the island's carries its time. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** The ticked numbers of a form; rubbish becomes 0, which is nobody's number and is refused as such. */
const choicesIn = (form: URLSearchParams): readonly number[] =>
  form
    .getAll('n')
    .slice(0, 2000)
    .map(text => (/^\d{1,6}$/.test(text) ? Number(text) : 0))
