import { asc, gt, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { CHAIN_START, type ChainHead, type LinkedLine, linkHash } from '../worker/rules/audit-chain.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { auditEvents } from './schema/audit.ts'

/** Lines in one reading. */
const PAGE = 2000

/** Every line from the first, some thousand at a time; a log of years fits no single answer. */
export async function* everyLine(db: Db): AsyncGenerator<readonly LinkedLine[]> {
  const { seq, at, actor, role, kind, detail, hash } = auditEvents
  for (let last = 0; ; ) {
    const lines = await db
      .select({ seq, at, actor, role, kind, detail, hash })
      .from(auditEvents)
      .where(gt(seq, last))
      .orderBy(asc(seq))
      .limit(PAGE)
    if (lines.length === 0) return
    yield lines
    last = lines.at(-1)?.seq ?? last
  }
}

/**
 * Where the log stands: its last line's hash, and the last number given out, which is the last line's own unless lines
 * have been taken from the end. `old` when no line has been linked yet although there are lines.
 */
export async function headAt(db: Db): Promise<ChainHead & { readonly old: boolean }> {
  const row = await db.get<{ hash: string | null; seq: number | null; linked: number }>(
    sql`select (select hash from audit_events order by seq desc limit 1) as hash,
      max(coalesce((select seq from sqlite_sequence where name = 'audit_events'), 0),
        coalesce((select max(seq) from audit_events), 0)) as seq,
      exists (select 1 from audit_events where hash <> '') as linked`,
  )
  const hash = row.hash ?? ''
  return { seq: row.seq ?? 0, hash, old: row.hash === '' && row.linked === 0 }
}

/** A line that somebody notes down: with it everything before it is fixed. */
export interface AuditHead extends ChainHead {
  readonly at: Instant
}

/** The last line before a moment, for whoever notes down what the log was then; null before the first. */
export async function auditHead(db: Db, before: Instant = Number.MAX_SAFE_INTEGER as Instant): Promise<AuditHead | null> {
  const row = await db.get<AuditHead | undefined>(
    sql`select seq, hash, at from audit_events where at < ${before} and hash <> '' order by seq desc limit 1`,
  )
  return row ?? null
}

/** What links the lines from before the chain, with where it then stands. Repeating it changes nothing. */
export async function oldLinks(db: Db): Promise<{ statements: BatchItem<'sqlite'>[]; head: ChainHead; lines: number }> {
  const statements: BatchItem<'sqlite'>[] = []
  let head: ChainHead = { seq: 0, hash: CHAIN_START }
  let lines = 0
  for await (const page of everyLine(db)) {
    const hashes = page.map(line => {
      head = { seq: line.seq, hash: linkHash(head.hash, line) }
      return [line.seq, head.hash] as const
    })
    lines += page.length
    statements.push(
      db
        .update(auditEvents)
        .set({ hash: sql`e.value ->> 1` })
        .from(sql`json_each(${JSON.stringify(hashes)}) e`)
        .where(sql`seq = e.value ->> 0 and hash = ''`),
    )
  }
  return { statements, head, lines }
}
