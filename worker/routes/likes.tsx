import { Hono } from 'hono'
import { LikePage } from '../../web/pages/like.tsx'
import { LikesPage } from '../../web/pages/likes.tsx'
import { keepView } from '../../web/parts/view.tsx'
import { paths } from '../../web/paths.ts'
import { type LikeVisitor, likeNominee } from '../actions/like-nominee.ts'
import { question } from '../adapters/question.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { likeLogOf } from '../like-log.ts'
import { giveLikePass, likePassOf } from '../like-pass.ts'
import { likesShown } from '../likes.ts'
import { likesOf } from '../objects/like-name.ts'
import { addressOf, originOf } from '../origin.ts'
import { personalPage, publicPage, siteOf } from '../page.tsx'
import { campaignAt, nomineeIn } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { nextLikeAfter } from '../rules/like.ts'
import { arrange, type NomineeCard } from '../rules/nominee.ts'
import type { Refusal } from '../rules/refusal.ts'
import { dayOf } from '../rules/time.ts'
import { deviceOf, knownDevice } from '../session.ts'

/** Likes as pages and as a plain form that works without script, through the same action as the API. */
export const likeRoutes = new Hono<AppTypes>()

likeRoutes.get('/c/:slug/likes', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const likes = await likesShown(deps, campaign)
  if (!likes) throw new Refused({ code: 'not-found' })
  // The order of the list of nominees, which changes from day to day where it is shuffled.
  const nominees = arrange(campaign.nominees, campaign.order, campaign.id + dayOf(deps.now()))
  const sheet = await likeLogOf(deps, campaign)
  const log = sheet && { final: sheet.result !== null, sound: sheet.flaw === null }
  return publicPage(c, <LikesPage site={siteOf(c)} campaign={campaign} likes={likes} log={log} nominees={nominees} />)
})

/** Who likes, as the action wants to know it. */
export function likeVisitor(c: AppContext, campaign: CampaignFile): LikeVisitor {
  const { config } = c.var.deps
  const device = deviceOf(c)
  return {
    campaign,
    device,
    pass: likePassOf(c, campaign, device),
    origin: originOf(c.req.raw, config),
    address: addressOf(c.req.raw, config),
  }
}

likeRoutes.get('/c/:slug/nominees/:number{[0-9]{1,6}}/like', async c => {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug'))
  return showLike(c, campaign, { nominee: nomineeIn(campaign, c.req.param('number')), refusal: null })
})

async function showLike(
  c: AppContext,
  campaign: CampaignFile,
  { nominee, refusal }: { nominee: NomineeCard; refusal: Refusal | null },
): Promise<Response> {
  const { deps } = c.var
  if (!milestoneFor(campaign, 'likes')) throw new Refused({ code: 'not-found' })
  const device = knownDevice(c)
  const { day, liked } = await likesOf(deps.env, campaign.id).liked(device.id)
  const asked = likePassOf(c, campaign, device)
    ? null
    : await question.issue(deps, { campaign: campaign.id, purpose: 'like', holder: device.id })
  const retryAfter = refusal && retryAfterOf(refusal)
  if (retryAfter) c.header('Retry-After', String(retryAfter))
  const page = (
    <LikePage
      site={siteOf(c)}
      campaign={campaign}
      nominee={nominee}
      question={asked}
      next={liked.includes(nominee.number) ? nextLikeAfter(day) : null}
      refusal={refusal}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 409) : 200)
}

likeRoutes.post('/c/:slug/nominees/:number{[0-9]{1,6}}/like', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const nominee = nomineeIn(campaign, c.req.param('number'))
  const form = await readForm(c.req.raw)
  const token = form.get('question')
  const proof = token === null ? null : ({ kind: 'question', token, answer: form.get('answer') ?? '' } as const)
  const verdict = await likeNominee(deps, likeVisitor(c, campaign), { number: nominee.number, sent: null, proof })
  if (!verdict.ok) return showLike(c, campaign, { nominee, refusal: verdict.refusal })
  if (verdict.value.earned) giveLikePass(c, campaign, verdict.value.earned)
  return c.redirect(keepView(paths.like(campaign.slug, nominee.number), siteOf(c).view), 303)
})
