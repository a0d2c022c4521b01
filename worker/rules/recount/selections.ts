import { type BallotStatus, judgeChoices, type PollSpec } from '../ballot.ts'
import { atFile, type Flaw } from './flaw.ts'
import { linesOf } from './lines.ts'
import { addVotes, noSums, type Sums } from './sums.ts'

const FILE = 'selections.txt'
const LINE = /^(counted|held|void) (\[[1-9]\d*(?:,[1-9]\d*)*\]) ([1-9]\d{0,15})$/

/** The ballots without their places: how many there are of every (standing, choices), and what they add up to. */
export interface Selections {
  readonly counts: ReadonlyMap<string, number>
  readonly sums: Sums
}

/** How a group is named, here and among the openings. */
export const groupOf = (status: BallotStatus, choices: string): string => `${status} ${choices}`

/** V11: every line is well-formed, in order, the only one of its group, and a ballot that the rules allow. */
export function readSelections(bytes: Uint8Array | null, rules: PollSpec): Selections | Flaw {
  if (!bytes) return atFile(FILE, 'missing')
  const counts = new Map<string, number>()
  const sums = noSums()
  let before = ''
  for (const line of linesOf(bytes)) {
    const read = line === null ? null : lineOf(line)
    if (!read) return atFile(FILE, 'bad-line')
    const group = groupOf(read.status, read.choices)
    if ((line as string) <= before || counts.has(group)) return atFile(FILE, 'not-sorted')
    before = line as string
    const numbers = JSON.parse(read.choices) as number[]
    if (!ascending(numbers) || !judgeChoices(numbers, rules).ok) return atFile(FILE, 'bad-ballot')
    counts.set(group, read.count)
    addVotes(sums, numbers, { status: read.status, count: read.count })
  }
  return { counts, sums }
}

interface Line {
  readonly status: BallotStatus
  readonly choices: string
  readonly count: number
}

function lineOf(line: string): Line | null {
  const [, status, choices = '', count] = LINE.exec(line) ?? []
  return status && Number.isSafeInteger(Number(count)) ? { status: status as BallotStatus, choices, count: Number(count) } : null
}

const ascending = (numbers: readonly number[]): boolean => numbers.every((n, i) => i === 0 || n > (numbers[i - 1] as number))
