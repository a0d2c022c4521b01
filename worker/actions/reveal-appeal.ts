import { appealOfCase } from '../../db/appeals.ts'
import { auditAlone } from '../../db/audit.ts'
import { appealText } from '../../db/private/appeal-texts.ts'
import type { Deps } from '../deps.ts'
import type { CampaignId, CaseId } from '../rules/ids.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { openJson, sealFor } from '../sealing.ts'
import { appealLabel } from './file-appeal.ts'
import { reasonFlaw } from './reveal-objection.ts'

export interface AppealAsked {
  readonly campaign: CampaignId
  readonly case: CaseId
  readonly reason: string
}

/**
 * Opens what a voter wrote, for this one request. The line in the log comes first: without it nothing is opened. Every
 * repetition is another look and another line. Null when the text was deleted.
 */
export async function revealAppeal(deps: Deps, staff: Staff, asked: AppealAsked): Promise<Verdict<string | null>> {
  const appeal = await appealOfCase(deps.db, asked.case)
  if (!appeal) return refuse({ code: 'not-found' })
  const flaw = reasonFlaw(asked.reason)
  if (flaw) return refuse({ code: 'form-refused', flaws: [{ ...flaw, field: 'look' }] })
  const { id } = appeal
  const event = { kind: 'appeal-revealed', case: asked.case, appeal: id, reason: asked.reason } as const
  await auditAlone(deps.db, staff, { at: deps.now(), event })
  const sealed = await appealText(deps.db, id)
  if (!sealed) return accept(null)
  const seal = await sealFor(deps.config.siteKey, asked.campaign)
  return accept((await openJson<{ text: string }>(seal, sealed, appealLabel(id))).text)
}
