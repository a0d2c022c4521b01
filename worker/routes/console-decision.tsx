import { Hono } from 'hono'
import { decisionOf } from '../../db/decisions.ts'
import { DecisionPage } from '../../web/console/decision-page.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { releaseDecision, returnDecision } from '../actions/release-decision.ts'
import { handInDecision, recallDecision, saveDecision } from '../actions/save-decision.ts'
import { type AppContext, type AppTypes, Refused, readForm, refusalJson } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { freshCampaignAt } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type DecisionDraft, EMPTY_DRAFT, readDecisionForm, restNotChosen } from '../rules/decision-draft.ts'
import type { Refusal } from '../rules/refusal.ts'
import { staffOnly } from '../staff-door.ts'

/** The decision of a campaign: written, handed in, released. No tally is read here, nor by anything this leads to (law 2). */
export const consoleDecisionRoutes = new Hono<AppTypes>()

/** Bytes of a form about some thousands of nominees. */
const FORM_LIMIT = 4 * 1024 * 1024

export const decisionCampaign = (c: AppContext): Promise<CampaignFile> => freshCampaignAt(c.var.deps, c.req.param('slug') ?? '')

export interface ShownDecision {
  readonly refusal?: Refusal
  readonly draft?: DecisionDraft
  readonly typed?: Readonly<Record<string, string>>
}

/** The page as the database holds it now, with what was typed where it was refused. */
export async function showDecision(c: AppContext, campaign: CampaignFile, shown: ShownDecision): Promise<Response> {
  const { deps, staff } = c.var
  const { refusal = null, typed = {} } = shown
  const file = await decisionOf(deps.db, campaign.id)
  const draft = shown.draft ?? file?.draft ?? EMPTY_DRAFT
  const saved = c.req.query('saved') === '1' || refusal?.code === 'decision-incomplete'
  const page = <DecisionPage site={siteOf(c)} {...{ staff, campaign, file, draft, refusal, typed, saved }} now={deps.now()} />
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 422) : 200)
}

const ADDRESS = '/staff/campaigns/:slug/decision'

consoleDecisionRoutes.get(ADDRESS, staffOnly('read-decisions'), async c => showDecision(c, await decisionCampaign(c), {}))

/** Saves, by itself too; fills in "not chosen" where that is asked for; hands in what it has saved. */
consoleDecisionRoutes.post(ADDRESS, staffOnly('write-decisions'), async c => {
  const { deps, staff } = c.var
  const campaign = await decisionCampaign(c)
  const form = await readForm(c.req.raw, FORM_LIMIT)
  const numbers = campaign.nominees.map(({ number }) => number)
  const typed = readDecisionForm(form, numbers)
  const wish = form.get('do')
  const draft = wish === 'rest' ? restNotChosen(typed, numbers) : typed
  const saved = await saveDecision(deps, staff, { campaign: campaign.id, revision: revisionIn(form), draft })
  if (c.req.header('accept')?.startsWith('application/json'))
    return saved.ok ? c.json({ revision: saved.value.revision, at: deps.now(), was: null }) : refusalJson(c, saved.refusal)
  if (!saved.ok) return showDecision(c, campaign, { refusal: saved.refusal, draft })
  if (wish !== 'submit') return c.redirect(`${staffPaths.decision(campaign.slug)}?saved=1`, 303)
  const handed = await handInDecision(deps, staff, { campaign, revision: saved.value.revision })
  if (!handed.ok) return showDecision(c, campaign, { refusal: handed.refusal })
  return c.redirect(staffPaths.decision(campaign.slug), 303)
})

/** The revision the page showed; 0 where nobody had begun. */
function revisionIn(form: URLSearchParams): number {
  const text = form.get('revision') ?? ''
  if (!/^\d{1,9}$/.test(text)) throw new Refused({ code: 'body-malformed', where: 'revision' })
  return Number(text)
}

consoleDecisionRoutes.post(`${ADDRESS}/recall`, staffOnly('write-decisions'), async c => {
  const campaign = await decisionCampaign(c)
  const form = await readForm(c.req.raw)
  const verdict = await recallDecision(c.var.deps, c.var.staff, { campaign: campaign.id, revision: revisionIn(form) })
  return verdict.ok
    ? c.redirect(staffPaths.decision(campaign.slug), 303)
    : showDecision(c, campaign, { refusal: verdict.refusal })
})

consoleDecisionRoutes.post(`${ADDRESS}/release`, staffOnly('release-decisions'), async c => {
  const campaign = await decisionCampaign(c)
  const form = await readForm(c.req.raw)
  const verdict = await releaseDecision(c.var.deps, c.var.staff, { campaign: campaign.id, revision: revisionIn(form) })
  return verdict.ok
    ? c.redirect(staffPaths.decision(campaign.slug), 303)
    : showDecision(c, campaign, { refusal: verdict.refusal })
})

consoleDecisionRoutes.post(`${ADDRESS}/return`, staffOnly('release-decisions'), async c => {
  const campaign = await decisionCampaign(c)
  const form = await readForm(c.req.raw)
  const reason = (form.get('refusal') ?? '').trim().slice(0, 1000)
  const asked = { campaign: campaign.id, revision: revisionIn(form), reason }
  const verdict = await returnDecision(c.var.deps, c.var.staff, asked)
  return verdict.ok
    ? c.redirect(staffPaths.decision(campaign.slug), 303)
    : showDecision(c, campaign, { refusal: verdict.refusal, typed: { refusal: reason } })
})

/** The very bytes the hash is of. */
consoleDecisionRoutes.get(`${ADDRESS}/record.json`, staffOnly('read-decisions'), async c => {
  const file = await decisionOf(c.var.deps.db, (await decisionCampaign(c)).id)
  if (!file || file.state === 'draft') throw new Refused({ code: 'not-found' })
  return c.body(file.text, 200, { 'content-type': 'application/json; charset=utf-8' })
})
