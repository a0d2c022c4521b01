/** Every way in which a run can fail; each must stay at nought. */
export const KINDS = {
  lost: 'acknowledged, and not in a box at its place',
  double: 'more than one ballot of a voter',
  gaps: 'places in a box without a ballot',
  invented: 'ballots in a box that nobody has sent',
  altered: 'ballots that do not hash to their leaf',
  effective: 'refused requests that took effect',
  contradicted: 'requests with two different answers',
  unsettled: 'requests that were never answered',
  unexpected: 'answers that this traffic must not get',
  faults: 'faults in the log of the site',
} as const

export type Violation = keyof typeof KINDS

/** The kinds that have occurred. */
export const violationsIn = (counts: Readonly<Record<Violation, number>>): readonly Violation[] =>
  (Object.keys(KINDS) as Violation[]).filter(kind => counts[kind] > 0)

const EXAMPLES = 5

/** Counts what went wrong and keeps the first few cases of each kind in words. */
export class Violations {
  readonly counts = Object.fromEntries(Object.keys(KINDS).map(kind => [kind, 0])) as Record<Violation, number>
  readonly examples: string[] = []

  note(kind: Violation, times: number, example: string): void {
    const before = this.counts[kind]
    this.counts[kind] = before + times
    if (before < EXAMPLES) this.examples.push(`${kind}: ${example}`)
  }
}
