import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { commentsIn, heapSizes, type Pick, reportsOf } from '../../db/comments.ts'
import { ChosenPage, CommentsDesk } from '../../web/console/comments.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { REFUSAL_REASONS } from '../../web/text/comments.ts'
import { judgeComments, maskComment } from '../actions/judge-comments.ts'
import { saveSettings } from '../actions/save-settings.ts'
import { commentsCsv } from '../comments-csv.ts'
import { csvHeaders } from '../csv-headers.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt, freshCampaignAt } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type CommentFile, HEAPS, type Heap, RULINGS, type Ruling } from '../rules/comment.ts'
import { draftOf } from '../rules/draft.ts'
import { commentId } from '../rules/ids.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { Verdict } from '../rules/verdict.ts'
import { staffOnly } from '../staff-door.ts'

/** The desk of people's comments. */
export const consoleCommentsRoutes = new Hono<AppTypes>()

const A_PAGE = 100
const MOST_CHOSEN = 2000

const heapOf = (text: string | null | undefined): Heap => HEAPS.find(heap => heap === text) ?? 'waiting'

consoleCommentsRoutes.get('/staff/campaigns/:slug/comments', staffOnly('moderate-comments'), async c => {
  const campaign = await anyCampaignAt(c.var.deps, c.req.param('slug'))
  const done = Number(c.req.query('done'))
  return showDesk(c, campaign, { heap: heapOf(c.req.query('shown')), done: done > 0 ? done : null, refusal: null })
})

async function showDesk(
  c: AppContext,
  campaign: CampaignFile,
  said: { heap: Heap; done: number | null; refusal: Refusal | null },
): Promise<Response> {
  const { deps, staff } = c.var
  const [sizes, comments] = await Promise.all([
    heapSizes(deps.db, campaign.id),
    commentsIn(deps.db, { campaign: campaign.id, heap: said.heap, limit: A_PAGE }),
  ])
  const reports = await reportsOf(
    deps.db,
    comments.filter(comment => comment.reports > 0).map(({ id }) => id),
  )
  const props = { site: siteOf(c), staff, campaign, sizes, comments, reports, now: deps.now(), ...said }
  return personalPage(c, <CommentsDesk {...props} />, said.refusal ? (STATUS[said.refusal.code] as 409) : 200)
}

/** 'cmt_…:3': a comment and the revision that was read. */
function pickIn(text: string): Pick | null {
  const [name = '', number = ''] = text.split(':')
  const id = commentId(name)
  return id && /^[1-9]\d{0,8}$/.test(number) ? { id, revision: Number(number) } : null
}

const malformed = (where: string): never => {
  throw new Refused({ code: 'body-malformed', where })
}

/** One button beside a comment, or one for all that are ticked. */
function askedIn(form: URLSearchParams): { ruling: Ruling; picks: readonly Pick[] } {
  const [wanted, ...beside] = (form.get('one') ?? form.get('all') ?? '').split(' ')
  const ruling = RULINGS.find(one => one === wanted) ?? malformed('ruling')
  const texts = form.has('one') ? beside : form.getAll('pick').slice(0, A_PAGE)
  return { ruling, picks: texts.map(text => pickIn(text) ?? malformed('pick')) }
}

consoleCommentsRoutes.post('/staff/campaigns/:slug/comments/judge', staffOnly('moderate-comments'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const form = await readForm(c.req.raw)
  const { ruling, picks } = askedIn(form)
  const reason = ruling === 'refuse' ? (REFUSAL_REASONS.find(one => one === form.get('reason')) ?? null) : null
  const verdict = await judgeComments(deps, staff, { campaign: campaign.id, picks, ruling, reason })
  return answer(c, campaign, heapOf(form.get('heap')), verdict.ok ? { ok: true, value: verdict.value } : verdict)
})

consoleCommentsRoutes.post('/staff/campaigns/:slug/comments/mask', staffOnly('moderate-comments'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const form = await readForm(c.req.raw)
  const pick = pickIn(form.get('pick') ?? '') ?? malformed('pick')
  const verdict = await maskComment(deps, staff, { campaign: campaign.id, pick, piece: (form.get('piece') ?? '').slice(0, 200) })
  return answer(c, campaign, heapOf(form.get('heap')), verdict.ok ? { ok: true, value: 1 } : verdict)
})

function answer(c: AppContext, campaign: CampaignFile, heap: Heap, verdict: Verdict<number>): Response | Promise<Response> {
  if (!verdict.ok) return showDesk(c, campaign, { heap, done: null, refusal: verdict.refusal })
  return c.redirect(`${staffPaths.comments(campaign.slug, heap)}&done=${verdict.value}`, 303)
}

consoleCommentsRoutes.post('/staff/campaigns/:slug/comments/switch', staffOnly('edit-campaigns'), async c => {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const open = (await readForm(c.req.raw)).get('open')
  if (open !== '0' && open !== '1') throw new Refused({ code: 'body-malformed', where: 'open' })
  // The same edit as on the page of settings, so that it stands in their history.
  const { slug, revision } = campaign
  const was = draftOf(campaign)
  const saved = await saveSettings(deps, staff, { slug, revision, was, draft: { ...was, comments: open === '1' }, auto: false })
  if (saved.kind !== 'saved') throw new Refused(saved.refusal)
  return c.redirect(staffPaths.comments(campaign.slug), 303)
})

/** The chosen comments, with a line in the log: they leave the desk. */
async function takenOut(c: AppContext): Promise<{ campaign: CampaignFile; chosen: readonly CommentFile[] }> {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug') ?? '')
  const chosen = await commentsIn(deps.db, { campaign: campaign.id, heap: 'chosen', limit: MOST_CHOSEN })
  const event = { kind: 'comments-exported', campaign: campaign.id, count: chosen.length } as const
  await auditAlone(deps.db, staff, { at: deps.now(), event })
  return { campaign, chosen }
}

consoleCommentsRoutes.get('/staff/campaigns/:slug/comments/chosen', staffOnly('export-comments'), async c => {
  const { deps, staff } = c.var
  return personalPage(c, <ChosenPage site={siteOf(c)} staff={staff} now={deps.now()} {...(await takenOut(c))} />)
})

consoleCommentsRoutes.get('/staff/campaigns/:slug/comments/chosen.csv', staffOnly('export-comments'), async c => {
  const { campaign, chosen } = await takenOut(c)
  return c.body(commentsCsv(campaign, chosen, c.var.deps.now()), 200, csvHeaders(`${campaign.shortTitle}-选用评语`))
})
