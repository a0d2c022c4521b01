import { eq, lt, sql } from 'drizzle-orm'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { signInFailures } from './schema/staff.ts'

export interface Patience {
  /** So many tries may fail; */
  readonly tries: number
  /** then the subject rests so long, in milliseconds. */
  readonly rest: number
}

/**
 * Numbers a try before it is made and counts it as failed until it is given back, so that tries which come together
 * cannot share a number. Null when taken; else milliseconds until the subject may be tried again. A try during the rest
 * does not make the rest longer.
 */
export async function takeTry(
  db: Db,
  subject: string,
  { tries, rest, now }: Patience & { now: Instant },
): Promise<number | null> {
  const since = now - rest
  const taken = await db
    .insert(signInFailures)
    .values({ subject, failures: 1, lastAt: now })
    .onConflictDoUpdate({
      target: signInFailures.subject,
      set: {
        failures: sql`case when ${signInFailures.lastAt} <= ${since} then 1 else ${signInFailures.failures} + 1 end`,
        lastAt: now,
      },
      setWhere: sql`${signInFailures.failures} < ${tries} or ${signInFailures.lastAt} <= ${since}`,
    })
    .returning({ subject: signInFailures.subject })
  if (taken.length > 0) return null
  const held = await db.select().from(signInFailures).where(eq(signInFailures.subject, subject)).get()
  return Math.max(1, held ? held.lastAt + rest - now : 1)
}

/** A try that was right but opens nothing yet (a password before the second factor) neither counts nor clears. */
export const giveBackTry = (db: Db, subject: string) =>
  db
    .update(signInFailures)
    .set({ failures: sql`max(0, ${signInFailures.failures} - 1)` })
    .where(eq(signInFailures.subject, subject))

/** Wrong tries that have nothing to say any more: rows for names that nobody has must not gather. */
export const forgetTries = (db: Db, before: Instant) => db.delete(signInFailures).where(lt(signInFailures.lastAt, before))

export const clearTries = (db: Db, subject: string) => db.delete(signInFailures).where(eq(signInFailures.subject, subject))
