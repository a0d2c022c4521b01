import { desc, eq, sql } from 'drizzle-orm'
import type { AuditEvent, AuditLine } from '../worker/rules/audit.ts'
import type { Actor } from '../worker/rules/roles.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { auditEvents } from './schema/audit.ts'
import { staff } from './schema/staff.ts'

/**
 * Who did it, as the log names people: a staff account, whoever holds the operator's key, or the site itself when a
 * moment came that somebody had set.
 */
export type AuditActor = Actor | { readonly role: 'operator' | 'agenda' }

const nameOf = (actor: AuditActor): string => ('id' in actor ? actor.id : actor.role)

/**
 * The statement that joins a batch right after the fact it tells of: `changes()` speaks of the statement just before,
 * so a fact that changed nothing leaves no line.
 */
export const auditLine = (db: Db, actor: AuditActor, { at, event }: { at: Instant; event: AuditEvent }) => {
  const { kind, ...detail } = event
  return db
    .insert(auditEvents)
    .select(sql`select null, ${at}, ${nameOf(actor)}, ${actor.role}, ${kind}, ${JSON.stringify(detail)} where changes() > 0`)
}

/** A line for an event that changes nothing else, such as a look at running figures. */
export const auditAlone = (db: Db, actor: AuditActor, { at, event }: { at: Instant; event: AuditEvent }) => {
  const { kind, ...detail } = event
  return db.insert(auditEvents).values({ at, actor: nameOf(actor), role: actor.role, kind, detail })
}

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
