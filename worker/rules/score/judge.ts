import { REASONS, type ReasonCode } from '../reason.ts'
import { grouped, groupOf } from './columns.ts'
import { controlsOf } from './controls.ts'
import { type JudgedCrowd, judgeCrowd } from './crowd-signs.ts'
import { type Crowd, crowdsOf } from './crowds.ts'
import { type Cells, cellsOf } from './features.ts'
import { lockstepGroups } from './lockstep.ts'
import { hostingCells, ownSigns, shownBy, type Worth, worthIn } from './own.ts'
import { isOnePlace, placesOf } from './places.ts'
import { type Profile, referenceOf } from './reference.ts'
import { isGrave, isNamed, mayHold, type Sign, type Sum, sumOf } from './signs.ts'
import type { Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'
import type { Usual } from './trait-look.ts'
import { rankReference } from './vectors.ts'

/** What the scorer finds of every ballot of a poll. */
export interface Findings {
  /** Points, in hundredths. */
  readonly points: Int32Array
  /** 1 where the ballot is to be held. */
  readonly held: Uint8Array
  readonly reasonsOf: (row: number) => readonly ReasonCode[]
}

/** Judges the ballots of one poll beside each other, in one go. */
export function judge(table: Table): Findings {
  const steps = judging(table)
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
}

/**
 * The same in steps, each of which tells how many rows it has looked at, so that others may have a turn in between.
 * Every ballot starts with its own signs; then every crowd it belongs to adds those of its additional population, and
 * the crowd that explains it best is kept. Crowds of which some would be held are looked at twice: the second time beside
 * ballots that nobody suspects, and who shows only what some of those show as well is not held.
 */
export function* judging(table: Table): Generator<number, Findings> {
  const findings = new Book(table.size)
  if (table.size === 0) return findings
  const cells = cellsOf(table)
  yield table.size
  const profile = referenceOf(table, cells)
  yield table.size
  const signsOf = ownSignsIn(table, worthIn(table, cells, profile))
  for (let row = 0; row < table.size; row++) findings.note(row, sumOf(signsOf(row)))
  yield table.size
  const usual = usualOf(table, cells, profile)
  yield table.size
  const suspects = findings.held.slice()
  const suspected: Crowd[] = []
  for (const crowd of crowdsOf(table)) {
    const sums = sumsOf(crowd, judgeCrowd(usual, crowd, null), signsOf)
    yield crowd.rows.length
    const held = sums.filter(({ sum }) => sum.holds)
    if (held.length > 0) suspected.push(crowd)
    else for (const { row, sum } of sums) findings.note(row, sum)
    for (const { row } of held) suspects[row] = 1
  }
  const controls = controlsOf(table, suspects)
  for (const crowd of suspected) {
    for (const { row, sum } of sumsOf(crowd, judgeCrowd(usual, crowd, controls), signsOf)) findings.note(row, sum)
    yield crowd.rows.length
  }
  return findings
}

interface Judged {
  readonly row: number
  readonly sum: Sum
}

/** Where the ballots of a crowd stand that rather belong to its additional population than not. */
function sumsOf(crowd: Crowd, judged: readonly JudgedCrowd[], signsOf: (row: number) => readonly Sign[]): readonly Judged[] {
  const sums: Judged[] = []
  for (const { sure, signsAt, impureAt } of judged)
    crowd.rows.forEach((row, i) => {
      const how = sure[i] as number
      if (how < 0.5) return
      const isPure = () => impureAt(i) <= THRESHOLDS.control.impure
      sums.push({ row, sum: withCrowd(signsOf(row), signsAt(i), how, isPure) })
    })
  return sums
}

const usualOf = (table: Table, cells: Cells, profile: Profile): Usual => ({
  table,
  cells,
  profile,
  ranks: rankReference(table),
  places: placesOf(table),
  hosting: hostingCells(table, cells),
})

/** What a ballot shows by itself, and that its voter marches in step with others. */
function ownSignsIn(table: Table, worth: Worth): (row: number) => readonly Sign[] {
  const steps = lockstepSigns(table)
  return row => {
    const own = ownSigns(shownBy(table, row), worth)
    const step = steps.get(table.voter.of[row] as number)
    return step ? [...own, step] : own
  }
}

/**
 * A ballot's own signs with those of its crowd. Who is not surely of the crowd can be reported, not held; and where the
 * crowd's conduct is like that of people, one ballot's haste within it is no reason either. What of its own signs the
 * crowd does not show is this ballot's alone, and does not complete what is said of the crowd.
 */
function withCrowd(own: readonly Sign[], crowd: readonly Sign[], sure: number, isPure: () => boolean): Sum {
  const { sure: enough, hold } = THRESHOLDS
  const weighed = crowd.map(({ code, points }) => ({ code, points: points * sure }))
  const sum = sumOf([...own, ...weighed])
  const borne = own.filter(sign => isGrave(sign) || weighed.some(({ code }) => code === sign.code))
  const holds =
    sumOf([...borne, ...weighed]).holds &&
    sure >= enough &&
    mayHold([...weighed.filter(isNamed), ...own.filter(isGrave)]) &&
    isPure()
  return holds || sumOf(own).holds ? sum : { ...sum, holds: false, points: Math.min(sum.points, hold - 0.01) }
}

/** By voter: marching in step, less where the group is one place, for colleagues are reminded together. */
function lockstepSigns(table: Table): ReadonlyMap<number, Sign> {
  const signs = new Map<number, Sign>()
  const groups = lockstepGroups(table)
  if (groups.length === 0) return signs
  const places = placesOf(table)
  const byVoter = grouped(table.order, table.voter)
  for (const group of groups) {
    const rows = Int32Array.from([...group].flatMap(voter => [...groupOf(byVoter, voter)]))
    const colleagues = isOnePlace(table, places, rows, new Float64Array(rows.length).fill(1))
    const points = THRESHOLDS.crowd.LOCKSTEP * (colleagues ? 0.5 : 1)
    for (const voter of group) signs.set(voter, { code: 'LOCKSTEP.GROUP', points })
  }
  return signs
}

/** The strongest case against every ballot, in four bytes each. */
class Book implements Findings {
  readonly points: Int32Array
  readonly held: Uint8Array
  readonly #codes: Int32Array

  constructor(size: number) {
    this.points = new Int32Array(size)
    this.held = new Uint8Array(size)
    this.#codes = new Int32Array(size)
  }

  note(row: number, { points, codes, holds }: Sum): void {
    const hundredths = Math.round(points * 100)
    const worse = holds && this.held[row] === 0
    if (!worse && (hundredths <= (this.points[row] as number) || (this.held[row] === 1 && !holds))) return
    this.points[row] = hundredths
    this.held[row] = holds ? 1 : 0
    this.#codes[row] = codes.reduce((bits, code) => bits | (1 << REASONS.indexOf(code)), 0)
  }

  readonly reasonsOf = (row: number): readonly ReasonCode[] => {
    const bits = this.#codes[row] as number
    return REASONS.filter((_, i) => (bits & (1 << i)) !== 0)
  }
}
