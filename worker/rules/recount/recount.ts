import type { BallotStatus } from '../ballot.ts'
import type { Hash } from '../tlog/merkle.ts'
import { type BundleFile, type LogLine, readBundleFile } from './bundle-file.ts'
import { type Files, type Flaw, type Omission, STEPS, type Step, type StepName } from './flaw.ts'
import { archivedHeads, checkHistory, checkRoot, checkSignatures, finalHead } from './heads.ts'
import { LogFiles } from './log-files.ts'
import { type Walked, walkLog } from './log-walk.ts'
import { checkManifests, logKey, type RulesRead, readRules } from './manifest.ts'
import { checkOpenings, hasOpenings } from './openings.ts'
import { Seen } from './seen.ts'
import { readSelections } from './selections.ts'
import { checkResult, sumLogs } from './sums.ts'
import { checkWitnesses } from './witnesses.ts'

/** How far a recount has come, for whoever waits for it. */
export interface Progress {
  readonly log: number
  readonly done: number
  readonly size: number
}

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

/** What a log said of itself at some size. */
export interface SignedHead {
  readonly log: number
  readonly size: number
  readonly root: Hash
}

/**
 * Counts a bundle again, V1 to V14 (trust 4.4): whether what is in it was signed, continued and counted as it says. Reads every
 * file when it is needed and keeps no entry, so that a million ballots fit into the memory of an office machine.
 */
export function* recount(files: Files): Generator<Progress, Report> {
  const bytes = files.read('bundle.json')
  const bundle = bytes && readBundleFile(bytes)
  if (!bundle) return { verdict: 'unusable' }
  const rules = readRules(files)
  const found = new Found()
  found.add('V1', checkManifests(files, bundle, rules))
  const logs: Walked[] = []
  const seen = new Seen()
  for (const [place, line] of bundle.logs.entries()) logs.push(yield* walk(files, { place, line, rules, seen }))
  for (const log of logs) for (const [step, flaw] of log.flaws) found.add(step, flaw)
  const heads = checkHeads(files, { bundle, logs, found })
  checkBallots(files, { logs, rules, found })
  return { verdict: found.any ? 'fail' : 'ok', steps: found.steps(), bundle, ballots: ballotsOf(logs), logs, heads }
}

interface Walk {
  readonly place: number
  readonly line: LogLine
  readonly rules: RulesRead
  readonly seen: Seen
}

function* walk(files: Files, { place, line, rules, seen }: Walk): Generator<Progress, Walked> {
  // Named by its place: a bundle whose shards are numbered otherwise has failed V1 and is read for what it may still show.
  const steps = walkLog(new LogFiles(files, { shard: place, size: line.size }), { rules: rules.rules, seen })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield { log: place, done: step.value, size: line.size }
  }
}

/** What has been found: the first flaw of every step, and what could not be looked at. */
class Found {
  readonly #flaws = new Map<StepName, Flaw>()
  readonly #skipped = new Map<StepName, Omission>([['V10', 'not-in-this-version']])

  get any(): boolean {
    return this.#flaws.size > 0
  }

  add(step: StepName, flaw: Flaw | null): void {
    if (flaw && !this.#flaws.has(step)) this.#flaws.set(step, flaw)
  }

  skip(step: StepName, why: Omission): void {
    this.#skipped.set(step, why)
  }

  steps(): readonly Step[] {
    return STEPS.map((step): Step => {
      const [flaw, why] = [this.#flaws.get(step), this.#skipped.get(step)]
      if (flaw) return { step, result: 'fail', ...flaw }
      return why ? { step, result: 'skip', why } : { step, result: 'ok' }
    })
  }
}

interface Heads {
  readonly bundle: BundleFile
  readonly logs: readonly Walked[]
  readonly found: Found
}

/** V3 to V7; answers the heads that could be read. */
function checkHeads(files: Files, { bundle, logs, found }: Heads): readonly SignedHead[] {
  const keys = bundle.logs.map(({ key }) => logKey(key))
  const all: SignedHead[] = []
  for (const [place, log] of logs.entries()) {
    const key = keys[place]
    const [head, earlier] = [finalHead(files, log.files), archivedHeads(files, place)]
    for (const { read } of [...earlier, head])
      if (read) all.push({ log: place, size: read.checkpoint.size, root: read.checkpoint.root })
    if (!log.read) found.skip('V3', 'needs-what-failed')
    if (key && log.treed) {
      found.add('V4', checkRoot(log, head, key.name))
      found.add('V7', checkHistory(log, earlier, key.name))
    } else for (const step of ['V4', 'V7'] as const) found.skip(step, 'needs-what-failed')
    if (key && log.read) found.add('V5', checkSignatures([head, ...earlier], key, log.book.keys))
    else found.skip('V5', 'needs-what-failed')
  }
  const witnesses = checkWitnesses(files, { keys, heads: logs.map(log => finalHead(files, log.files)) })
  if (typeof witnesses === 'string') found.skip('V6', witnesses)
  else found.add('V6', witnesses)
  return all
}

interface Ballots {
  readonly logs: readonly Walked[]
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
