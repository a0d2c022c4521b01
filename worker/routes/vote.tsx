import { Hono } from 'hono'
import { BallotPage } from '../../web/pages/ballot.tsx'
import { ReceiptPage } from '../../web/pages/receipt.tsx'
import { ReviewPage } from '../../web/pages/review.tsx'
import type { Way } from '../../web/parts/message.ts'
import { keepView } from '../../web/parts/view.tsx'
import { paths } from '../../web/paths.ts'
import { isCodeAsked } from '../actions/ask-challenge.ts'
import { castBallot, identify } from '../actions/cast-ballot.ts'
import { question } from '../adapters/question.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { originOf } from '../origin.ts'
import { personalPage, refusalPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import { judgeChoices } from '../rules/ballot.ts'
import { type CampaignFile, milestoneFor, pollStage } from '../rules/campaign.ts'
import { arrange } from '../rules/nominee.ts'
import type { Refusal } from '../rules/refusal.ts'
import { UUID } from '../rules/uuid.ts'
import { codeSessionOf, knownDevice } from '../session.ts'
import { signalsOf } from '../signals.ts'
import { specOf } from '../spec.ts'
import { noteView, visitOf } from '../visit.ts'
import { showCodeEntrance, showRosterEntrance, tiedVoter } from './entrance.tsx'
import { admitVoter, myBallot, voterOf } from './voter.ts'
import { wechatEntrance } from './wechat.tsx'

/** The vote as plain forms: every step works without script, through the same actions as the API. */
export const voteRoutes = new Hono<AppTypes>()

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

/** The ticked numbers of a form; rubbish becomes 0, which is nobody's number and is refused as such. */
const choicesIn = (form: URLSearchParams): readonly number[] =>
  form
    .getAll('n')
    .slice(0, 2000)
    .map(text => (/^\d{1,6}$/.test(text) ? Number(text) : 0))
