import { asc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Amendment, DecisionRecord, Releaser } from '../worker/rules/decision.ts'
import type { AmendmentFile, DecisionFile, MadeNotice, Word } from '../worker/rules/decision-file.ts'
import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { decisionAmendments, decisions } from './schema/decisions.ts'
import { notices } from './schema/notices.ts'
import { staff } from './schema/staff.ts'

// What is read of decisions; how they change is in decision-writes.ts.

const editor = alias(staff, 'editor')
const first = alias(staff, 'first')
const second = alias(staff, 'second')

const NOTICE = {
  id: notices.id,
  publishAt: notices.publishAt,
  withdrawn: sql<number>`${notices.withdrawnAt} is not null`,
}
type NoticeRow = { readonly id: MadeNotice['id'] | null; readonly publishAt: Instant | null; readonly withdrawn: number } | null

const madeOf = (row: NoticeRow): MadeNotice | null =>
  row?.id ? { id: row.id, publishAt: row.publishAt, withdrawn: Boolean(row.withdrawn) } : null

const GONE = '已停用的账号'
const wordOf = (by: StaffId, name: string | null, role: Releaser, at: Instant): Word => ({ by, name: name ?? GONE, role, at })

/** The decision of a campaign with its amendments; null while nobody has begun one. */
export async function decisionOf(db: Db, campaign: CampaignId): Promise<DecisionFile | null> {
  // Asked apart: a batch gives rows by the names of their columns, and here several tables have the same.
  const [rows, changes] = await Promise.all([
    db
      .select({ row: decisions, editor: editor.name, first: first.name, second: second.name, notice: NOTICE })
      .from(decisions)
      .leftJoin(editor, eq(editor.id, decisions.editedBy))
      .leftJoin(first, eq(first.id, decisions.handedBy))
      .leftJoin(second, eq(second.id, decisions.releasedBy))
      .leftJoin(notices, eq(notices.id, decisions.noticeId))
      .where(eq(decisions.campaignId, campaign)),
    db
      .select({ row: decisionAmendments, first: first.name, second: second.name, notice: NOTICE })
      .from(decisionAmendments)
      .leftJoin(first, eq(first.id, decisionAmendments.proposedBy))
      .leftJoin(second, eq(second.id, decisionAmendments.confirmedBy))
      .leftJoin(notices, eq(notices.id, decisionAmendments.noticeId))
      .where(eq(decisionAmendments.campaignId, campaign))
      .orderBy(asc(decisionAmendments.number)),
  ])
  const found = rows[0]
  return found ? fileOf(found, changes.map(amendmentOf)) : null
}

interface Found {
  readonly row: typeof decisions.$inferSelect
  readonly editor: string | null
  readonly first: string | null
  readonly second: string | null
  readonly notice: NoticeRow
}

function fileOf({ row, notice, ...names }: Found, amendments: readonly AmendmentFile[]): DecisionFile {
  const { draft, revision, record, hash, handedBy, handedRole, handedAt, releasedBy, releasedRole, releasedAt } = row
  const edited = { by: row.editedBy, name: names.editor ?? GONE, at: row.editedAt }
  const file = { draft, revision, edited }
  if (record === null || hash === null || !handedBy || !handedRole || handedAt === null) return { ...file, state: 'draft' }
  const handed = {
    ...{ record: JSON.parse(record) as DecisionRecord, text: record, hash },
    handed: wordOf(handedBy, names.first, handedRole, handedAt),
  }
  if (!releasedBy || !releasedRole || releasedAt === null) return { ...file, ...handed, state: 'submitted' }
  const released = wordOf(releasedBy, names.second, releasedRole, releasedAt)
  return { ...file, ...handed, state: 'released', released, amendments, notice: madeOf(notice) }
}

interface FoundAmendment {
  readonly row: typeof decisionAmendments.$inferSelect
  readonly first: string | null
  readonly second: string | null
  readonly notice: NoticeRow
}

function amendmentOf({ row, notice, ...names }: FoundAmendment): AmendmentFile {
  const { record, hash, proposedBy, proposedRole, proposedAt, confirmedBy, confirmedRole, confirmedAt } = row
  return {
    ...{ amendment: JSON.parse(record) as Amendment, text: record, hash },
    proposed: wordOf(proposedBy, names.first, proposedRole, proposedAt),
    confirmed:
      confirmedBy && confirmedRole && confirmedAt !== null ? wordOf(confirmedBy, names.second, confirmedRole, confirmedAt) : null,
    notice: madeOf(notice),
  }
}
