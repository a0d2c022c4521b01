import type { BallotStatus } from '../../worker/rules/ballot.ts'
import { type Counts, raw } from '../../worker/rules/tally.ts'
import { STANDING } from '../text/integrity.ts'

const ORDER: readonly BallotStatus[] = ['counted', 'held', 'void']

/** How the three standings are filled in every chart: they differ in print and to the colour-blind as well. Once a page. */
export const Fillings = () => (
  <svg class="sr" width="1" height="1" aria-hidden="true" focusable="false">
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-ground" width="6" height="6" />
      <rect class="hatch-line" width="3" height="6" />
    </pattern>
  </svg>
)

/** What the fillings mean. */
export const Legend = () => (
  <p class="legend soft small" aria-hidden="true">
    {ORDER.map(status => (
      <span key={status}>
        <Swatch status={status} /> {STANDING[status].name}
      </span>
    ))}
  </p>
)

export const Swatch = ({ status }: { readonly status: BallotStatus }) => (
  <svg class="swatch" width="12" height="12" aria-hidden="true" focusable="false">
    <rect class={`is-${status}`} x="1" y="1" width="10" height="10" />
  </svg>
)

/** One bar of what is counted, held and void, drawn to the scale on which `most` is the whole width. */
export function SplitBar({
  counts,
  most,
  height = 12,
}: {
  readonly counts: Counts
  readonly most: number
  readonly height?: number
}) {
  let from = 0
  const parts = ORDER.filter(status => counts[status] > 0).map(status => {
    const width = (counts[status] / Math.max(1, most)) * 100
    const part = { status, x: `${from.toFixed(2)}%`, width: `${width.toFixed(2)}%` }
    from += width
    return part
  })
  return (
    <svg class="split" width="100%" height={height} aria-hidden="true" focusable="false">
      {parts.map(({ status, x, width }) => (
        <rect key={status} class={`is-${status}`} x={x} y="1" width={width} height={height - 2} />
      ))}
    </svg>
  )
}

export interface SplitRow {
  readonly key: string
  readonly label: string
  readonly counts: Counts
}

interface SplitBarsProps {
  readonly rows: readonly SplitRow[]
  /** What the table is about, for those who cannot see it, and what its rows are. */
  readonly caption: string
  readonly of: string
}

/** A bar a row with all its figures beside it: a chart and its table in one. */
export function SplitBars({ rows, caption, of }: SplitBarsProps) {
  const most = Math.max(...rows.map(({ counts }) => raw(counts)))
  return (
    <table class="bars splits">
      <caption class="sr">{caption}</caption>
      <thead class="sr">
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">收到，其中计入、暂缓、作废</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, counts }) => (
          <tr key={key}>
            <th scope="row">
              {label}
              <SplitBar counts={counts} most={most} />
            </th>
            <td class="figure">
              {raw(counts)}
              <small>{inWords(counts)}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** 计入 97 · 暂缓 2 · 作废 1 */
export const inWords = (counts: Counts): string => ORDER.map(status => `${STANDING[status].name} ${counts[status]}`).join(' · ')
