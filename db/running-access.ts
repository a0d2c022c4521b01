import type { Campaign } from '../worker/rules/campaign.ts'
import type { Instant } from '../worker/rules/time.ts'
import { type AuditActor, auditLine } from './audit.ts'
import type { Db } from './open.ts'

interface Change {
  /** Null for a campaign that is new: nobody has been promised anything of it. */
  readonly before: Pick<Campaign, 'organizerSeesRunning'> | null
  readonly campaign: Pick<Campaign, 'id' | 'organizerSeesRunning'>
  readonly now: Instant
}

/**
 * The line of its own that a change of who may see running figures leaves (T1), however it came about; nothing where it
 * stays as it was. It stands right behind the line of the save, so a save that changed nothing leaves neither.
 */
export function runningAccessLine(db: Db, actor: AuditActor, { before, campaign, now }: Change) {
  const { id, organizerSeesRunning: allowed } = campaign
  if (before === null || before.organizerSeesRunning === allowed) return []
  return [auditLine(db, actor, { at: now, event: { kind: 'running-access-changed', campaign: id, allowed } })]
}
