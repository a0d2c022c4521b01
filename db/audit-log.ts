import { desc, eq } from 'drizzle-orm'
import type { AuditEvent, AuditLine } from '../worker/rules/audit.ts'
import type { Db } from './open.ts'
import { auditEvents } from './schema/audit.ts'
import { staff } from './schema/staff.ts'

/** The latest lines, newest first, with the name of who did it. */
export async function lastAuditEvents(db: Db, limit: number): Promise<readonly AuditLine[]> {
  const { seq, at, actor, role, kind, detail } = auditEvents
  const rows = await db
    .select({ seq, at, actor, role, kind, detail, name: staff.name })
    .from(auditEvents)
    .leftJoin(staff, eq(staff.id, actor))
    .orderBy(desc(seq))
    .limit(limit)
  return rows.map(row => ({
    seq: row.seq,
    at: row.at,
    who: row.name ?? row.actor,
    role: row.role,
    event: { kind: row.kind, ...(row.detail as object) } as AuditEvent,
  }))
}
