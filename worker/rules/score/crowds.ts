import { grouped, groupOf } from './columns.ts'
import { surgesOf } from './surge.ts'
import { dayAt, type Table, votesFor } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Ballots that have something in common and are looked at beside all others. */
export interface Crowd {
  readonly kind: 'surge' | 'rush' | 'candidate' | 'day' | 'vector' | 'host' | 'net' | 'unit' | 'device'
  /** In the order of arrival. */
  readonly rows: Int32Array
  /** A first guess at how much of it is additional, 0 to 1. */
  readonly begin: number
}

/**
 * Every crowd that is worth a look: what a candidate got in a surge, on a day and in all, what came as the same whole
 * ballot, from one address or one network on one day, with one unit's codes, or on one kind of phone. They overlap, and a ballot is judged in each.
 */
export function* crowdsOf(table: Table): Generator<Crowd> {
  for (const { candidate, rows, excess } of surgesOf(table))
    yield { kind: candidate < 0 ? 'rush' : 'surge', rows, begin: Math.min(0.9, excess) }
  for (let candidate = 0; candidate < table.candidates; candidate++) {
    const rows = votesFor(table, candidate)
    yield* great({ kind: 'candidate', rows, begin: 0.1 }, 60)
    for (const day of daysOf(table, rows)) yield* great({ kind: 'day', rows: day, begin: 0.2 }, 30)
  }
  yield* labelledCrowds(table, 'vector', 25)
  yield* labelledCrowds(table, 'host', THRESHOLDS.churn.least)
  yield* labelledCrowds(table, 'net', 40)
  yield* labelledCrowds(table, 'unit', 30)
  yield* labelledCrowds(table, 'device', 40)
}

function* great(crowd: Crowd, least: number): Generator<Crowd> {
  if (crowd.rows.length >= Math.max(least, THRESHOLDS.mixture.least)) yield crowd
}

function* daysOf(table: Table, rows: Int32Array): Generator<Int32Array> {
  let start = 0
  for (let i = 1; i <= rows.length; i++) {
    const day = dayAt(table.at[rows[i - 1] as number] as number)
    if (i < rows.length && dayAt(table.at[rows[i] as number] as number) === day) continue
    yield rows.subarray(start, i)
    start = i
  }
}

type Label = 'vector' | 'host' | 'net' | 'unit' | 'device'

function* labelledCrowds(table: Table, kind: Label, least: number): Generator<Crowd> {
  const labels = table[kind]
  const groups = grouped(table.order, labels)
  for (let label = 1; label < labels.count; label++)
    yield* great({ kind, rows: groupOf(groups, label), begin: kind === 'vector' ? 0.3 : 0.2 }, least)
}
