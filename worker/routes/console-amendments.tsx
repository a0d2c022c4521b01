import { Hono } from 'hono'
import { staffPaths } from '../../web/staff-paths.ts'
import { confirmRevocation, proposeRevocation, refuseRevocation } from '../actions/amend-decision.ts'
import { draftResult, draftRevocation } from '../actions/draft-result.ts'
import { type AppTypes, Refused, readForm } from '../http.ts'
import { originOf } from '../origin.ts'
import { staffOnly } from '../staff-door.ts'
import { decisionCampaign, showDecision } from './console-decision.tsx'

/** What comes after a decision stands: revocations by two people, and the notices that are made from it. */
export const consoleAmendmentRoutes = new Hono<AppTypes>()

const ADDRESS = '/staff/campaigns/:slug/decision'

const text = (form: URLSearchParams, name: string): string =>
  (form.get(name) ?? '').replaceAll('\r\n', '\n').trim().slice(0, 1000)

consoleAmendmentRoutes.post(`${ADDRESS}/amendments`, staffOnly('write-decisions'), async c => {
  const campaign = await decisionCampaign(c)
  const form = await readForm(c.req.raw)
  const numbers = [...new Set(form.getAll('numbers'))].slice(0, 5000)
  if (!numbers.every(number => /^\d{1,6}$/.test(number))) throw new Refused({ code: 'body-malformed', where: 'numbers' })
  const typed = { meeting: text(form, 'meeting').slice(0, 60), day: text(form, 'day'), reason: text(form, 'reason') }
  const asked = { ...typed, campaign: campaign.id, numbers: numbers.map(Number) }
  const verdict = await proposeRevocation(c.var.deps, c.var.staff, asked)
  return verdict.ok
    ? c.redirect(staffPaths.decision(campaign.slug), 303)
    : showDecision(c, campaign, { refusal: verdict.refusal, typed: { ...typed, numbers: numbers.join(' ') } })
})

consoleAmendmentRoutes.post(`${ADDRESS}/amendments/confirm`, staffOnly('release-decisions'), async c => {
  const campaign = await decisionCampaign(c)
  const form = await readForm(c.req.raw)
  const verdict = await confirmRevocation(c.var.deps, c.var.staff, { campaign: campaign.id, hash: text(form, 'hash') })
  return verdict.ok
    ? c.redirect(staffPaths.decision(campaign.slug), 303)
    : showDecision(c, campaign, { refusal: verdict.refusal })
})

consoleAmendmentRoutes.post(`${ADDRESS}/amendments/refuse`, staffOnly('release-decisions'), async c => {
  const campaign = await decisionCampaign(c)
  const form = await readForm(c.req.raw)
  const reason = text(form, 'refusal')
  const asked = { campaign: campaign.id, hash: text(form, 'hash'), reason }
  const verdict = await refuseRevocation(c.var.deps, c.var.staff, asked)
  return verdict.ok
    ? c.redirect(staffPaths.decision(campaign.slug), 303)
    : showDecision(c, campaign, { refusal: verdict.refusal, typed: { refusal: reason } })
})

/** One press: the draft of the result notice, open in the editor. */
consoleAmendmentRoutes.post(`${ADDRESS}/notice`, staffOnly('write-decisions'), async c => {
  await readForm(c.req.raw)
  const campaign = await decisionCampaign(c)
  const verdict = await draftResult(c.var.deps, c.var.staff, { campaign, origin: originOf(c.req.raw, c.var.deps.config) })
  return verdict.ok ? c.redirect(staffPaths.notice(verdict.value), 303) : showDecision(c, campaign, { refusal: verdict.refusal })
})

consoleAmendmentRoutes.post(`${ADDRESS}/amendments/:number{[0-9]{1,6}}/notice`, staffOnly('write-decisions'), async c => {
  await readForm(c.req.raw)
  const campaign = await decisionCampaign(c)
  const number = Number(c.req.param('number'))
  const verdict = await draftRevocation(c.var.deps, c.var.staff, { campaign, number })
  return verdict.ok ? c.redirect(staffPaths.notice(verdict.value), 303) : showDecision(c, campaign, { refusal: verdict.refusal })
})
