import { Hono } from 'hono'
import { revealAppeal } from '../actions/reveal-appeal.ts'
import { type AppTypes, readForm } from '../http.ts'
import { staffOnly } from '../staff-door.ts'
import { caseIn, showCase } from './console-cases.tsx'

/** What voters wrote in appeals, in answer to a reason; apart, because it alone leads to what is private. */
export const consoleAppealRoutes = new Hono<AppTypes>()

consoleAppealRoutes.post('/staff/campaigns/:slug/cases/:case/appeal', staffOnly('reveal-appeals'), async c => {
  const look = ((await readForm(c.req.raw)).get('look') ?? '').trim().slice(0, 200)
  const { campaign, one } = await caseIn(c)
  const verdict = await revealAppeal(c.var.deps, c.var.staff, { campaign: campaign.id, case: one.id, reason: look })
  if (!verdict.ok) return showCase(c, { refusal: verdict.refusal, typed: { look } })
  return showCase(c, verdict.value === null ? {} : { opened: { text: verdict.value, reason: look } })
})
