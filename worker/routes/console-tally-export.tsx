import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { onlyCategory, WHOLE_CAMPAIGN } from '../../web/text/papers.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { answerPaper, type PaperForm } from '../paper-answer.tsx'
import { anyCampaignAt } from '../reads.ts'
import { may } from '../rules/roles.ts'
import { staffOnly } from '../staff-door.ts'
import { stampOf } from '../stamp.ts'
import { disclosedTally } from '../tallies.ts'
import { tallyPaper } from '../tally-paper.ts'

/** The tally taken out: as a workbook, as CSV, and as a page for A4. Each is a line in the log. */
export const consoleTallyExportRoutes = new Hono<AppTypes>()

/** What may be disclosed to this reader, all categories or the one asked for; refused where there are no figures for them. */
async function exported(c: AppContext, form: PaperForm): Promise<Response> {
  const { deps, staff } = c.var
  const campaign = await anyCampaignAt(deps, c.req.param('slug') ?? '')
  const asked = c.req.query('category')
  const category = campaign.categories.find(({ key }) => key === asked) ?? null
  if (asked && !category) throw new Refused({ code: 'not-found' })
  const disclosure = await disclosedTally(deps, campaign, may(staff, 'read-running-tally') ? 'staff' : 'public')
  if (disclosure.shows !== 'everything') throw new Refused({ code: 'not-allowed' })
  const at = deps.now()
  await auditAlone(deps.db, staff, { at, event: { kind: 'tally-exported', campaign: campaign.id } })
  const filter = category ? onlyCategory(category.name) : WHOLE_CAMPAIGN
  const stamp = await stampOf(deps, campaign, { at, filter })
  const paper = tallyPaper(campaign, { figures: disclosure.figures, stamp, category })
  return answerPaper(c, paper, { form, name: `${campaign.shortTitle}-计票`, back: staffPaths.tally(campaign.slug) })
}

consoleTallyExportRoutes.get('/staff/campaigns/:slug/tally.csv', staffOnly('export-tally'), c => exported(c, 'csv'))
consoleTallyExportRoutes.get('/staff/campaigns/:slug/tally.xlsx', staffOnly('export-tally'), c => exported(c, 'xlsx'))
consoleTallyExportRoutes.get('/staff/campaigns/:slug/tally/print', staffOnly('export-tally'), c => exported(c, 'print'))
