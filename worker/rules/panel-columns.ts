import type { Criterion, PanelRow } from './panel.ts'

/** Columns by which a reader may have the rows laid out; `c0`, `c1` are the criteria. The order proposes nothing. */
export type PanelColumn = 'number' | 'raw' | 'counted' | 'held' | 'void' | 'best' | 'weighted' | `c${number}`

/** Null where there is no such column. */
export function panelColumn(text: string, criteria: readonly Criterion[]): PanelColumn | null {
  const fixed = ['number', 'raw', 'counted', 'held', 'void', 'best', 'weighted'] as const
  return fixed.find(name => name === text) ?? criteria.map((_, i): PanelColumn => `c${i}`).find(name => name === text) ?? null
}

/** The rows by one column alone, the most first (the best place first); equal ones by number, what is missing last. */
export function sortedBy(rows: readonly PanelRow[], column: PanelColumn): readonly PanelRow[] {
  const figure = ({ votes, scores }: PanelRow): number | null => {
    if (column === 'number') return 0
    if (column === 'weighted') return scores.weighted
    if (column === 'best') return votes && -votes.best
    if (column === 'raw' || column === 'counted' || column === 'held' || column === 'void') return votes?.[column] ?? null
    return scores.means[Number(column.slice(1))] ?? null
  }
  const missing = Number.NEGATIVE_INFINITY
  return [...rows].sort((a, b) => {
    const [x, y] = [figure(a) ?? missing, figure(b) ?? missing]
    return x === y ? a.number - b.number : y - x
  })
}
