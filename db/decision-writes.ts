import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { Releaser } from '../worker/rules/decision.ts'
import type { DecisionDraft } from '../worker/rules/decision-draft.ts'
import type { CampaignId, NoticeId, StaffId } from '../worker/rules/ids.ts'
import type { Outcome } from '../worker/rules/nominee.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { decisionAmendments, decisions } from './schema/decisions.ts'
import { nominees } from './schema/nominees.ts'

// Statements for a batch. Each names the state and revision it starts from, so that of two people the second changes nothing.

export interface DecisionActing {
  readonly campaign: CampaignId
  /** The revision the page showed; 0 where nobody had begun. */
  readonly revision: number
  readonly by: StaffId
  readonly role: Releaser
  readonly at: Instant
}

type Outcomes = Readonly<Record<number, Outcome>>

/** Begins a decision; nothing when there is one already. */
export const beginDecision = (db: Db, { campaign, by, at }: DecisionActing, draft: DecisionDraft) =>
  db
    .insert(decisions)
    .values({ campaignId: campaign, state: 'draft', draft, revision: 1, editedBy: by, editedAt: at })
    .onConflictDoNothing()
    .returning({ revision: decisions.revision })

const standing = ({ campaign, revision }: DecisionActing, state: 'draft' | 'submitted'): SQL | undefined =>
  and(eq(decisions.campaignId, campaign), eq(decisions.state, state), eq(decisions.revision, revision))

export const rewriteDraft = (db: Db, acting: DecisionActing, draft: DecisionDraft) =>
  db
    .update(decisions)
    .set({ draft, revision: acting.revision + 1, editedBy: acting.by, editedAt: acting.at })
    .where(standing(acting, 'draft'))
    .returning({ revision: decisions.revision })

/** The draft as a record, from now on as it is. */
export const handIn = (db: Db, acting: DecisionActing, { text, hash }: { readonly text: string; readonly hash: string }) =>
  db
    .update(decisions)
    .set({
      ...{ state: 'submitted', record: text, hash, revision: acting.revision + 1 },
      ...{ handedBy: acting.by, handedRole: acting.role, handedAt: acting.at },
    })
    .where(standing(acting, 'draft'))
    .returning({ revision: decisions.revision })

/** A draft again: taken back by whoever writes, or sent back by the second person. */
export const sendBack = (db: Db, acting: DecisionActing) =>
  db
    .update(decisions)
    .set({
      ...{ state: 'draft', record: null, hash: null, revision: acting.revision + 1 },
      ...{ handedBy: null, handedRole: null, handedAt: null },
    })
    .where(standing(acting, 'submitted'))
    .returning({ revision: decisions.revision })

/** The statement itself looks that it is another person, of the other role, who did not write it. */
export const release = (db: Db, acting: DecisionActing, shown: Outcomes) =>
  db
    .update(decisions)
    .set({
      ...{ state: 'released', revision: acting.revision + 1, shown },
      ...{ releasedBy: acting.by, releasedRole: acting.role, releasedAt: acting.at },
    })
    .where(
      and(
        standing(acting, 'submitted'),
        ne(decisions.handedBy, acting.by),
        ne(decisions.editedBy, acting.by),
        ne(decisions.handedRole, acting.role),
      ),
    )
    .returning({ revision: decisions.revision })

export interface AmendmentActing extends Omit<DecisionActing, 'revision'> {
  readonly number: number
}

/** Under the next number, while no other amendment waits: the key refuses the second of two who propose at once. */
export const proposeAmendment = (
  db: Db,
  { campaign, number, by, role, at }: AmendmentActing,
  { text, hash }: { readonly text: string; readonly hash: string },
) =>
  db
    .insert(decisionAmendments)
    .select(
      sql`select ${campaign}, ${number}, 'proposed', ${text}, ${hash}, ${by}, ${role}, ${at}, null, null, null, null
      from decisions d where d.campaign_id = ${campaign} and d.state = 'released'
        and ${number} = 1 + (select count(*) from decision_amendments a where a.campaign_id = ${campaign} and a.state = 'confirmed')`,
    )
    .onConflictDoNothing()
    .returning({ number: decisionAmendments.number })

const waiting = ({ campaign, number }: AmendmentActing, hash: string): SQL | undefined =>
  and(
    eq(decisionAmendments.campaignId, campaign),
    eq(decisionAmendments.number, number),
    eq(decisionAmendments.state, 'proposed'),
    eq(decisionAmendments.hash, hash),
  )

/** Its number is free again; what was proposed and why it went no further is in the log. */
export const dropAmendment = (db: Db, acting: AmendmentActing, hash: string) =>
  db.delete(decisionAmendments).where(waiting(acting, hash)).returning({ number: decisionAmendments.number })

export const confirmAmendment = (db: Db, acting: AmendmentActing, hash: string) =>
  db
    .update(decisionAmendments)
    .set({ state: 'confirmed', confirmedBy: acting.by, confirmedRole: acting.role, confirmedAt: acting.at })
    .where(
      and(waiting(acting, hash), ne(decisionAmendments.proposedBy, acting.by), ne(decisionAmendments.proposedRole, acting.role)),
    )
    .returning({ number: decisionAmendments.number })

/** Stands right behind the line of the log that tells of the amendment, and comes to nothing without it. */
export const showAmended = (db: Db, campaign: CampaignId, shown: Outcomes) =>
  db
    .update(decisions)
    .set({ shown })
    .where(and(eq(decisions.campaignId, campaign), sql`changes() > 0`))

/** Ties a notice to the decision it was made from, if it still has the one it was made in place of. */
export const tieNotice = (db: Db, campaign: CampaignId, { id, before }: { id: NoticeId; before: NoticeId | null }) =>
  db
    .update(decisions)
    .set({ noticeId: id })
    .where(and(eq(decisions.campaignId, campaign), eq(decisions.state, 'released'), sql`${decisions.noticeId} is ${before}`))

export const tieAmendmentNotice = (db: Db, { campaign, number }: { campaign: CampaignId; number: number }, id: NoticeId) =>
  db
    .update(decisionAmendments)
    .set({ noticeId: id })
    .where(
      and(
        eq(decisionAmendments.campaignId, campaign),
        eq(decisionAmendments.number, number),
        eq(decisionAmendments.state, 'confirmed'),
        sql`${decisionAmendments.noticeId} is null`,
      ),
    )

/** Published, on record as such, and not withdrawn. */
const isOut = sql`exists (select 1 from notices n where n.id = d.notice_id and n.announced_at is not null and n.withdrawn_at is null)`

/**
 * Brings what the public pages say of the nominees in line with the result notice `which` picks: what was decided while it
 * is out, nothing while it is not. Changes nothing where no decision has such a notice, or nothing differs.
 */
const settle = (db: Db, which: SQL) => {
  const due = sql`(select case when ${isOut} then d.shown ->> ('$."' || ${nominees.number} || '"') end
    from decisions d where d.campaign_id = ${nominees.campaignId})`
  return db
    .update(nominees)
    .set({ outcome: due })
    .where(
      sql`${nominees.campaignId} in (select d.campaign_id from decisions d where d.state = 'released' and ${which}) and ${nominees.outcome} is not ${due}`,
    )
}

/** For the batch in which this notice is published or withdrawn. */
export const settleByNotice = (db: Db, notice: NoticeId) => settle(db, sql`d.notice_id = ${notice}`)

/** For the batch in which an amendment of this campaign's decision is confirmed; only where its result is out. */
export const settleByAmendment = (db: Db, campaign: CampaignId) => settle(db, sql`d.campaign_id = ${campaign} and ${isOut}`)
