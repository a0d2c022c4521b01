import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { panelOf } from '../../db/panels.ts'
import { sheetsOf } from '../../db/sheets.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { WHOLE_CAMPAIGN } from '../../web/text/papers.ts'
import { advisoryFor, bandsIn } from '../advisory.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { panelPaper } from '../panel-paper.ts'
import { answerPaper, type PaperForm } from '../paper-answer.tsx'
import { freshCampaignAt } from '../reads.ts'
import { panelSummary } from '../rules/panel.ts'
import { staffOnly } from '../staff-door.ts'
import { stampOf } from '../stamp.ts'

/** The panel's summary taken out, votes and scores in columns apart; each is a line in the log. */
export const consolePanelExportRoutes = new Hono<AppTypes>()

async function exported(c: AppContext, form: PaperForm): Promise<Response> {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug') ?? '')
  const panel = await panelOf(deps.db, campaign.id)
  if (!panel) throw new Refused({ code: 'not-found' })
  const [advisory, sheets] = await Promise.all([advisoryFor(deps, campaign), sheetsOf(deps.db, campaign.id)])
  const { nominees } = campaign
  const summary = panelSummary({ terms: panel, nominees, members: panel.members, sheets, bands: bandsIn(advisory) })
  const at = deps.now()
  await auditAlone(deps.db, staff, { at, event: { kind: 'panel-exported', campaign: campaign.id } })
  const stamp = await stampOf(deps, campaign, { at, filter: WHOLE_CAMPAIGN })
  const paper = panelPaper(campaign, { summary, advisory, stamp })
  return answerPaper(c, paper, { form, name: `${campaign.shortTitle}-评审汇总`, back: staffPaths.panelSummary(campaign.slug) })
}

const ADDRESS = '/staff/campaigns/:slug/panel/summary'
consolePanelExportRoutes.get(`${ADDRESS}.csv`, staffOnly('export-tally'), c => exported(c, 'csv'))
consolePanelExportRoutes.get(`${ADDRESS}.xlsx`, staffOnly('export-tally'), c => exported(c, 'xlsx'))
consolePanelExportRoutes.get(`${ADDRESS}/print`, staffOnly('export-tally'), c => exported(c, 'print'))
