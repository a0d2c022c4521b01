import { auditLine } from '../../db/audit.ts'
import { finishedObjections, markPurged } from '../../db/objections.ts'
import { deleteContent } from '../../db/private/objection-papers.ts'
import type { Deps } from '../deps.ts'
import { purgeDayOf } from '../rules/objection.ts'
import { dayOf } from '../rules/time.ts'
import { folderOf } from './objection-papers.ts'

/** Who deletes on schedule: nobody pressed anything. */
const CLOCK = { role: 'clock' } as const

/**
 * Deletes the content of objections that are due (law 9), files first, so that what fails halfway is done the rest of the
 * way next time. Returns how many were deleted. Repeating it is harmless: what is deleted is not due again.
 */
export async function purgeDue(deps: Pick<Deps, 'db' | 'env' | 'now'>): Promise<number> {
  const at = deps.now()
  const finished = await finishedObjections(deps.db)
  const due = finished.filter(({ done, concluded }) => purgeDayOf(done, concluded) <= dayOf(at)).map(({ id }) => id)
  if (due.length === 0) return 0
  for (const id of due) await emptyFolder(deps.env.FILES, folderOf(id))
  await deps.db.batch([
    markPurged(deps.db, due, at),
    auditLine(deps.db, CLOCK, { at, event: { kind: 'objections-purged', count: due.length } }),
    ...deleteContent(deps.db, due),
  ])
  return due.length
}

async function emptyFolder(files: R2Bucket, prefix: string): Promise<void> {
  for (let more = true; more; ) {
    const { objects, truncated } = await files.list({ prefix })
    if (objects.length > 0) await files.delete(objects.map(({ key }) => key))
    more = truncated
  }
}
