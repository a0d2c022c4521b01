import { appealAt, insertAppeal } from '../../db/appeals.ts'
import { insertForAppeal } from '../../db/cases.ts'
import { insertAppealText } from '../../db/private/appeal-texts.ts'
import { refusalOf } from '../adapters/human-check.ts'
import type { Deps } from '../deps.ts'
import { boxOf, gateFor } from '../objects/names.ts'
import { type AppealId, type CampaignId, idFrom } from '../rules/ids.ts'
import { factsFlaw, LENGTH } from '../rules/objection.ts'
import { familiesOf } from '../rules/reason.ts'
import type { Place } from '../rules/receipt.ts'
import type { Refusal } from '../rules/refusal.ts'
import { dayOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { closeJson, sealFor } from '../sealing.ts'
import { type CheckProof, checkHuman } from './check-human.ts'
import { appealCase, type Boxes, countedSample, heldOf } from './open-cases.ts'

export interface Appeal {
  readonly campaign: Boxes
  readonly place: Place
  /** The code of the receipt: what a human check is bound to. */
  readonly receipt: string
  readonly text: string
}

export interface Appellant {
  readonly address: string | null
  readonly origin: string
  readonly proof: CheckProof
}

/** What the human check of an appeal is bound to: it is good for this receipt only. */
export const appealScope = (campaign: CampaignId, receipt: string) =>
  ({ campaign, purpose: 'objection', holder: `appeal/${receipt}` }) as const

export const appealLabel = (id: AppealId): string => `appeal/${id}`

/**
 * Takes a voter's appeal about a ballot that is not counted, and opens a case of that one ballot. May be repeated: there is
 * one appeal a ballot, and the first text stands. That the ballot can be appealed about is the route's to know.
 */
export async function fileAppeal(deps: Deps, appeal: Appeal, by: Appellant): Promise<Verdict<{ readonly again: boolean }>> {
  const { campaign, place, text } = appeal
  if (await appealAt(deps.db, campaign.id, place)) return accept({ again: true })
  const refusal = await stopped(deps, appeal, by)
  if (refusal) return refuse(refusal)
  const [ballot] = await boxOf(deps.env, campaign.id, place.shard).seenAfter(place.seq - 1, 1)
  if (!ballot) return refuse({ code: 'not-found' })
  const at = deps.now()
  const held = heldOf(place.shard, ballot)
  const group = { day: dayOf(held.at), families: familiesOf(held.reasons), tie: 'scattered', ballots: [held] } as const
  const one = { ...appealCase(campaign, group, await countedSample(deps, campaign)), at }
  const id = idFrom('apl', crypto.getRandomValues(new Uint8Array(16))) as AppealId
  const seal = await sealFor(deps.config.siteKey, campaign.id)
  const [, taken] = await deps.db.batch([
    insertForAppeal(deps.db, one, place),
    insertAppeal(deps.db, { id, campaign: campaign.id, case: one.id, filed: dayOf(at) }, place),
    insertAppealText(deps.db, id, await closeJson(seal, { text }, appealLabel(id))),
  ])
  return accept({ again: taken.length === 0 })
}

async function stopped(deps: Deps, { campaign, receipt, text }: Appeal, by: Appellant): Promise<Refusal | null> {
  const { proof, origin, address } = by
  const flaw = factsFlaw(text, APPEAL_LEAST)
  if (flaw) return { code: 'form-refused', flaws: [flaw] }
  const scope = appealScope(campaign.id, receipt)
  const checked = await checkHuman(deps, { ...scope, proof, key: scope.holder, origin })
  if (checked.outcome === 'unknown') return { code: 'human-check-unavailable', retryAfter: 20 }
  if (checked.outcome !== 'passed') return refusalOf(checked.outcome)
  const knock = await gateFor(deps.env, address).knock('objection', address)
  return knock.ok ? null : knock.refusal
}

/** A sentence will do: most people can only say that they voted themselves. */
const APPEAL_LEAST = 5
export const APPEAL_LENGTH = { least: APPEAL_LEAST, most: LENGTH.most }
