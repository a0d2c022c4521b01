import type { BallotStatus } from '../../worker/rules/ballot.ts'
import { type Counts, raw } from '../../worker/rules/tally.ts'
import { grouped } from '../text/figures.ts'
import { BALLOT_STATUS } from '../text/standing.ts'

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
        <Swatch status={status} /> {BALLOT_STATUS[status]}
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

/** A bar a row to one scale, with all its figures: a chart and its table in one. What is named in none of `said` is not written. */
export function SplitBars({
  rows,
  said = ORDER,
}: {
  readonly rows: readonly SplitRow[]
  readonly said?: readonly BallotStatus[]
}) {
  const most = Math.max(...rows.map(({ counts }) => raw(counts)))
  return (
    <ul class="splits">
      {rows.map(({ key, label, counts }) => (
        <li key={key}>
          <p>
            <span>{label}</span> <b>{grouped(raw(counts))}</b>
          </p>
          <SplitBar counts={counts} most={most} />
          <p class="soft small">
            {said.map(status => (
              <span key={status}>
                {BALLOT_STATUS[status]} {grouped(counts[status])}{' '}
              </span>
            ))}
          </p>
        </li>
      ))}
    </ul>
  )
}
