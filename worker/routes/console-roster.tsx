import { Hono } from 'hono'
import * as v from 'valibot'
import { RosterDesk } from '../../web/console/roster-desk.tsx'
import { RosterImportPage } from '../../web/console/roster-import.tsx'
import { beginRoster, planRoster, settleRoster, stageRoster } from '../actions/import-roster.ts'
import { type AppContext, type AppTypes, Refused, readJson, refusalJson } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt, freshCampaignAt } from '../reads.ts'
import { rosterNow } from '../roster-use.ts'
import { VOTER_CLASSES } from '../rules/campaign.ts'
import { rosterImportId } from '../rules/ids.ts'
import { comparedName, comparedNumber, MOST_PEOPLE, ROSTER_MODES } from '../rules/roster.ts'
import type { Verdict } from '../rules/verdict.ts'
import { staffOnly } from '../staff-door.ts'

/** The list of voters: how many there are, and how it comes in. */
export const consoleRosterRoutes = new Hono<AppTypes>()

const AT = '/staff/campaigns/:slug/roster'
const issue = staffOnly('issue-codes')
/** Rows in one part of a list, and the bytes that many may have. */
const PART = 2000
const PART_LIMIT = 2 * 1024 * 1024

consoleRosterRoutes.get(AT, staffOnly('read-code-use'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const use = await rosterNow(deps, campaign)
  return personalPage(c, <RosterDesk site={siteOf(c)} staff={staff} campaign={campaign} use={use} />)
})

consoleRosterRoutes.get(`${AT}/import`, issue, async c => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug') ?? '')
  return personalPage(c, <RosterImportPage site={siteOf(c)} staff={c.var.staff} campaign={campaign} />)
})

const words = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most))
const importId = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const id = rosterImportId(dataset.value)
    if (id) return id
    addIssue({ message: 'import' })
    return NEVER
  }),
)
const BeginBody = v.strictObject({ mode: v.picklist(ROSTER_MODES) })
const StageBody = v.strictObject({
  import: importId,
  rows: v.pipe(
    v.array(
      v.strictObject({
        row: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000_000)),
        // What is nothing but blanks and hyphens would be the same as nothing.
        name: v.pipe(
          words(60),
          v.check(text => comparedName(text) !== ''),
        ),
        number: v.pipe(
          words(40),
          v.check(text => comparedNumber(text) !== ''),
        ),
        unit: words(60),
        voterClass: v.picklist(VOTER_CLASSES),
      }),
    ),
    v.minLength(1),
    v.maxLength(PART),
  ),
})
const WholeBody = v.strictObject({
  import: importId,
  rows: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PEOPLE)),
})

async function bodyOf<T extends v.GenericSchema>(c: AppContext, shape: T, limit?: number): Promise<v.InferOutput<T>> {
  const parsed = v.safeParse(shape, await readJson(c.req.raw, limit), { abortEarly: true })
  if (!parsed.success) throw new Refused({ code: 'body-malformed', where: v.getDotPath(parsed.issues[0]) ?? 'body' })
  return parsed.output
}

const campaignOf = (c: AppContext) => freshCampaignAt(c.var.deps, c.req.param('slug') ?? '')
const told = (c: AppContext, verdict: Verdict<object>): Response =>
  verdict.ok ? c.json(verdict.value) : refusalJson(c, verdict.refusal)

consoleRosterRoutes.post(`${AT}/begin`, issue, async c => {
  const { mode } = await bodyOf(c, BeginBody)
  return told(c, await beginRoster(c.var.deps, c.var.staff, { campaign: await campaignOf(c), mode }))
})

consoleRosterRoutes.post(`${AT}/stage`, issue, async c => {
  const { import: id, rows } = await bodyOf(c, StageBody, PART_LIMIT)
  const campaign = await anyCampaignAt(c.var.deps, c.req.param('slug') ?? '')
  return told(c, await stageRoster(c.var.deps, c.var.staff, { campaign, id, rows }))
})

consoleRosterRoutes.post(`${AT}/plan`, issue, async c => {
  const { import: id, rows } = await bodyOf(c, WholeBody)
  return told(c, await planRoster(c.var.deps, c.var.staff, { campaign: await campaignOf(c), id, rows }))
})

consoleRosterRoutes.post(`${AT}/settle`, issue, async c => {
  const { import: id, rows } = await bodyOf(c, WholeBody)
  return told(c, await settleRoster(c.var.deps, c.var.staff, { campaign: await campaignOf(c), id, rows }))
})
