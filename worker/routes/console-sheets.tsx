import { Hono } from 'hono'
import { panelOf } from '../../db/panels.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { handInSheets, recuse, saveSheet, takeBackRecusal, type Written } from '../actions/write-sheet.ts'
import { type AppContext, type AppTypes, Refused, readForm, refusalJson } from '../http.ts'
import { freshCampaignAt } from '../reads.ts'
import { noteFlaw, readMarks } from '../rules/panel-form.ts'
import type { Refusal } from '../rules/refusal.ts'
import { staffOnly } from '../staff-door.ts'
import { showDossier, showReview } from './console-review.tsx'

/** What a reviewer writes: marks and notes, a recusal, and at the end the word that all is done. */
export const consoleSheetRoutes = new Hono<AppTypes>()

const SHEET = '/staff/campaigns/:slug/review/:number{[0-9]{1,6}}'
const NOTE_READ = 4000

const wantsJson = (c: AppContext): boolean => c.req.header('accept')?.startsWith('application/json') === true

const text = (form: URLSearchParams, name: string, most: number): string =>
  (form.get(name) ?? '').replaceAll('\r\n', '\n').trim().slice(0, most)

async function asked(c: AppContext) {
  return { campaign: await freshCampaignAt(c.var.deps, c.req.param('slug') ?? ''), number: Number(c.req.param('number')) }
}

/** Marks may come with nothing else: a sheet saves itself while it is written. */
consoleSheetRoutes.post(SHEET, staffOnly('score'), async c => {
  const { deps, staff } = c.var
  const form = await readForm(c.req.raw)
  const one = await asked(c)
  const revision = Number(form.get('revision') ?? '')
  if (!Number.isSafeInteger(revision) || revision < 0) throw new Refused({ code: 'body-malformed', where: 'revision' })
  const panel = await panelOf(deps.db, one.campaign.id)
  const { marks, flaws } = readMarks(form, panel?.criteria ?? [])
  const note = text(form, 'note', NOTE_READ)
  const long = noteFlaw(note)
  const all = long ? [...flaws, long] : flaws
  const written: Written =
    all.length > 0
      ? { ok: false, refusal: { code: 'form-refused', flaws: all } }
      : await saveSheet(deps, staff, { ...one, revision, marks, note })
  if (!written.ok) return sentBack(c, written.refusal, form)
  if (wantsJson(c)) return c.json({ ...written.value, was: null })
  return c.redirect(`${staffPaths.reviewOf(one.campaign.slug, one.number)}?saved=1`, 303)
})

consoleSheetRoutes.post(`${SHEET}/recuse`, staffOnly('score'), async c => {
  const form = await readForm(c.req.raw)
  return answered(c, await recuse(c.var.deps, c.var.staff, { ...(await asked(c)), reason: text(form, 'recusal', 1000) }), form)
})

consoleSheetRoutes.post(`${SHEET}/recuse/withdraw`, staffOnly('score'), async c => {
  const form = await readForm(c.req.raw)
  return answered(c, await takeBackRecusal(c.var.deps, c.var.staff, await asked(c)), form)
})

async function answered(c: AppContext, written: Written, form: URLSearchParams): Promise<Response> {
  if (!written.ok) return sentBack(c, written.refusal, form)
  const { campaign, number } = await asked(c)
  return c.redirect(staffPaths.reviewOf(campaign.slug, number), 303)
}

/** Refusals that leave nothing to show are a page of their own; all others come back over the form. */
function sentBack(c: AppContext, refusal: Refusal, form: URLSearchParams): Response | Promise<Response> {
  if (wantsJson(c)) return refusalJson(c, refusal)
  if (refusal.code === 'not-on-panel' || refusal.code === 'not-found') throw new Refused(refusal)
  return showDossier(c, {
    refusal,
    typed: Object.fromEntries([...form].map(([name, value]) => [name, value.slice(0, NOTE_READ)])),
  })
}

consoleSheetRoutes.post('/staff/campaigns/:slug/review/submit', staffOnly('score'), async c => {
  await readForm(c.req.raw)
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const done = await handInSheets(deps, staff, campaign)
  if (done.ok) return c.redirect(staffPaths.review(campaign.slug), 303)
  if (done.refusal.code === 'not-on-panel') throw new Refused(done.refusal)
  return showReview(c, done.refusal)
})
