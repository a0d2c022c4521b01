import { type Band, type CategoryBands, READINGS } from '../../worker/rules/robustness.ts'
import { FINDING_TAG, READING, READING_MEANS, sayBand, sayFinding } from '../text/panel.ts'

const [WIDTH, LEFT, RIGHT, RAIL] = [320, 20, 300, 34] as const

/** Where one nominee stands under the three readings, drawn beside the whole category; the table below says the same. */
export function BandChart({ band, of }: { readonly band: Band; readonly of: CategoryBands }) {
  const last = Math.max(2, of.bands.length)
  const x = (place: number) => LEFT + ((place - 1) / (last - 1)) * (RIGHT - LEFT)
  const { best, worst, places } = band
  return (
    <figure class="chart band">
      <svg viewBox={`0 0 ${WIDTH} 66`} aria-hidden="true" focusable="false">
        <line class="base" x1={LEFT} x2={RIGHT} y1={RAIL} y2={RAIL} />
        {of.line !== null && (
          <>
            <line class="cut" x1={x(of.line + 0.5)} x2={x(of.line + 0.5)} y1={RAIL - 16} y2={RAIL + 12} />
            <text x={Math.max(x(of.line + 0.5), 34)} y={12}>
              前 {of.line} 名
            </text>
          </>
        )}
        <rect class="range" x={x(best) - 9} y={RAIL - 9} width={x(worst) - x(best) + 18} height={18} rx={9} />
        <circle class="raw" cx={x(places.raw)} cy={RAIL} r={7} />
        <path class="strict" d={diamond(x(places.strict), RAIL)} />
        <circle class="counted" cx={x(places.counted)} cy={RAIL} r={3.5} />
        <text x={LEFT} y={62}>
          1
        </text>
        <text x={RIGHT} y={62}>
          {last}
        </text>
        {worst > 1 && best < last && (
          <text class="figure" x={(x(best) + x(worst)) / 2} y={62}>
            {sayBand(band)}
          </text>
        )}
      </svg>
      <p class="marks small" aria-hidden="true">
        <span class="raw">{READING.raw}</span>
        <span class="counted">{READING.counted}</span>
        <span class="strict">{READING.strict}</span>
      </p>
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

const diamond = (x: number, y: number): string => `M${x} ${y - 11}l4 4l-4 4l-4 -4z`

/** Whether the first places can be told by the votes, with a word that does not hang on colour. */
export const Finding = ({ of }: { readonly of: CategoryBands }) => (
  <p class={of.finding === null || of.finding === 'robust' ? 'note good' : 'note'}>
    {of.finding && <b>{FINDING_TAG[of.finding]}。</b>}
    {sayFinding(of)}
  </p>
)
