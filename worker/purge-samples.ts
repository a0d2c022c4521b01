import { auditLine } from '../db/audit.ts'
import { campaignsWithSamples, forgetSamples } from '../db/cases.ts'
import { noteDeletion } from '../db/deletions.ts'
import type { Db } from '../db/open.ts'
import type { Env } from './env.ts'
import type { Instant } from './rules/time.ts'
import { signalsKeptUntil } from './signals-kept.ts'

/**
 * The sheet of a case shows rows of what was noticed of single ballots; they go on the day on which the boxes forget the
 * same (trust 3.5), and the counts stay. Repeating it is harmless. Answers for how many campaigns rows were deleted.
 */
export async function purgeSamples(env: Env, db: Db, now: Instant): Promise<number> {
  let done = 0
  for (const one of await campaignsWithSamples(db)) {
    const dueAt = await signalsKeptUntil(env, one)
    if (dueAt > now) continue
    const event = { kind: 'retention-deleted', campaign: one.campaign, rule: 'case-samples' } as const
    await db.batch([
      forgetSamples(db, one.campaign),
      noteDeletion(db, { rule: 'case-samples', subject: one.campaign, dueAt, at: now }),
      auditLine(db, { role: 'agenda' }, { at: now, event }),
    ])
    done += 1
  }
  return done
}

/** When the next rows are due; null when none are. */
export async function nextSamplePurge(env: Env, db: Db): Promise<Instant | null> {
  const due: Instant[] = []
  for (const one of await campaignsWithSamples(db)) due.push(await signalsKeptUntil(env, one))
  return due.length === 0 ? null : (Math.min(...due) as Instant)
}
