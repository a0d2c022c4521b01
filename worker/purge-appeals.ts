import { decidedAppeals, markAppealsPurged } from '../db/appeals.ts'
import { auditLine } from '../db/audit.ts'
import { noteDeletion } from '../db/deletions.ts'
import type { Db } from '../db/open.ts'
import { deleteAppealTexts } from '../db/private/appeal-texts.ts'
import { retentionOf } from './rules/retention.ts'
import { addDays, dayOf, type Instant, startOf } from './rules/time.ts'

/** As long as what objectors write, and for the same reason. */
const purgeAt = (decided: Instant): Instant => startOf(addDays(dayOf(decided), retentionOf('appeals').days))

/** Deletes what voters wrote in appeals that were decided long enough ago (law 9). Repeating it is harmless. */
export async function purgeAppeals(db: Db, now: Instant): Promise<number> {
  const due = (await decidedAppeals(db)).filter(({ decided }) => purgeAt(decided) <= now).map(({ id }) => id)
  if (due.length === 0) return 0
  await db.batch([
    markAppealsPurged(db, due, now),
    noteDeletion(db, { rule: 'appeals', subject: 'site', dueAt: now, at: now }),
    auditLine(db, { role: 'agenda' }, { at: now, event: { kind: 'appeals-purged', count: due.length } }),
    deleteAppealTexts(db, due),
  ])
  return due.length
}

/** When the next text is due; null when none is. */
export async function nextAppealPurge(db: Db): Promise<Instant | null> {
  const [first] = await decidedAppeals(db)
  return first ? purgeAt(first.decided) : null
}
