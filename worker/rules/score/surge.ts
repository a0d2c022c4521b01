import { median } from './columns.ts'
import { hourAt, type Table, votesFor } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Hours in a row in which a candidate, or the whole poll (-1), got far more than usual. */
export interface Surge {
  readonly candidate: number
  readonly rows: Int32Array
  /** Share of these ballots that is beyond the usual. */
  readonly excess: number
}

/** No poll takes longer than a year; a file whose times do has no days to compare. */
const MOST_HOURS = 366 * 24

interface Peak {
  readonly candidate: number
  readonly hour: number
  readonly seen: number
  readonly usual: number
  readonly p: number
}

/**
 * Every surge of a poll. An hour is compared with the same hour of the other days and with the candidate's own part in
 * what all candidates got in it, whichever allows more, so that neither a daily rhythm nor a rush of everybody is a
 * surge of one. Counts scatter more than dice do; and of all hours found, one in a hundred may be chance
 * (Benjamini and Hochberg).
 */
export function surgesOf(table: Table): readonly Surge[] {
  if (table.size === 0) return []
  const first = hourAt(table.at[table.order[0] as number] as number)
  const hours = hourAt(table.at[table.order.at(-1) as number] as number) - first + 1
  if (hours > MOST_HOURS) return []
  const all = countsOf(table, table.order, first, hours)
  const peaks = peaksOf({ candidate: -1, counts: all, all: null, first })
  for (let candidate = 0; candidate < table.candidates; candidate++) {
    const rows = votesFor(table, candidate)
    if (rows.length >= THRESHOLDS.surge.least)
      peaks.push(...peaksOf({ candidate, counts: countsOf(table, rows, first, hours), all, first }))
  }
  return runs(table, significant(peaks))
}

function countsOf(table: Table, rows: Int32Array, first: number, hours: number): Float64Array {
  const counts = new Float64Array(hours)
  for (const row of rows) {
    const hour = hourAt(table.at[row] as number) - first
    counts[hour] = (counts[hour] as number) + 1
  }
  return counts
}

interface Curve {
  readonly candidate: number
  readonly counts: Float64Array
  readonly all: Float64Array | null
  readonly first: number
}

function peaksOf({ candidate, counts, all, first }: Curve): Peak[] {
  const { least, overdispersion } = THRESHOLDS.surge
  const odds = all ? usualOdds(counts, all) : 0
  const peaks: Peak[] = []
  for (let hour = 0; hour < counts.length; hour++) {
    const seen = counts[hour] as number
    if (seen < least) continue
    const sameHour = usualAt(counts, hour)
    if (sameHour === null && !all) continue
    const part = all ? odds * ((all[hour] as number) - seen) : 0
    const usual = Math.max(sameHour ?? 0, part, 1)
    const spread = Math.sqrt(usual + overdispersion * usual * usual)
    peaks.push({ candidate, hour: first + hour, seen, usual, p: upperTail((seen - usual) / spread) })
  }
  return peaks
}

/** The middle of the same hour on other days; null where fewer than two days can tell. */
function usualAt(counts: Float64Array, hour: number): number | null {
  const others: number[] = []
  for (let other = hour % 24; other < counts.length; other += 24) if (other !== hour) others.push(counts[other] as number)
  return others.length < 2 ? null : median(others)
}

/** A candidate's votes to a ballot of the others, in the middle of all busy hours. */
function usualOdds(counts: Float64Array, all: Float64Array): number {
  const odds: number[] = []
  for (let hour = 0; hour < counts.length; hour++) {
    const rest = (all[hour] as number) - (counts[hour] as number)
    if ((all[hour] as number) >= 10 && rest > 0) odds.push((counts[hour] as number) / rest)
  }
  return median(odds)
}

/** Chance that a normal variable exceeds z (Abramowitz and Stegun 26.2.17). */
function upperTail(z: number): number {
  if (z < 0) return 1
  const t = 1 / (1 + 0.2316419 * z)
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
}

function significant(peaks: readonly Peak[]): readonly Peak[] {
  const { falseRate, times, least } = THRESHOLDS.surge
  const ps = Float64Array.from(peaks, ({ p }) => p).sort()
  let limit = 0
  ps.forEach((p, i) => {
    if (p <= (falseRate * (i + 1)) / ps.length) limit = p
  })
  return peaks.filter(({ p, seen, usual }) => p <= limit && seen >= times * usual && seen - usual >= least)
}

function runs(table: Table, peaks: readonly Peak[]): readonly Surge[] {
  const surges: Surge[] = []
  let start = 0
  for (let i = 1; i <= peaks.length; i++) {
    const [before, now] = [peaks[i - 1] as Peak, peaks[i]]
    if (now && now.candidate === before.candidate && now.hour === before.hour + 1) continue
    surges.push(surgeOf(table, peaks.slice(start, i)))
    start = i
  }
  return surges
}

function surgeOf(table: Table, peaks: readonly Peak[]): Surge {
  const { candidate, hour } = peaks[0] as Peak
  const last = (peaks.at(-1) as Peak).hour
  const rows = candidate < 0 ? table.order : votesFor(table, candidate)
  const usual = peaks.reduce((sum, peak) => sum + peak.usual, 0)
  const seen = peaks.reduce((sum, peak) => sum + peak.seen, 0)
  return { candidate, rows: between(table, rows, hour, last), excess: 1 - usual / seen }
}

/** The part of some rows in order that came from the one hour to the other, both included. */
function between(table: Table, rows: Int32Array, first: number, last: number): Int32Array {
  let from = 0
  while (from < rows.length && hourAt(table.at[rows[from] as number] as number) < first) from += 1
  let until = from
  while (until < rows.length && hourAt(table.at[rows[until] as number] as number) <= last) until += 1
  return rows.subarray(from, until)
}
