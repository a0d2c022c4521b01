import { join } from 'node:path'
import { openBoxes } from './boxes.ts'
import { readHistory } from './history.ts'
import { differences, Ledger } from './ledger.ts'
import type { Published } from './poll.ts'
import { type Figures, Trial } from './trial.ts'
import { type Violation, Violations } from './violations.ts'

/** What a run left behind once the site has ended. */
export interface Remains {
  readonly folder: string
  /** The public figures just before the end. */
  readonly published: Published | null
  /** Lines of the site's log that speak of a fault. */
  readonly faults: readonly string[]
}

export const HISTORY = 'history.ndjson'

export interface Findings extends Figures {
  readonly violations: Readonly<Record<Violation, number>>
  readonly tallyEqualsRecount: boolean
  readonly examples: readonly string[]
  /** Boxes found on disk, and the ballots that lie in them. */
  readonly shards: number
  readonly recorded: number
}

/**
 * Holds what the clients were told against what lies in the boxes. It shares no code with the worker, and reads only
 * the history, the files and the published figures: an answer is true when the files say the same.
 */
export async function check({ folder, published, faults }: Remains): Promise<Findings> {
  const violations = new Violations()
  const boxes = openBoxes(join(folder, 'state'))
  const ledger = new Ledger(boxes, violations)
  for (const box of boxes) box.close()
  const trial = new Trial(ledger, violations)
  for await (const attempt of readHistory(join(folder, HISTORY))) trial.hear(attempt)
  trial.close()
  for (const line of faults) violations.note('faults', 1, line)
  const unlike = differences(published, ledger)
  return {
    violations: violations.counts,
    tallyEqualsRecount: unlike.length === 0,
    examples: [...violations.examples, ...unlike.slice(0, 5).map(text => `tally: ${text}`)],
    shards: boxes.length,
    recorded: ledger.size,
    ...trial.figures(),
  }
}
