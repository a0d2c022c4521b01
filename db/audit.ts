import { type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { AuditEvent } from '../worker/rules/audit.ts'
import { type ChainHead, linkHash } from '../worker/rules/audit-chain.ts'
import type { Actor } from '../worker/rules/roles.ts'
import type { Instant } from '../worker/rules/time.ts'
import { headAt, oldLinks } from './audit-chain.ts'
import type { Db } from './open.ts'
import { auditEvents } from './schema/audit.ts'

/**
 * Who did it, as the log names people: a staff account, whoever holds the operator's key, or the site itself when a
 * moment came that somebody had set.
 */
export type AuditActor = Actor | { readonly role: 'operator' | 'agenda' | 'site' }

interface Entry {
  readonly at: Instant
  readonly event: AuditEvent
}

/** A line that does not yet know which line it follows. */
interface Draft {
  readonly at: Instant
  readonly actor: string
  readonly role: string
  readonly kind: string
  readonly detail: object
  /** What stands where the detail goes: JSON, or what the table refuses. */
  readonly written: SQL
  /** Null when the line is written whatever the statement before it did. */
  readonly when: SQL | null
}

const drafts = new WeakMap<object, Draft>()

/**
 * The statement that joins a batch right after the fact it tells of: `changes()` speaks of the statement just before,
 * so a fact that changed nothing leaves no line. It is linked to the line before it as the batch is sent (`linking`);
 * sent in any other way it has no hash, and the table refuses it.
 */
export const auditLine = (db: Db, actor: AuditActor, entry: Entry) =>
  draftStatement(db, draftOf(actor, entry, { when: sql`changes() > 0` }))

/**
 * A line that leads its batch and guards it: where `sound` does not hold in the moment of writing, what would be written
 * is no JSON, the table's own check refuses it, and the batch is rolled back with everything in it (`wasUnsound`).
 */
export const auditGuard = (db: Db, actor: AuditActor, { sound, ...entry }: Entry & { readonly sound: SQL }) =>
  draftStatement(db, draftOf(actor, entry, { sound }))

/** Whether a batch failed because its guard did not hold. */
export const wasUnsound = (error: unknown): boolean => /CHECK constraint failed: json_valid/.test(wordsOf(error))

/** Writes a line for an event that changes nothing else, such as a look at running figures. */
export async function auditAlone(db: Db, actor: AuditActor, entry: Entry): Promise<void> {
  await db.batch([draftStatement(db, draftOf(actor, entry, {}))])
}

function draftOf(actor: AuditActor, { at, event }: Entry, { when, sound }: { when?: SQL; sound?: SQL }): Draft {
  const { kind, ...detail } = event
  const text = JSON.stringify(detail)
  const written = sound ? sql`case when ${sound} then ${text} else 'the fact does not hold' end` : sql`${text}`
  return { at, actor: 'id' in actor ? actor.id : actor.role, role: actor.role, kind, detail, written, when: when ?? null }
}

function draftStatement(db: Db, draft: Draft) {
  const statement = insertLine(db, draft, sql`null`)
  drafts.set(statement, draft)
  return statement
}

const insertLine = (db: Db, { at, actor, role, kind, written, when }: Draft, hash: SQL) =>
  db
    .insert(auditEvents)
    .select(sql`select null, ${at}, ${actor}, ${role}, ${kind}, ${written}, ${hash}${when ? sql` where ${when}` : sql``}`)

type Batch = readonly BatchItem<'sqlite'>[]

/** Each try fails only because another line was written meanwhile, so some writer gets on every time. */
const TRIES = 60
/** Writers who failed at the same moment do not try again at the same moment: a wait of up to so long, in milliseconds. */
const WAIT = { first: 4, most: 250 }

/**
 * The database, whose batches link the lines of the log in them. D1 cannot hash, so the hash is made here from the line
 * that is the last one now, and the statement looks up in the moment of writing which line is the last: after any other
 * the hash is null, the table refuses it, the batch is rolled back whole, and is tried again after the new last line.
 */
export function linking(db: Db): Db {
  const send = db.batch.bind(db) as unknown as (batch: Batch) => Promise<unknown[]>
  async function batch(statements: Batch): Promise<unknown[]> {
    const first = statements.map(one => drafts.get(one)).find(Boolean)
    if (!first) return send(statements)
    for (let tries = 0; tries < TRIES; tries++) {
      const head = await headAt(db)
      try {
        if (!head.old) return await send(linked(db, statements, head))
        await send(await linkedOld(db, first.at))
      } catch (error) {
        if (!/NOT NULL constraint failed: audit_events\.hash/.test(wordsOf(error))) throw error
      }
      const share = (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 256
      await new Promise(resolve => setTimeout(resolve, share * Math.min(WAIT.first * 2 ** tries, WAIT.most)))
    }
    throw new Error('the log was written to at every try')
  }
  return Object.assign(db, { batch: batch as unknown as Db['batch'] })
}

/** Links the lines from before the chain, once, and says in a line of its own that they were not linked as they were written. */
async function linkedOld(db: Db, at: Instant): Promise<Batch> {
  const { statements, head, lines } = await oldLinks(db)
  const line = draftStatement(db, draftOf({ role: 'site' }, { at, event: { kind: 'log-chained', lines } }, {}))
  return [...statements, ...linked(db, [line], head)]
}

/**
 * The statements with their lines linked. Whether an earlier line of the same batch will be written is not known yet, so a
 * later one knows its hash after each line that could then be the last.
 */
function linked(db: Db, statements: Batch, head: ChainHead): Batch {
  let heads: readonly ChainHead[] = [head]
  return statements.map(statement => {
    const draft = drafts.get(statement)
    if (!draft) return statement
    const next = heads.map(({ seq, hash }) => ({ seq: seq + 1, hash: linkHash(hash, { ...draft, seq: seq + 1 }) }))
    const cases = heads.map(({ hash }, i) => sql`when ${hash} then ${next[i]?.hash}`)
    heads = draft.when ? [...heads, ...next] : next
    const last = sql`coalesce((select hash from audit_events order by seq desc limit 1), '')`
    return insertLine(db, draft, sql`case ${last} ${sql.join(cases, sql` `)} end`)
  })
}

/** Drizzle wraps some errors and not others. */
const wordsOf = (error: unknown): string => `${error} ${(error as Error).cause}`
