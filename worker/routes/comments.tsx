import { Hono } from 'hono'
import * as v from 'valibot'
import { commentsBy, shownComment, shownComments } from '../../db/comments.ts'
import { CommentsPage, type CommentsProps } from '../../web/pages/comments.tsx'
import { ReportPage } from '../../web/pages/report.tsx'
import { keepView } from '../../web/parts/view.tsx'
import { paths } from '../../web/paths.ts'
import type { CheckProof } from '../actions/check-human.ts'
import { reportComment } from '../actions/report-comment.ts'
import { type Commenter, writeComment, writerTag } from '../actions/write-comment.ts'
import { question } from '../adapters/question.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { addressOf, originOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { campaignAt, nomineeIn } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type CommentFile, REPORT_REASONS } from '../rules/comment.ts'
import { commentId } from '../rules/ids.ts'
import type { Refusal } from '../rules/refusal.ts'
import { deviceOf, knownDevice } from '../session.ts'
import * as shapes from './api-shapes.ts'

/** People's comments on nominees (P4), as forms that work without script. */
export const commentRoutes = new Hono<AppTypes>()

const A_PAGE = 20

const commenterOf = (c: AppContext, campaign: CampaignFile): Commenter => ({
  campaign,
  device: deviceOf(c),
  origin: originOf(c.req.raw, c.var.deps.config),
  address: addressOf(c.req.raw, c.var.deps.config),
})

/** The proof a form carries: the phone's work where there was script, else the answer to the sum. */
function proofIn(form: URLSearchParams): CheckProof | null {
  const worked = form.get('proof')
  if (!worked) return { kind: 'question', token: form.get('question') ?? '', answer: form.get('answer') ?? '' }
  try {
    const parsed = v.safeParse(shapes.Proof, JSON.parse(worked))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}

/** A campaign that takes comments; without them these addresses do not exist. */
async function commentedCampaign(c: AppContext): Promise<CampaignFile> {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug') ?? '')
  if (!campaign.comments) throw new Refused({ code: 'not-found' })
  return campaign
}

type Said = Pick<CommentsProps, 'typed' | 'refusal'>

commentRoutes.get('/c/:slug/nominees/:number{[0-9]{1,6}}/comments', async c =>
  showComments(c, await commentedCampaign(c), { typed: { text: '', signature: '' }, refusal: null }),
)

commentRoutes.post('/c/:slug/nominees/:number{[0-9]{1,6}}/comments', async c => {
  const { deps } = c.var
  const campaign = await commentedCampaign(c)
  const { number } = nomineeIn(campaign, c.req.param('number'))
  const form = await readForm(c.req.raw)
  // Cut before anything looks at it: what is longer than this was not typed into the form.
  const typed = { text: (form.get('text') ?? '').slice(0, 2000), signature: (form.get('signature') ?? '').slice(0, 200) }
  const verdict = await writeComment(deps, commenterOf(c, campaign), { number, form: typed, proof: proofIn(form) })
  if (!verdict.ok) return showComments(c, campaign, { typed, refusal: verdict.refusal })
  return c.redirect(keepView(`${paths.comments(campaign.slug, number)}?note=sent`, siteOf(c).view), 303)
})

async function showComments(c: AppContext, campaign: CampaignFile, said: Said): Promise<Response> {
  const { deps } = c.var
  const nominee = nomineeIn(campaign, c.req.param('number'))
  const { number } = nominee
  const page = Math.min(500, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1))
  const device = knownDevice(c)
  const [found, mine, asked] = await Promise.all([
    shownComments(deps.db, { campaign: campaign.id, number, limit: A_PAGE + 1, offset: (page - 1) * A_PAGE }),
    commentsBy(deps.db, { writer: writerTag(deps, campaign, device), number }),
    question.issue(deps, { campaign: campaign.id, purpose: 'comment', holder: device.id }),
  ])
  const note = c.req.query('note')
  const body = (
    <CommentsPage
      site={siteOf(c)}
      campaign={campaign}
      nominee={nominee}
      comments={found.slice(0, A_PAGE)}
      page={page}
      more={found.length > A_PAGE}
      mine={mine}
      question={asked}
      note={said.refusal === null && (note === 'sent' || note === 'reported') ? note : null}
      now={deps.now()}
      {...said}
    />
  )
  return personalPage(c, body, statusOf(c, said.refusal))
}

function statusOf(c: AppContext, refusal: Refusal | null): 200 | 422 {
  const retryAfter = refusal && retryAfterOf(refusal)
  if (retryAfter) c.header('Retry-After', String(retryAfter))
  return refusal ? (STATUS[refusal.code] as 422) : 200
}

commentRoutes.get('/c/:slug/comments/:comment/report', async c => {
  const campaign = await commentedCampaign(c)
  return showReport(c, campaign, { comment: await commentIn(c, campaign), refusal: null })
})

commentRoutes.post('/c/:slug/comments/:comment/report', async c => {
  const { deps } = c.var
  const campaign = await commentedCampaign(c)
  const comment = await commentIn(c, campaign)
  const form = await readForm(c.req.raw)
  const reason = REPORT_REASONS.find(one => one === form.get('reason'))
  if (!reason) throw new Refused({ code: 'body-malformed', where: 'reason' })
  const verdict = await reportComment(deps, commenterOf(c, campaign), { id: comment.id, reason, proof: proofIn(form) })
  if (!verdict.ok) return showReport(c, campaign, { comment, refusal: verdict.refusal })
  return c.redirect(keepView(`${paths.comments(campaign.slug, comment.number)}?note=reported`, siteOf(c).view), 303)
})

async function commentIn(c: AppContext, campaign: CampaignFile): Promise<CommentFile> {
  const id = commentId(c.req.param('comment') ?? '')
  const found = id && (await shownComment(c.var.deps.db, campaign.id, id))
  if (!found) throw new Refused({ code: 'not-found' })
  return found
}

async function showReport(
  c: AppContext,
  campaign: CampaignFile,
  { comment, refusal }: { comment: CommentFile; refusal: Refusal | null },
): Promise<Response> {
  const { deps } = c.var
  const asked = await question.issue(deps, { campaign: campaign.id, purpose: 'comment', holder: knownDevice(c).id })
  const props = { site: siteOf(c), campaign, comment, question: asked, refusal, now: deps.now() }
  return personalPage(c, <ReportPage {...props} />, statusOf(c, refusal))
}
