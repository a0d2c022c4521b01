import { MINUTE } from '../time.ts'
import type { Table } from './table.ts'

const FEWEST = 30

/**
 * How evenly some ballots followed each other, 0 to 1. Of two pauses in a row the first takes any part of both with
 * the same chance where people come independently, at whatever rate of the moment; a machine's takes half. A clock
 * that fires at the same second of the minute shows as well.
 */
export function evenness(table: Table, rows: Int32Array): number {
  if (rows.length < FEWEST) return 0
  return Math.max(pauses(table, rows), seconds(table, rows))
}

function pauses(table: Table, rows: Int32Array): number {
  let spread = 0
  let pairs = 0
  for (let i = 2; i < rows.length; i++) {
    const [a, b, c] = [i - 2, i - 1, i].map(place => table.at[rows[place] as number] as number) as [number, number, number]
    if (c <= a) continue
    const part = (b - a) / (c - a) - 0.5
    spread += part * part
    pairs += 1
  }
  if (pairs < FEWEST - 2) return 0
  // A twelfth is what independent arrivals have.
  const scatter = (12 * spread) / pairs
  return Math.max(0, Math.min(1, (0.6 - scatter) / 0.3))
}

function seconds(table: Table, rows: Int32Array): number {
  if (rows.length < 2 * FEWEST) return 0
  const counts = new Float64Array(60)
  for (const row of rows) {
    const second = Math.floor(((table.at[row] as number) % MINUTE) / 1000)
    counts[second] = (counts[second] as number) + 1
  }
  let entropy = 0
  for (const count of counts) if (count > 0) entropy -= (count / rows.length) * Math.log(count / rows.length)
  // Few rows cannot fill sixty seconds evenly.
  const lacking = Math.log(60) - 59 / (2 * rows.length) - entropy
  return Math.max(0, Math.min(1, (lacking - 0.4) / 0.6))
}

/**
 * Whether ballots of one network came strictly one after the other although, at their rate, many sessions would have
 * been open at once: one device that takes ever new identities. 0 to 1.
 */
export function oneAtATime(table: Table, rows: Int32Array, leastExpected: number): number {
  let overlaps = 0
  let expected = 0
  for (let i = 1; i < rows.length; i++) {
    const [before, row] = [rows[i - 1] as number, rows[i] as number]
    const dwell = table.dwell[row] as number
    if (Number.isNaN(dwell)) continue
    const pause = (table.at[row] as number) - (table.at[before] as number)
    if (pause < dwell) overlaps += 1
    const window = span(table, rows, i)
    expected += window > 0 ? 1 - Math.exp(-dwell / window) : 0
  }
  if (expected < leastExpected) return 0
  return Math.max(0, Math.min(1, 1 - (4 * overlaps) / expected))
}

/** The mean pause around a place: the rate of the moment. */
function span(table: Table, rows: Int32Array, i: number): number {
  const from = Math.max(0, i - 5)
  const until = Math.min(rows.length - 1, i + 5)
  return ((table.at[rows[until] as number] as number) - (table.at[rows[from] as number] as number)) / (until - from)
}
