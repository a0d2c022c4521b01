import type { Verdict } from './harness.ts'
import type { RaceVerdict } from './race.ts'
import { KINDS, type Violation } from './violations.ts'

/** The verdict for people. */
export function printVerdict(verdict: Verdict): void {
  const { passed, kills, killsWhileStarting, restartMs, shards, seed, commit, seconds, acksPerSecond } = verdict
  const lines: readonly (readonly [string, string | number])[] = [
    ['boxes', shards],
    ['kills under load', kills],
    ['  and while starting again', killsWhileStarting],
    ['restart, median / longest', `${restartMs.p50} / ${restartMs.max} ms`],
    ['  by the site itself', `${restartMs.byMiniflare} ms`],
    ['requests', verdict.requests],
    ['ballots acknowledged', verdict.acknowledged],
    ['  per second, kills included', acksPerSecond],
    ['ballots in the boxes', verdict.recorded],
    ['answers lost with a connection', verdict.ambiguous],
    ['  whose ballot was there already', verdict.recovered],
    ['answers "later", asked again', verdict.putOff],
    ['repetitions, same receipt', verdict.repeats200],
    ['second ballots refused (409)', verdict.conflicts409],
    ['tampered repetitions refused (422)', verdict.tampered422],
    ['tally equals recount', verdict.tallyEqualsRecount ? 'yes' : 'NO'],
    ...(Object.keys(KINDS) as Violation[]).map(kind => [`${kind}: ${KINDS[kind]}`, verdict[kind]] as const),
    ['log', JSON.stringify(verdict.events)],
    ['seconds', seconds],
    ['seed', seed],
    ['commit', commit],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  for (const [name, value] of lines) console.log(`${name.padEnd(width)}  ${value}`)
  for (const example of verdict.examples) console.log(`  ${example}`)
  console.log(passed ? 'Every acknowledged ballot is there exactly once, and the tally equals the recount.' : 'FAILED')
}

export function printRace({ passed, seeds, posts, recorded, statuses, violations, examples, seconds }: RaceVerdict): void {
  const told = Object.entries(statuses)
    .map(([status, times]) => `${times} × ${status}`)
    .join(', ')
  console.log(`${seeds} voters, ${posts} posts of each at once: ${recorded} ballots recorded; ${told}; ${seconds} s`)
  for (const example of examples) console.log(`  ${example}`)
  console.log(passed ? 'One ballot of each, and no answer that contradicts it.' : `FAILED: ${violations.join(', ')}`)
}
