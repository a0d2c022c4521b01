import { REASONS, type ReasonCode } from '../reason.ts'
import { grouped, groupOf } from './columns.ts'
import { judgeCrowd, type Usual } from './crowd-signs.ts'
import { crowdsOf } from './crowds.ts'
import { cellsOf } from './features.ts'
import { lockstepGroups } from './lockstep.ts'
import { hostingCells, ownSigns, shownBy, worthIn } from './own.ts'
import { isOnePlace, placesOf } from './places.ts'
import { referenceOf } from './reference.ts'
import { isGrave, isNamed, mayHold, type Sign, type Sum, sumOf } from './signs.ts'
import type { Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'
import { rankReference } from './vectors.ts'

/** What the scorer finds of every ballot of a poll. */
export interface Findings {
  /** Points, in hundredths. */
  readonly points: Int32Array
  /** 1 where the ballot is to be held. */
  readonly held: Uint8Array
  reasonsOf(row: number): readonly ReasonCode[]
}

/**
 * Judges the ballots of one poll beside each other. Every ballot starts with its own signs; then every crowd it belongs
 * to adds those of its additional population, and the crowd that explains it best is kept.
 */
export function judge(table: Table): Findings {
  const findings = new Book(table.size)
  if (table.size === 0) return findings
  const cells = cellsOf(table)
  const profile = referenceOf(table, cells)
  const worth = worthIn(table, cells, profile)
  const own = (row: number) => ownSigns(shownBy(table, row), worth)
  const steps = lockstepSigns(table)
  const before = (row: number): readonly Sign[] => {
    const step = steps.get(table.voter.of[row] as number)
    return step ? [...own(row), step] : own(row)
  }
  for (let row = 0; row < table.size; row++) findings.note(row, sumOf(before(row)))
  const usual: Usual = {
    table,
    cells,
    profile,
    ranks: rankReference(table),
    places: placesOf(table),
    hosting: hostingCells(table, cells),
  }
  for (const crowd of crowdsOf(table)) {
    const judged = judgeCrowd(usual, crowd)
    if (!judged) continue
    crowd.rows.forEach((row, i) => {
      const sure = judged.sure[i] as number
      if (sure < 0.5) return
      findings.note(row, withCrowd(before(row), judged.signsAt(i), sure))
    })
  }
  return findings
}

/**
 * A ballot's own signs with those of its crowd. Who is not surely of the crowd can be reported, not held; and where the
 * crowd's conduct is like that of people, one ballot's haste within it is no reason either.
 */
function withCrowd(own: readonly Sign[], crowd: readonly Sign[], sure: number): Sum {
  const { sure: enough, hold } = THRESHOLDS
  const weighed = crowd.map(({ code, points }) => ({ code, points: points * sure }))
  const sum = sumOf([...own, ...weighed])
  const holds = sum.holds && sure >= enough && mayHold([...weighed.filter(isNamed), ...own.filter(isGrave)])
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

  reasonsOf(row: number): readonly ReasonCode[] {
    const bits = this.#codes[row] as number
    return REASONS.filter((_, i) => (bits & (1 << i)) !== 0)
  }
}
