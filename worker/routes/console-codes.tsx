import { Hono } from 'hono'
import { codeUse } from '../../db/codes.ts'
import { CodesDesk, type OrderTyped } from '../../web/console/codes.tsx'
import { CodesSheet } from '../../web/console/codes-sheet.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { issueCodes, MOST_CODES, newBatch } from '../actions/issue-codes.ts'
import { revokeCodes } from '../actions/revoke-codes.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { personalPage, refusalPage, siteOf } from '../page.tsx'
import { anyCampaignAt } from '../reads.ts'
import { type CampaignFile, VOTER_CLASSES } from '../rules/campaign.ts'
import { batchId } from '../rules/ids.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import { staffOnly } from '../staff-door.ts'

/** The desk of voting codes. */
export const consoleCodesRoutes = new Hono<AppTypes>()

const BLANK: OrderTyped = { unit: '', voterClass: '', count: '' }

consoleCodesRoutes.get('/staff/campaigns/:slug/codes', staffOnly('read-code-use'), async c =>
  showDesk(c, await anyCampaignAt(c.var.deps, c.req.param('slug'))),
)

async function showDesk(
  c: AppContext,
  campaign: CampaignFile,
  { typed = BLANK, flaws = [] }: { typed?: OrderTyped; flaws?: readonly FormFlaw[] } = {},
): Promise<Response> {
  const { deps, staff } = c.var
  const { batches, misses } = await codeUse(deps.db, campaign.id)
  const known = { site: siteOf(c), staff, campaign, batches, misses, next: newBatch(), most: MOST_CODES }
  return personalPage(c, <CodesDesk {...known} typed={typed} flaws={flaws} />, flaws.length > 0 ? 422 : 200)
}

consoleCodesRoutes.post('/staff/campaigns/:slug/codes', staffOnly('issue-codes'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const form = await readForm(c.req.raw)
  const text = (name: string) => (form.get(name) ?? '').trim()
  const batch = batchId(text('batch'))
  if (!batch) throw new Refused({ code: 'body-malformed', where: 'batch' })
  const typed = { unit: text('unit'), voterClass: text('voterClass'), count: text('count') }
  const flaws = flawsOf(typed)
  if (flaws.length > 0) return showDesk(c, campaign, { typed, flaws })
  const voterClass = VOTER_CLASSES.find(one => one === typed.voterClass) ?? null
  const order = { campaign, batch, unit: typed.unit, voterClass, count: Number(typed.count) }
  const verdict = await issueCodes(deps, staff, order)
  const back = { href: staffPaths.codes(campaign.slug), text: '返回投票码' }
  if (!verdict.ok) return refusalPage(c, verdict.refusal, back)
  return personalPage(c, <CodesSheet site={siteOf(c)} staff={staff} campaign={campaign} {...verdict.value} />)
})

function flawsOf({ unit, voterClass, count }: OrderTyped): readonly FormFlaw[] {
  const flaws: FormFlaw[] = []
  if (unit === '' || unit.length > 60) flaws.push({ field: 'unit', says: '请填写单位名称，最多 60 个字。' })
  if (voterClass !== '' && !VOTER_CLASSES.some(one => one === voterClass))
    flaws.push({ field: 'voterClass', says: '请从列表里选一种身份。' })
  if (!/^[1-9]\d{0,5}$/.test(count) || Number(count) > MOST_CODES)
    flaws.push({ field: 'count', says: `张数应为 1 到 ${MOST_CODES} 的整数；更多请分批发放。` })
  return flaws
}

consoleCodesRoutes.post('/staff/campaigns/:slug/codes/revoke', staffOnly('issue-codes'), async c => {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug'))
  const named = batchId((await readForm(c.req.raw)).get('batch') ?? '')
  const { batches } = await codeUse(deps.db, campaign.id)
  const batch = batches.find(({ id }) => id === named)
  if (!batch) throw new Refused({ code: 'not-found' })
  await revokeCodes(deps, staff, { campaign, batch })
  return c.redirect(staffPaths.codes(campaign.slug), 303)
})
