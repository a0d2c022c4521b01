import { Hono } from 'hono'
import { panelOf, reviewersFree } from '../../db/panels.ts'
import { sheetsOf } from '../../db/sheets.ts'
import { PanelPage, type PanelTyped } from '../../web/console/panel-page.tsx'
import { SummaryPage } from '../../web/console/summary-page.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { reopenSheets, seat, setPanel, unseat } from '../actions/set-panel.ts'
import { advisoryFor, bandsIn } from '../advisory.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { freshCampaignAt } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import { staffId } from '../rules/ids.ts'
import { judgedBy, panelSummary, progressOf } from '../rules/panel.ts'
import { panelColumn, sortedBy } from '../rules/panel-columns.ts'
import { criterionRows, readTerms } from '../rules/panel-form.ts'
import type { Refusal } from '../rules/refusal.ts'
import { may } from '../rules/roles.ts'
import type { Verdict } from '../rules/verdict.ts'
import { staffOnly } from '../staff-door.ts'

/** Who judges and by what, and what came of it. */
export const consolePanelRoutes = new Hono<AppTypes>()

const ROOT = '/staff/campaigns/:slug/panel'
const campaignIn = (c: AppContext) => freshCampaignAt(c.var.deps, c.req.param('slug') ?? '')

consolePanelRoutes.get(ROOT, staffOnly('manage-panel'), c => show(c, { refusal: null, typed: null }))

interface Shown {
  readonly refusal: Refusal | null
  readonly typed: PanelTyped | null
}

async function show(c: AppContext, { refusal, typed }: Shown): Promise<Response> {
  const { deps, staff } = c.var
  const campaign = await campaignIn(c)
  const [panel, free, sheets] = await Promise.all([
    panelOf(deps.db, campaign.id),
    reviewersFree(deps.db, campaign.id),
    sheetsOf(deps.db, campaign.id),
  ])
  const numbers = panel ? judgedBy(panel, campaign.nominees).map(({ number }) => number) : []
  const seats = (panel?.members ?? []).map(member => ({
    member,
    progress: progressOf(member.id, panel ?? { criteria: [] }, { numbers, sheets }),
    recusals: sheets
      .filter(({ reviewer, recusal, number }) => reviewer === member.id && recusal !== null && numbers.includes(number))
      .map(({ number, recusal }) => ({ number, reason: recusal ?? '' })),
  }))
  const props = { staff, campaign, panel, seats, free, refusal, typed, now: deps.now(), saved: c.req.query('saved') === '1' }
  return personalPage(c, <PanelPage site={siteOf(c)} {...props} />, refusal ? (STATUS[refusal.code] as 422) : 200)
}

consolePanelRoutes.post(ROOT, staffOnly('manage-panel'), async c => {
  const { deps, staff } = c.var
  const form = await readForm(c.req.raw)
  const campaign = await campaignIn(c)
  const revision = Number(form.get('revision') ?? '')
  if (!Number.isSafeInteger(revision) || revision < 0) throw new Refused({ code: 'body-malformed', where: 'revision' })
  const { terms, flaws } = readTerms(
    form,
    campaign.categories.map(({ key }) => key),
  )
  const typed = { rows: criterionRows(form), blind: terms.blind, categories: terms.categories, reopening: null, reason: '' }
  if (flaws.length > 0) return show(c, { refusal: { code: 'form-refused', flaws }, typed })
  const done = await setPanel(deps, staff, { campaign: campaign.id, terms, revision })
  if (!done.ok) return show(c, { refusal: done.refusal, typed })
  return c.redirect(`${staffPaths.panel(campaign.slug)}?saved=1`, 303)
})

const personIn = (form: URLSearchParams, name: string) => {
  const id = staffId(form.get(name) ?? '')
  if (!id) throw new Refused({ code: 'body-malformed', where: name })
  return id
}

async function answered(c: AppContext, done: Verdict<unknown>): Promise<Response> {
  if (!done.ok && done.refusal.code === 'not-found') throw new Refused(done.refusal)
  if (!done.ok) return show(c, { refusal: done.refusal, typed: null })
  return c.redirect(staffPaths.panel((await campaignIn(c)).slug), 303)
}

consolePanelRoutes.post(`${ROOT}/members`, staffOnly('manage-panel'), async c => {
  const { deps, staff } = c.var
  const form = await readForm(c.req.raw)
  const { id: campaign } = await campaignIn(c)
  if (form.has('remove')) return answered(c, await unseat(deps, staff, { campaign, reviewer: personIn(form, 'remove') }))
  return answered(c, await seat(deps, staff, { campaign, reviewer: personIn(form, 'add') }))
})

consolePanelRoutes.post(`${ROOT}/reopen`, staffOnly('manage-panel'), async c => {
  const { deps, staff } = c.var
  const form = await readForm(c.req.raw)
  const campaign = await campaignIn(c)
  const reviewer = personIn(form, 'reviewer')
  const reason = (form.get('reason') ?? '').trim().slice(0, 1000)
  const revision = Number(form.get('revision') ?? '')
  if (!Number.isSafeInteger(revision)) throw new Refused({ code: 'body-malformed', where: 'revision' })
  const done = await reopenSheets(deps, staff, { campaign: campaign.id, reviewer, revision, reason })
  if (!done.ok && done.refusal.code === 'form-refused')
    return show(c, { refusal: done.refusal, typed: { rows: [], blind: false, categories: [], reopening: reviewer, reason } })
  return answered(c, done)
})

/** For organizers and auditors; for reviewers of this panel once they have handed in, so that nobody leans on another. */
consolePanelRoutes.get(`${ROOT}/summary`, staffOnly('read-panel'), async c => {
  const { deps, staff } = c.var
  const campaign = await campaignIn(c)
  const panel = await panelOf(deps.db, campaign.id)
  const reviewer = may(staff, 'score')
  const own = panel?.members.find(({ id }) => id === staff.id)
  if (reviewer && !own) throw new Refused({ code: 'not-on-panel' })
  if (reviewer && own?.submittedAt == null) throw new Refused({ code: 'sheets-not-handed-in' })
  const [advisory, sheets] = await Promise.all([advisoryFor(deps, campaign), sheetsOf(deps.db, campaign.id)])
  const summary =
    panel && panelSummary({ terms: panel, nominees: campaign.nominees, members: panel.members, sheets, bands: bandsIn(advisory) })
  const by = panelColumn(c.req.query('by') ?? 'number', panel?.criteria ?? []) ?? 'number'
  const rows = summary ? sortedBy(summary.rows, by) : []
  const props = { staff, campaign, summary, rows, by, advisory, blind: reviewer && panel?.blind === true, now: deps.now() }
  return personalPage(c, <SummaryPage site={siteOf(c)} {...props} />)
})
