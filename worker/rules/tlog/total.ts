import { type Counts, NO_COUNTS, raw } from '../tally.ts'

/** How ballots stand, of one log or of all: as entries of kind `r` and as `result.json` tell it. */
export interface Result {
  readonly ballots: Counts
  /** By the numbers of nominees; only of those whom somebody chose. */
  readonly votes: Readonly<Record<number, Counts>>
}

/** The result in an entry of kind `r` that this site wrote. Throws for anything else. */
export function readResult(entry: string): Result {
  const {
    counted,
    held,
    void: gone,
    votes,
  } = JSON.parse(entry) as Record<'counted' | 'held' | 'void', number> & { votes: string }
  const lines =
    votes === '' ? [] : votes.split(',').map(line => line.split(/[:/]/).map(Number) as [number, number, number, number])
  return {
    ballots: { counted, held, void: gone },
    votes: Object.fromEntries(lines.map(([number, yes, apart, no]) => [number, { counted: yes, held: apart, void: no }])),
  }
}

const add = (a: Counts, b: Counts): Counts => ({ counted: a.counted + b.counted, held: a.held + b.held, void: a.void + b.void })

export function addResults(results: readonly Result[]): Result {
  const votes: Record<number, Counts> = {}
  for (const result of results)
    for (const [number, counts] of Object.entries(result.votes))
      votes[Number(number)] = add(votes[Number(number)] ?? NO_COUNTS, counts)
  return { ballots: results.reduce((sum, { ballots }) => add(sum, ballots), NO_COUNTS), votes }
}

/** `result.json`: canonical, with [counted, held, void] for every nominee. */
export function resultText({ ballots, votes }: Result): string {
  const sorted = Object.keys(votes).sort()
  const rows = Object.fromEntries(sorted.map(number => [number, votes[Number(number)] ?? NO_COUNTS]))
  const lists = sorted.map(number => `${JSON.stringify(number)}:[${listOf(rows[number] ?? NO_COUNTS).join(',')}]`)
  const { counted, held, void: gone } = ballots
  return `{"counted":${counted},"held":${held},"raw":${raw(ballots)},"void":${gone},"votes":{${lists.join(',')}}}`
}

const listOf = ({ counted, held, void: gone }: Counts): readonly number[] => [counted, held, gone]
