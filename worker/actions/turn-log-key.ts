import { type AuditActor, auditLine } from '../../db/audit.ts'
import { latestKey, orderKey } from '../../db/log-keys.ts'
import type { Deps } from '../deps.ts'
import { enterKeys } from '../log-orders.ts'
import { agendaOf } from '../objects/names.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { after, type Instant, instant, SECOND } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** Which key the logs of a campaign have last been given, and whether every one of them has it. */
export interface KeyTurn {
  readonly number: number
  readonly entered: boolean
}

/** The Agenda comes after what is written here. */
const SLACK = 5 * SECOND

/**
 * Gives the logs of a campaign another key in place of their `number`th. Only closed logs take it, so an order that comes while
 * people vote waits for the close. Said twice it is one change; refused where the logs have been given another key since.
 */
export async function turnLogKey(
  deps: Deps,
  actor: AuditActor,
  { campaign, number }: { readonly campaign: CampaignFile; readonly number: number },
): Promise<Verdict<KeyTurn>> {
  const { db, env } = deps
  const vote = milestoneFor(campaign, 'vote')
  if (campaign.openedAt === null || !vote) return refuse({ code: 'poll-not-ready' })
  const at = deps.now()
  // Told before the fact, since a call for nothing costs nothing.
  await agendaOf(env).wake(after(later(at, vote.until), SLACK))
  await db.batch([
    orderKey(db, { campaign: campaign.id, after: number, at }),
    auditLine(db, actor, { at, event: { kind: 'log-key-ordered', campaign: campaign.id, number: number + 1 } }),
  ])
  await enterKeys(env, db, at)
  const latest = await latestKey(db, campaign.id)
  return latest.number === number + 1 ? accept(latest) : refuse({ code: 'key-turned', number: latest.number })
}

const later = (a: Instant, b: Instant): Instant => instant(Math.max(a, b))
