import { and, eq, ne, notInArray, sql } from 'drizzle-orm'
import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import { DONE } from '../worker/rules/objection.ts'
import { may, type Staff } from '../worker/rules/roles.ts'
import { WAITING, WAITING_KINDS, type Waiting } from '../worker/rules/waiting.ts'
import type { Db } from './open.ts'
import { cases } from './schema/cases.ts'
import { comments } from './schema/comments.ts'
import { decisionAmendments, decisions } from './schema/decisions.ts'
import { objections } from './schema/objections.ts'

const count = sql<number>`count(*)`

/** What this person can do now and nobody has done yet; what they proposed themselves waits for somebody else. */
export async function waitingFor(db: Db, staff: Staff): Promise<readonly Waiting[]> {
  const me = staff.id as StaffId
  const [confirm, propose, release, amend, read, [answer]] = await db.batch([
    db
      .select({ campaign: cases.campaignId, count })
      .from(cases)
      .where(and(eq(cases.state, 'proposed'), ne(cases.proposedBy, me), sql`${cases.proposedRole} <> ${staff.role}`))
      .groupBy(cases.campaignId),
    db.select({ campaign: cases.campaignId, count }).from(cases).where(eq(cases.state, 'open')).groupBy(cases.campaignId),
    db
      .select({ campaign: decisions.campaignId, count })
      .from(decisions)
      .where(and(eq(decisions.state, 'submitted'), ne(decisions.handedBy, me)))
      .groupBy(decisions.campaignId),
    db
      .select({ campaign: decisionAmendments.campaignId, count })
      .from(decisionAmendments)
      .where(and(eq(decisionAmendments.state, 'proposed'), ne(decisionAmendments.proposedBy, me)))
      .groupBy(decisionAmendments.campaignId),
    db
      .select({ campaign: comments.campaignId, count })
      .from(comments)
      .where(eq(comments.state, 'waiting'))
      .groupBy(comments.campaignId),
    db
      .select({ campaign: sql<CampaignId | null>`null`, count })
      .from(objections)
      .where(notInArray(objections.state, [...DONE])),
  ])
  const found = {
    'cases-to-confirm': confirm,
    'cases-to-propose': propose,
    'decision-to-release': release,
    'amendments-to-confirm': amend,
    'comments-to-read': read,
    'objections-to-answer': answer && answer.count > 0 ? [answer] : [],
  }
  return WAITING_KINDS.filter(kind => may(staff, WAITING[kind])).flatMap(kind => found[kind].map(one => ({ kind, ...one })))
}
