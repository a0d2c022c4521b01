import { Hono } from 'hono'
import { appealOfCase } from '../../db/appeals.ts'
import { caseById, casesOf, stepsOf } from '../../db/cases.ts'
import { CasePage, type CasePageProps } from '../../web/console/case-page.tsx'
import { CasesPage } from '../../web/console/cases-page.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { confirmCase, proposeCase, refuseCase } from '../actions/decide-case.ts'
import { countLoose, type Opened, openCases, reopenCase } from '../actions/open-cases.ts'
import { carryOutNow } from '../case-boxes.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { examinerOf } from '../objects/names.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { CaseFile } from '../rules/case-file.ts'
import { type CaseId, caseId } from '../rules/ids.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { Verdict } from '../rules/verdict.ts'
import { staffOnly } from '../staff-door.ts'

/** Held ballots and what two people decide about them. Nothing here knows whom a ballot favours. */
export const consoleCaseRoutes = new Hono<AppTypes>()

const MOST_LINES = 300

const campaignIn = (c: AppContext): Promise<CampaignFile> => anyCampaignAt(c.var.deps, c.req.param('slug') ?? '')

consoleCaseRoutes.get('/staff/campaigns/:slug/cases', staffOnly('read-cases'), async c => showList(c, null))

async function showList(c: AppContext, opened: Opened | null): Promise<Response> {
  const { deps, staff } = c.var
  const campaign = await campaignIn(c)
  const [cases, loose, look] = await Promise.all([
    casesOf(deps.db, campaign.id, MOST_LINES),
    countLoose(deps, campaign),
    campaign.openedAt === null ? null : examinerOf(deps.env, campaign.id).latest(),
  ])
  const page = <CasesPage site={siteOf(c)} {...{ staff, campaign, cases, loose, opened, look }} now={deps.now()} />
  return personalPage(c, page)
}

consoleCaseRoutes.post('/staff/campaigns/:slug/cases/open', staffOnly('judge-cases'), async c => {
  await readForm(c.req.raw)
  return showList(c, await openCases(c.var.deps, c.var.staff, await campaignIn(c)))
})

/** The campaign and case that an address names; refuses with 'not-found'. */
export async function caseIn(c: AppContext): Promise<{ campaign: CampaignFile; one: CaseFile }> {
  const campaign = await campaignIn(c)
  const id = caseId(c.req.param('case') ?? '')
  const one = id && (await caseById(c.var.deps.db, campaign.id, id))
  if (!one) throw new Refused({ code: 'not-found' })
  return { campaign, one }
}

consoleCaseRoutes.get('/staff/campaigns/:slug/cases/:case', staffOnly('read-cases'), async c => showCase(c, {}))

export interface ShownCase {
  readonly refusal?: Refusal
  readonly typed?: CasePageProps['typed']
  readonly opened?: CasePageProps['opened']
}

/** The page of a case as the database holds it now, with what was refused or opened. */
export async function showCase(c: AppContext, { refusal, typed = {}, opened = null }: ShownCase): Promise<Response> {
  const { deps, staff } = c.var
  const { campaign, one } = await caseIn(c)
  const [appeal, steps] = await Promise.all([appealOfCase(deps.db, one.id), stepsOf(deps.db, one.id)])
  const page = (
    <CasePage
      site={siteOf(c)}
      {...{ staff, campaign, one, appeal, steps, opened, typed }}
      refusal={refusal ?? null}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 422) : 200)
}

const text = (form: URLSearchParams, name: string, most = 1000): string =>
  (form.get(name) ?? '').replaceAll('\r\n', '\n').trim().slice(0, most)

/** The case as the page showed it. */
async function asked(c: AppContext, form: URLSearchParams) {
  const { campaign, one } = await caseIn(c)
  const revision = Number(text(form, 'revision', 9))
  if (!Number.isInteger(revision) || revision < 1) throw new Refused({ code: 'body-malformed', where: 'revision' })
  return { campaign: campaign.id, id: one.id, revision }
}

async function answered(c: AppContext, verdict: Verdict<{ id: CaseId }>, typed: CasePageProps['typed']): Promise<Response> {
  if (!verdict.ok) return showCase(c, { refusal: verdict.refusal, typed })
  return c.redirect(staffPaths.case((await campaignIn(c)).slug, verdict.value.id), 303)
}

consoleCaseRoutes.post('/staff/campaigns/:slug/cases/:case/propose', staffOnly('judge-cases'), async c => {
  const form = await readForm(c.req.raw)
  const typed = { verdict: text(form, 'verdict', 20), reason: text(form, 'reason') }
  return answered(c, await proposeCase(c.var.deps, c.var.staff, { ...(await asked(c, form)), ...typed }), typed)
})

consoleCaseRoutes.post('/staff/campaigns/:slug/cases/:case/confirm', staffOnly('judge-cases'), async c => {
  const form = await readForm(c.req.raw)
  return answered(c, await confirmCase(c.var.deps, c.var.staff, await asked(c, form)), {})
})

consoleCaseRoutes.post('/staff/campaigns/:slug/cases/:case/refuse', staffOnly('judge-cases'), async c => {
  const form = await readForm(c.req.raw)
  const typed = { refusal: text(form, 'refusal') }
  const verdict = await refuseCase(c.var.deps, c.var.staff, { ...(await asked(c, form)), reason: typed.refusal })
  return answered(c, verdict, typed)
})

/** Tells the boxes again that have not carried a decision out; harmless when all have. */
consoleCaseRoutes.post('/staff/campaigns/:slug/cases/:case/write', staffOnly('judge-cases'), async c => {
  await readForm(c.req.raw)
  const { campaign, one } = await caseIn(c)
  const { env, db, now } = c.var.deps
  await carryOutNow(env, db, one.id, now())
  return c.redirect(staffPaths.case(campaign.slug, one.id), 303)
})

consoleCaseRoutes.post('/staff/campaigns/:slug/cases/:case/reopen', staffOnly('judge-cases'), async c => {
  await readForm(c.req.raw)
  const { one } = await caseIn(c)
  const verdict = await reopenCase(c.var.deps, c.var.staff, one)
  return answered(c, verdict.ok ? { ok: true, value: { id: verdict.value } } : verdict, {})
})
