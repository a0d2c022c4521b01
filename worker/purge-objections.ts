import { auditLine } from '../db/audit.ts'
import { noteDeletion } from '../db/deletions.ts'
import { finishedObjections, markPurged } from '../db/objections.ts'
import type { Db } from '../db/open.ts'
import { deleteContent } from '../db/private/objection-papers.ts'
import { emptyFolder } from './empty-folder.ts'
import { folderOf, purgeDayOf } from './rules/objection.ts'
import { dayOf, type Instant, startOf } from './rules/time.ts'

/**
 * Deletes the content of objections that are due (law 9), files first, so that what fails halfway is done the rest of the
 * way next time. Returns how many were deleted. Repeating it is harmless: what is deleted is not due again.
 */
export async function purgeDue({ db, files }: { db: Db; files: R2Bucket }, now: Instant): Promise<number> {
  const finished = await finishedObjections(db)
  const due = finished.filter(({ done, concluded }) => purgeDayOf(done, concluded) <= dayOf(now)).map(({ id }) => id)
  if (due.length === 0) return 0
  for (const id of due) await emptyFolder(files, folderOf(id))
  await db.batch([
    markPurged(db, due, now),
    noteDeletion(db, { rule: 'objections', subject: 'site', dueAt: now, at: now }),
    auditLine(db, { role: 'agenda' }, { at: now, event: { kind: 'objections-purged', count: due.length } }),
    ...deleteContent(db, due),
  ])
  return due.length
}

/** When the next content is due; null when none is. */
export async function nextPurge(db: Db): Promise<Instant | null> {
  const moments = (await finishedObjections(db)).map(({ done, concluded }) => startOf(purgeDayOf(done, concluded)))
  return moments.length === 0 ? null : (Math.min(...moments) as Instant)
}
