import type { Counts } from '../../worker/rules/tally.ts'
import { grouped } from '../text/figures.ts'

export interface BarRow {
  readonly key: string
  readonly label: string
  readonly note: string
  /** Staff see places; in public a tally ranks nobody (law 2). */
  readonly place?: number
  readonly counts: Counts
}

interface BarsProps {
  readonly rows: readonly BarRow[]
  readonly caption: string
  /** What the figures are; said to those who cannot see the page around them. */
  readonly figure?: '计入票数' | '收到票数'
}

/** Bars with the number at their end; a table for those who cannot see them, and in print. */
export function Bars({ rows, caption, figure = '计入票数' }: BarsProps) {
  const placed = rows.some(({ place }) => place !== undefined)
  const most = Math.max(1, ...rows.map(({ counts }) => counts.counted))
  return (
    <table class="bars">
      <caption class="sr">{caption}</caption>
      <thead class="sr">
        <tr>
          {placed && <th scope="col">名次</th>}
          <th scope="col">候选对象</th>
          <th scope="col">{figure}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, note, place, counts }) => (
          <tr key={key}>
            {placed && <td class="place">{place}</td>}
            <th scope="row">
              {label}
              <small>{note}</small>
              <svg width="100%" height="8" aria-hidden="true" focusable="false">
                <rect class="rail" width="100%" height="8" rx="4" />
                <rect width={`${((counts.counted / most) * 100).toFixed(1)}%`} height="8" rx="4" />
              </svg>
            </th>
            <td class="figure">
              {grouped(counts.counted)}
              {counts.held + counts.void > 0 && (
                <small>
                  <span>暂缓 {grouped(counts.held)}</span> <span>作废 {grouped(counts.void)}</span>
                </small>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
