import type { Places } from './places.ts'
import type { Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

const { networks, least, ofCrowd, ofNetwork } = THRESHOLDS.parts

/**
 * The additional population of a crowd by where it stands: every network that holds a good part of it and hardly
 * anybody else, and all others together. So colleagues are never judged by the conduct of a script that happened to
 * work for the same person in the same hour, nor it by theirs. Each part is the whole list with zeros for the others.
 */
export function partsOf(table: Table, places: Places, rows: Int32Array, sure: Float64Array): readonly Float64Array[] {
  const byNet = new Map<number, number>()
  let members = 0
  for (let i = 0; i < rows.length; i++) {
    const net = table.net.of[rows[i] as number] as number
    members += sure[i] as number
    if (net !== 0) byNet.set(net, (byNet.get(net) ?? 0) + (sure[i] as number))
  }
  const own = [...byNet]
    .filter(([net, n]) => n >= least && n >= ofCrowd * members && n >= ofNetwork * (places.byNet[net] as number))
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, networks)
    .map(([net]) => net)
  if (own.length === 0) return [sure]
  const part = (belongs: (net: number) => boolean) =>
    sure.map((n, i) => (belongs(table.net.of[rows[i] as number] as number) ? n : 0))
  return [...own.map(mine => part(net => net === mine)), part(net => !own.includes(net))]
}
