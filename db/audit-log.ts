import { and, asc, desc, eq, gt, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { AuditEvent, AuditLine } from '../worker/rules/audit.ts'
import { kindsAbout } from '../worker/rules/audit.ts'
import type { LogFilter } from '../worker/rules/audit-filter.ts'
import { addDays, startOf } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { auditEvents } from './schema/audit.ts'
import { campaigns } from './schema/campaigns.ts'
import { staff } from './schema/staff.ts'

const { seq, at, actor, role, kind, detail, hash } = auditEvents

/** The campaign an event belongs to: it names it, or a notice, objection or case of it. Null for what belongs to the site. */
const campaignOf = sql<string | null>`coalesce(${detail} ->> 'campaign',
  (select campaign_id from notices where id = ${detail} ->> 'notice'),
  (select n.campaign_id from objections o join notices n on n.id = o.notice_id where o.id = coalesce(${detail} ->> 'objection',
    substr(${detail} ->> 'subject', instr(${detail} ->> 'subject', 'obj_'), 20))),
  (select campaign_id from cases where id = ${detail} ->> 'case'))`

function matching(filter: LogFilter): SQL | undefined {
  const { campaign, who, about, from, through } = filter
  return and(
    campaign === null ? undefined : sql`${campaignOf} = (select id from campaigns where slug = ${campaign})`,
    who === null ? undefined : eq(actor, who),
    about === null ? undefined : inArray(kind, [...kindsAbout(about)]),
    from === null ? undefined : gte(at, startOf(from)),
    through === null ? undefined : lt(at, startOf(addDays(through, 1))),
  )
}

const linesWhere = (db: Db, where: SQL | undefined) =>
  db
    .select({ seq, at, actor, role, kind, detail, hash, name: staff.name, campaign: campaigns.shortTitle })
    .from(auditEvents)
    .leftJoin(staff, eq(staff.id, actor))
    .leftJoin(campaigns, eq(campaigns.id, campaignOf))
    .where(where)

type Row = Awaited<ReturnType<typeof linesWhere>>[number]

const lineOf = (row: Row): AuditLine => ({
  seq: row.seq,
  at: row.at,
  who: row.name ?? row.actor,
  role: row.role,
  campaign: row.campaign,
  hash: row.hash,
  event: { kind: row.kind, ...(row.detail as object) } as AuditEvent,
})

/** The lines that match, newest first. */
export async function auditLines(
  db: Db,
  filter: LogFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<readonly AuditLine[]> {
  const rows = await linesWhere(db, matching(filter)).orderBy(desc(seq)).limit(limit).offset(offset)
  return rows.map(lineOf)
}

/** How many lines match. */
export async function countLines(db: Db, filter: LogFilter): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)` }).from(auditEvents).where(matching(filter))
  return row?.n ?? 0
}

/** Lines in one reading of an export. */
const PAGE = 1000

/** Every line that matches, oldest first, some at a time. */
export async function* matchingLines(db: Db, filter: LogFilter): AsyncGenerator<readonly AuditLine[]> {
  for (let last = 0; ; ) {
    const rows = await linesWhere(db, and(gt(seq, last), matching(filter)))
      .orderBy(asc(seq))
      .limit(PAGE)
    if (rows.length === 0) return
    yield rows.map(lineOf)
    last = rows.at(-1)?.seq ?? last
  }
}
