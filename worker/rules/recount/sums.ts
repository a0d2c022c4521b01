import type { BallotStatus } from '../ballot.ts'
import { atEntry, atFile, type Files, type Flaw } from './flaw.ts'
import type { ResultEntry } from './log-entry.ts'
import type { Walked } from './log-walk.ts'
import { isObject, readStrict } from './strict-json.ts'

// V13: what the logs say, what the result says and what the ballots say are one and the same.

type Three = Record<BallotStatus, number>
const STATUSES = ['counted', 'held', 'void'] as const satisfies readonly BallotStatus[]

/** Ballots and, for each nominee by number, votes: counted, held and void. */
export interface Sums {
  readonly ballots: Three
  readonly votes: Map<number, Three>
}

export const noSums = (): Sums => ({ ballots: { counted: 0, held: 0, void: 0 }, votes: new Map() })

/** Adds so many ballots with these choices, in place. */
export function addVotes(
  sums: Sums,
  numbers: readonly number[],
  { status, count }: { status: BallotStatus; count: number },
): void {
  sums.ballots[status] += count
  for (const number of numbers) addThree(sums, number, { counted: 0, held: 0, void: 0, [status]: count })
}

function addThree(sums: Sums, number: number, three: Readonly<Three>): void {
  const before = sums.votes.get(number) ?? { counted: 0, held: 0, void: 0 }
  sums.votes.set(number, plus(before, three))
}

const plus = (a: Readonly<Three>, b: Readonly<Three>): Three => ({
  counted: a.counted + b.counted,
  held: a.held + b.held,
  void: a.void + b.void,
})
const same = (a: Readonly<Three>, b: Readonly<Three> | undefined): boolean => STATUSES.every(status => a[status] === b?.[status])

/** Whether both are the same, as if a nominee without any vote were not named. */
export const sameSums = (a: Sums, b: Sums): boolean =>
  same(a.ballots, b.ballots) &&
  a.votes.size === b.votes.size &&
  [...a.votes].every(([number, three]) => same(three, b.votes.get(number)))

/** 'N:counted/held/void,…', ascending; null for anything else. */
function readVotes(text: string): Sums['votes'] | null {
  const votes: Sums['votes'] = new Map()
  let before = -1
  for (const part of text === '' ? [] : text.split(',')) {
    const [, number = '', ...figures] =
      /^(0|[1-9]\d{0,15}):(0|[1-9]\d{0,15})\/(0|[1-9]\d{0,15})\/(0|[1-9]\d{0,15})$/.exec(part) ?? []
    const three = threeOf(figures.map(Number))
    if (number === '' || !three || Number(number) <= before) return null
    before = Number(number)
    votes.set(before, three)
  }
  return votes
}

/** Three whole numbers, not all of them 0. */
function threeOf(figures: readonly unknown[]): Three | null {
  const [counted, held, gone] = figures as readonly number[]
  const sound = figures.length === 3 && figures.every(Number.isSafeInteger) && figures.some(figure => figure !== 0)
  return sound ? { counted: counted as number, held: held as number, void: gone as number } : null
}

/** The last figures of every log: their votes are well-formed and their ballots stand as its entries made them. */
export function sumLogs(logs: readonly Walked[]): Sums | Flaw {
  const sums = noSums()
  for (const { book, files } of logs) {
    const { index, entry } = book.result as { index: number; entry: ResultEntry }
    const votes = readVotes(entry.votes)
    if (!votes) return atEntry(files.shard, index, 'bad-line')
    if (!same(entry, book.standings.counts())) return atEntry(files.shard, index, 'wrong-result')
    for (const status of STATUSES) sums.ballots[status] += entry[status]
    for (const [number, three] of votes) addThree(sums, number, three)
  }
  return sums
}

const RESULT = 'result.json'

/** The published result against the logs, then against the ballots without their places where these are published. */
export function checkResult(files: Files, logs: Sums, selections: Sums | null): Flaw | null {
  const bytes = files.read(RESULT)
  if (!bytes) return atFile(RESULT, 'missing')
  const result = readResult(bytes)
  if (!result) return atFile(RESULT, 'malformed')
  if (!sameSums(result, logs)) return atFile(RESULT, 'wrong-sum')
  return !selections || sameSums(result, selections) ? null : atFile('selections.txt', 'wrong-sum')
}

function readResult(bytes: Uint8Array): Sums | null {
  const file = readStrict(bytes)
  if (!isObject(file) || Object.keys(file).sort().join() !== 'counted,held,raw,void,votes' || !isObject(file.votes)) return null
  const figures = [file.counted, file.held, file.void, file.raw]
  if (!figures.every(figure => typeof figure === 'number')) return null
  const [counted, held, gone, raw] = figures as [number, number, number, number]
  const votes = Object.entries(file.votes).map(
    ([number, three]) => [number, Array.isArray(three) ? threeOf(three) : null] as const,
  )
  if (!votes.every(([number, three]) => three && /^(0|[1-9]\d{0,15})$/.test(number)) || raw !== counted + held + gone) return null
  return {
    ballots: { counted, held, void: gone },
    votes: new Map(votes.map(([number, three]) => [Number(number), three as Three])),
  }
}
