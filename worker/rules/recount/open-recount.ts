import type { BundleFile } from './bundle-file.ts'
import { atEntry, type Files, type Flaw } from './flaw.ts'
import type { Found } from './found.ts'
import { checkHeads } from './head-steps.ts'
import { LogFiles } from './log-files.ts'
import { type Progress, type Walked, walkLog } from './log-walk.ts'
import { checkOpenManifest } from './manifest.ts'
import { OpenBook } from './open-book.ts'
import { checkResult, sameSums, sumLogs } from './sums.ts'

/**
 * Counts likes again (open profile). They tell whom they are for, so nothing is sealed (V14) and every figure follows from the
 * entries alone; they tell nothing of by whom, so nobody can be found twice among them (V9).
 */
export function* countLikes(files: Files, bundle: BundleFile, found: Found): Generator<Progress, readonly Walked[]> {
  found.add('V1', checkOpenManifest(files, bundle))
  const logs: Walked<OpenBook>[] = []
  for (const [shard, { size }] of bundle.logs.entries())
    logs.push(yield* walkLog(new LogFiles(files, { shard, size }), new OpenBook(shard)))
  for (const log of logs) for (const [step, flaw] of log.flaws) found.add(step, flaw)
  checkHeads(files, { bundle, logs, found })
  for (const step of ['V9', 'V14'] as const) found.skip(step, 'open-profile')
  if (!logs.every(({ read }) => read))
    for (const step of ['V8', 'V11', 'V12', 'V13'] as const) found.skip(step, 'needs-what-failed')
  else if (logs.some(({ book }) => book.result === null)) found.skip('V13', 'needs-what-failed')
  else found.add('V13', checkFigures(files, logs))
  return logs
}

/** V13: the figures at the end are those of the entries, and those that were published. */
function checkFigures(files: Files, logs: readonly Walked<OpenBook>[]): Flaw | null {
  const sums = sumLogs(logs)
  if ('why' in sums) return sums
  const [log] = logs
  if (log && !sameSums(sums, log.book.sums())) return atEntry(log.files.shard, log.book.result?.index ?? 0, 'wrong-result')
  return checkResult(files, sums, null)
}
