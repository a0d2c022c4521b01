import type { BallotStatus } from '../ballot.ts'
import { type BundleFile, readBundleFile } from './bundle-file.ts'
import type { Files, Step } from './flaw.ts'
import { Found } from './found.ts'
import { checkHeads, headsOf, type SignedHead } from './head-steps.ts'
import { LogFiles } from './log-files.ts'
import { type Progress, type Walked, walkLog } from './log-walk.ts'
import { checkManifests, type RulesRead, readRules } from './manifest.ts'
import { countLikes } from './open-recount.ts'
import { checkOpenings, hasOpenings } from './openings.ts'
import { Seen } from './seen.ts'
import { readSelections } from './selections.ts'
import { checkResult, sumLogs } from './sums.ts'
import { VoteBook } from './vote-book.ts'

export type Report =
  | { readonly verdict: 'unusable' }
  | {
      readonly verdict: 'ok' | 'fail'
      readonly steps: readonly Step[]
      readonly bundle: BundleFile
      /** As the entries of the logs make it, when all of them could be read. */
      readonly ballots: Readonly<Record<BallotStatus, number>> | null
      readonly logs: readonly Walked[]
      /** Every head that is in the bundle, log by log, ascending; whether they are sound, the steps say. */
      readonly heads: readonly SignedHead[]
    }

/**
 * Counts a bundle again, V1 to V14 (trust 4.4): whether what is in it was signed, continued and counted as it says. Reads every
 * file when it is needed and keeps no entry, so that a million ballots fit into the memory of an office machine.
 */
export function* recount(files: Files): Generator<Progress, Report> {
  const bytes = files.read('bundle.json')
  const bundle = bytes && readBundleFile(bytes)
  if (!bundle) return { verdict: 'unusable' }
  const found = new Found()
  const count = bundle.profile === 'open' ? countLikes : countVotes
  const logs = yield* count(files, bundle, found)
  return {
    verdict: found.any ? 'fail' : 'ok',
    steps: found.steps(),
    bundle,
    ballots: ballotsOf(logs),
    logs,
    heads: headsOf(files, logs),
  }
}

function* countVotes(files: Files, bundle: BundleFile, found: Found): Generator<Progress, readonly Walked[]> {
  const rules = readRules(files)
  found.add('V1', checkManifests(files, bundle, rules))
  const logs: Walked<VoteBook>[] = []
  const seen = new Seen()
  // Named by its place: a bundle whose shards are numbered otherwise has failed V1 and is read for what it may still show.
  for (const [shard, { size }] of bundle.logs.entries())
    logs.push(yield* walkLog(new LogFiles(files, { shard, size }), new VoteBook(shard, { rules: rules.rules, seen })))
  for (const log of logs) for (const [step, flaw] of log.flaws) found.add(step, flaw)
  checkHeads(files, { bundle, logs, found })
  checkBallots(files, { logs, rules, found })
  return logs
}

interface Ballots {
  readonly logs: readonly Walked<VoteBook>[]
  readonly rules: RulesRead
  readonly found: Found
}

/** V8 to V14, as far as all entries could be read. */
function checkBallots(files: Files, { logs, rules, found }: Ballots): void {
  const read = logs.every(log => log.read)
  if (!read) for (const step of ['V8', 'V9', 'V12', 'V13', 'V14'] as const) found.skip(step, 'needs-what-failed')
  if (!rules.rules) {
    for (const step of ['V11', 'V13', 'V14'] as const) found.skip(step, 'needs-what-failed')
    return
  }
  const selections = readSelections(files.read('selections.txt'), rules.rules)
  if (!('counts' in selections)) {
    found.add('V11', selections)
    for (const step of ['V13', 'V14'] as const) found.skip(step, 'needs-what-failed')
    return
  }
  if (!read || logs.some(({ book }) => book.result === null)) {
    found.skip('V13', 'needs-what-failed')
    return
  }
  const sums = sumLogs(logs)
  found.add('V13', 'why' in sums ? sums : checkResult(files, sums, selections.sums))
  if (hasOpenings(files, logs.length)) found.add('V14', checkOpenings(files, logs, selections.counts))
  else found.skip('V14', 'no-openings')
}

function ballotsOf(logs: readonly Walked[]): Readonly<Record<BallotStatus, number>> | null {
  if (!logs.every(log => log.read)) return null
  const all = { counted: 0, held: 0, void: 0 }
  for (const { book } of logs)
    for (const [status, count] of Object.entries(book.standings.counts())) all[status as BallotStatus] += count
  return all
}
