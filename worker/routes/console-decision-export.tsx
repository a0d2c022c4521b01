import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { decisionOf } from '../../db/decisions.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { WHOLE_CAMPAIGN } from '../../web/text/papers.ts'
import { decisionPaper } from '../decision-paper.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { answerPaper, type PaperForm } from '../paper-answer.tsx'
import { staffOnly } from '../staff-door.ts'
import { stampOf } from '../stamp.ts'
import { decisionCampaign } from './console-decision.tsx'

/** A released decision taken out; each is a line in the log. */
export const consoleDecisionExportRoutes = new Hono<AppTypes>()

async function exported(c: AppContext, form: PaperForm): Promise<Response> {
  const { deps, staff } = c.var
  const campaign = await decisionCampaign(c)
  const file = await decisionOf(deps.db, campaign.id)
  if (file?.state !== 'released') throw new Refused({ code: 'not-found' })
  const at = deps.now()
  await auditAlone(deps.db, staff, { at, event: { kind: 'decision-exported', campaign: campaign.id } })
  const paper = decisionPaper(campaign, file, await stampOf(deps, campaign, { at, filter: WHOLE_CAMPAIGN }))
  return answerPaper(c, paper, { form, name: `${campaign.shortTitle}-评审决定`, back: staffPaths.decision(campaign.slug) })
}

const ADDRESS = '/staff/campaigns/:slug'
consoleDecisionExportRoutes.get(`${ADDRESS}/decision.csv`, staffOnly('export-decisions'), c => exported(c, 'csv'))
consoleDecisionExportRoutes.get(`${ADDRESS}/decision.xlsx`, staffOnly('export-decisions'), c => exported(c, 'xlsx'))
consoleDecisionExportRoutes.get(`${ADDRESS}/decision/print`, staffOnly('export-decisions'), c => exported(c, 'print'))
