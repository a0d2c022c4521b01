import { familiesOf } from '../reason.ts'
import { type Findings, judge } from './judge.ts'
import type { ScoreLine, ScoreVerdict } from './line.ts'
import { TableBuilder } from './table.ts'

/**
 * Judges ballots beside each other, every poll for itself: the verdicts in the order of the lines. The same ballots
 * get the same verdicts whatever their order, and however often they are judged.
 */
export function score(lines: Iterable<ScoreLine>): readonly ScoreVerdict[] {
  const scoring = new Scoring()
  for (const line of lines) scoring.add(line)
  return [...scoring.verdicts()]
}

/** The same, line by line: what is kept of a line is its id and a row of columns. */
export class Scoring {
  readonly #polls = new Map<string, { readonly table: TableBuilder; readonly number: number }>()
  readonly #ids: string[] = []
  readonly #poll: number[] = []

  get size(): number {
    return this.#ids.length
  }

  add(line: ScoreLine): void {
    let poll = this.#polls.get(line.poll)
    if (!poll) {
      poll = { table: new TableBuilder(), number: this.#polls.size }
      this.#polls.set(line.poll, poll)
    }
    poll.table.add(line)
    this.#ids.push(line.id)
    this.#poll.push(poll.number)
  }

  *verdicts(): Generator<ScoreVerdict> {
    const findings = [...this.#polls.values()].map(({ table }) => judge(table.done()))
    const next = findings.map(() => 0)
    for (const [i, id] of this.#ids.entries()) {
      const poll = this.#poll[i] as number
      const row = next[poll] as number
      next[poll] = row + 1
      yield verdictOf(id, findings[poll] as Findings, row)
    }
  }
}

function verdictOf(id: string, findings: Findings, row: number): ScoreVerdict {
  const reasons = findings.reasonsOf(row)
  return {
    id,
    status: findings.held[row] === 1 ? 'held' : 'counted',
    families: familiesOf(reasons),
    reasons,
    score: (findings.points[row] as number) / 100,
  }
}
