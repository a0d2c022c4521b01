import type { Labels } from './columns.ts'
import { dayAt, type Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

/** How many ballots the poll has of every network, unit and day, to tell a place from a carrier that all use. */
export interface Places {
  readonly byNet: Float64Array
  readonly byUnit: Float64Array
  readonly byDay: ReadonlyMap<number, number>
}

export function placesOf(table: Table): Places {
  const byDay = new Map<number, number>()
  for (const at of table.at) byDay.set(dayAt(at), (byDay.get(dayAt(at)) ?? 0) + 1)
  return { byNet: countsOf(table.net), byUnit: countsOf(table.unit), byDay }
}

function countsOf({ of, count }: Labels): Float64Array {
  const counts = new Float64Array(count)
  for (const label of of) counts[label] = (counts[label] as number) + 1
  return counts
}

/**
 * Whether a crowd is one place: a good part of it comes from a few networks of the day, or of one unit, which the rest
 * of the poll has hardly used. Colleagues in an office, students on a campus and a ward at night look so. Network tags
 * live for a day, so every day is asked for its own.
 */
export function isOnePlace(table: Table, places: Places, rows: Int32Array, sure: Float64Array): boolean {
  const { networks, share } = THRESHOLDS.place
  const days = new Map<number, Map<number, number>>()
  const units = new Map<number, number>()
  let members = 0
  rows.forEach((row, i) => {
    const part = sure[i] as number
    const day = dayAt(table.at[row] as number)
    let nets = days.get(day)
    if (!nets) {
      nets = new Map()
      days.set(day, nets)
    }
    members += part
    add(nets, table.net.of[row] as number, part)
    add(units, table.unit.of[row] as number, part)
  })
  let gathered = 0
  let expected = 0
  for (const [day, nets] of days)
    for (const [net, part] of busiest(nets, networks)) {
      gathered += part
      expected += sumOf(nets) * Math.max(0, ((places.byNet[net] as number) - part) / (places.byDay.get(day) as number))
    }
  const unit = busiest(units, 1)[0]
  const ofUnit = unit ? unit[1] - (members * ((places.byUnit[unit[0]] as number) - unit[1])) / table.size : 0
  return members > 0 && Math.max(gathered - expected, ofUnit) / members >= share
}

const add = (counts: Map<number, number>, label: number, part: number): void => {
  counts.set(label, (counts.get(label) ?? 0) + part)
}

const sumOf = (counts: ReadonlyMap<number, number>): number => {
  let sum = 0
  for (const n of counts.values()) sum += n
  return sum
}

const busiest = (counts: ReadonlyMap<number, number>, most: number): readonly (readonly [number, number])[] =>
  [...counts]
    .filter(([label]) => label !== 0)
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, most)
