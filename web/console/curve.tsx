import { dayOf, type Instant, instant } from '../../worker/rules/time.ts'
import { clock, shortDay } from '../text/dates.ts'

const WIDTH = 640
const HEIGHT = 180
const FOOT = 22

export interface CurvePoint {
  readonly hour: number
  readonly count: number
  /** How many of them are held or void; they stand on top of what is counted. */
  readonly apart?: number
}

/** What came in per hour as an area under a line, with its peak named; drawn by hand, since one chart needs no library. */
export function Curve({
  points,
  what = '选票',
  unit = '张',
}: {
  readonly points: readonly CurvePoint[]
  readonly what?: string
  readonly unit?: string
}) {
  if (points.length === 0) return <p class="soft">还没有收到{what}。</p>
  const most = Math.max(1, ...points.map(({ count }) => count))
  const peak = points.find(({ count }) => count === most) ?? points[0]
  const step = points.length > 1 ? WIDTH / (points.length - 1) : WIDTH
  const x = (i: number) => (points.length > 1 ? i * step : WIDTH / 2)
  const y = (count: number) => HEIGHT - FOOT - (count / most) * (HEIGHT - FOOT - 14)
  const at = (of: (point: CurvePoint) => number) => points.map((point, i) => `${x(i).toFixed(1)},${y(of(point)).toFixed(1)}`)
  const line = at(({ count }) => count).join(' ')
  const apart = points.reduce((sum, point) => sum + (point.apart ?? 0), 0)
  const under = at(({ count, apart = 0 }) => count - apart)
  const days = points.map(({ hour }, i) => ({ i, at: instant(hour * 3_600_000) })).filter(({ at }) => clock(at) === '00:00')
  return (
    <figure class="curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`各小时收到的${what}，最多的一小时 ${most} ${unit}`}>
        {days.map(({ i, at }) => (
          <g key={i}>
            <line x1={x(i)} x2={x(i)} y1="0" y2={HEIGHT - FOOT} class="rule" />
            <text x={x(i) + 4} y={HEIGHT - 6}>
              {shortDay(dayOf(at))}
            </text>
          </g>
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} class="base" />
        <polygon points={`0,${HEIGHT - FOOT} ${line} ${WIDTH},${HEIGHT - FOOT}`} class="area" />
        {apart > 0 && <polygon points={`${line} ${under.reverse().join(' ')}`} class="apart" />}
        {points.length > 1 ? <polyline points={line} class="line" /> : <circle cx={x(0)} cy={y(most)} r="5" class="dot" />}
      </svg>
      {peak && (
        <figcaption class="soft small">
          最多的一小时：{label(instant(peak.hour * 3_600_000))}，{most} {unit}；共 {points.length} 小时。
          {apart > 0 && `上面深色的一层是暂缓和作废的，共 ${apart} ${unit}。`}
        </figcaption>
      )}
    </figure>
  )
}

const label = (at: Instant): string => `${shortDay(dayOf(at))} ${clock(at)}`
