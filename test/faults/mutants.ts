import { runFault, type Verdict } from './harness.ts'
import { buildMutant } from './variant.ts'
import { violationsIn } from './violations.ts'

/** Workers with a planted bug, and the violation that must give each away: a harness that finds nothing proves nothing. */
const MUTANTS = [
  { name: 'early-answer', bug: 'acknowledges before the commit', betrayedBy: 'lost' },
  { name: 'check-then-insert', bug: 'checks, waits, inserts; no unique key', betrayedBy: 'double' },
  { name: 'tally-in-memory', bug: 'counts in memory only', betrayedBy: 'tally' },
] as const

export interface Caught {
  readonly name: string
  readonly bug: string
  readonly betrayedBy: string
  readonly caught: boolean
  readonly verdict: Verdict
}

const FEW = { kills: 12, acks: 6000, shards: 4 } as const

/** Runs every mutant. One that is not caught, or only for another reason, is a failure of the harness. */
export async function runMutants({
  seed,
  onProgress,
}: {
  seed: number
  onProgress: (line: string) => void
}): Promise<readonly Caught[]> {
  const found: Caught[] = []
  for (const { name, bug, betrayedBy } of MUTANTS) {
    onProgress(`mutant ${name}: ${bug}`)
    const mutant = await buildMutant(name)
    try {
      const verdict = await runFault({ ...FEW, seed, build: mutant.build })
      const caught =
        betrayedBy === 'tally' ? !verdict.tallyEqualsRecount && violationsIn(verdict).length === 0 : verdict[betrayedBy] > 0
      found.push({ name, bug, betrayedBy, caught, verdict })
    } finally {
      mutant.remove()
    }
  }
  return found
}

export function printMutants(found: readonly Caught[]): void {
  for (const { name, betrayedBy, caught, verdict } of found) {
    const { lost, double, gaps, tallyEqualsRecount, acknowledged } = verdict
    const figures = `${acknowledged} acknowledged, ${lost} lost, ${double} double, ${gaps} gaps, tally ${tallyEqualsRecount ? 'equal' : 'unequal'}`
    console.log(`${caught ? 'caught ' : 'MISSED '} ${name.padEnd(18)} by ${betrayedBy.padEnd(7)} ${figures}`)
  }
}
