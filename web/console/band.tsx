import { type Band, type CategoryBands, READINGS } from '../../worker/rules/robustness.ts'
import { FINDING_TAG, READING, READING_MEANS, sayFinding } from '../text/panel.ts'

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, LANE] = [320, 108, 78, 304, 36, 24] as const

/** Where one nominee stands under the three readings, drawn beside the whole category; the table below says the same. */
export function BandChart({ band, of }: { readonly band: Band; readonly of: CategoryBands }) {
  const last = Math.max(2, of.bands.length)
  const x = (place: number) => LEFT + ((place - 1) / (last - 1)) * (RIGHT - LEFT)
  const { best, worst, places } = band
  const cut = of.line === null ? null : x(of.line + 0.5)
  return (
    <figure class="chart ranks">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
        <rect class="range" x={x(best) - 10} y={TOP - 13} width={x(worst) - x(best) + 20} height={2 * LANE + 26} rx={10} />
        {cut !== null && (
          <>
            <line class="cut" x1={cut} x2={cut} y1={16} y2={TOP + 2 * LANE + 12} />
            <text x={Math.min(Math.max(cut, LEFT + 20), RIGHT - 20)} y={11}>
              前 {of.line} 名
            </text>
          </>
        )}
        {READINGS.map((reading, lane) => (
          <g key={reading}>
            <text class="lane" x={0} y={TOP + lane * LANE + 5}>
              {READING[reading]}
            </text>
            <line class="base" x1={LEFT} x2={RIGHT} y1={TOP + lane * LANE} y2={TOP + lane * LANE} />
            <circle cx={x(places[reading])} cy={TOP + lane * LANE} r={5} />
            <Place at={x(places[reading])} y={TOP + lane * LANE - 6} place={places[reading]} cut={cut} />
          </g>
        ))}
        <text x={LEFT} y={HEIGHT - 3}>
          1
        </text>
        <text x={RIGHT} y={HEIGHT - 3}>
          {last}
        </text>
      </svg>
      <table class="plain readings">
        <caption class="sr">各口径的票数和名次</caption>
        <thead>
          <tr>
            <th scope="col">口径</th>
            <th scope="col">票数</th>
            <th scope="col">名次</th>
          </tr>
        </thead>
        <tbody>
          {READINGS.map(reading => (
            <tr key={reading}>
              <th scope="row">
                {READING[reading]}
                <small class="soft">{READING_MEANS[reading]}</small>
              </th>
              <td>{band.votes[reading]}</td>
              <td>{places[reading]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

/** What a figure takes beside its dot. */
const BESIDE = 24

/** The figure beside its dot, on the side where there is room: not over the end of the lane, nor over the line of the first places. */
function Place({
  at,
  y,
  place,
  cut,
}: {
  readonly at: number
  readonly y: number
  readonly place: number
  readonly cut: number | null
}) {
  const taken = at > RIGHT - BESIDE || (cut !== null && cut > at && cut < at + BESIDE)
  return (
    <text class="figure" x={taken ? at - 14 : at + 14} y={y + 3}>
      {place}
    </text>
  )
}

/** Whether the first places can be told by the votes, with a word that does not hang on colour. */
export const Finding = ({ of }: { readonly of: CategoryBands }) => (
  <p class={of.finding === null || of.finding === 'robust' ? 'note good' : 'note'}>
    {of.finding && <b>{FINDING_TAG[of.finding]}。</b>}
    {sayFinding(of)}
  </p>
)
