import { dayOf, HOUR, type Instant, instant } from '../../worker/rules/time.ts'
import { clock, shortDay } from '../text/dates.ts'

/** Per cent of the chart's height: where the ground is, and how high the highest hour is. */
const FLOOR = 86
const TALL = 76
/** More dates than these would not fit under the curve on a phone in big type. */
const MOST_DATES = 4

export interface CurvePoint {
  readonly hour: number
  readonly count: number
  /** How many of them are held or void; they stand on top of what is counted. */
  readonly apart?: number
}

/**
 * What came in per hour as an area under a line, with its peak named. The shapes are stretched to whatever room there is,
 * the letters are not; drawn by hand, since one chart needs no library.
 */
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
  const apart = points.reduce((sum, point) => sum + (point.apart ?? 0), 0)
  return (
    <figure class="curve">
      <svg width="100%" role="img" aria-label={`各小时收到的${what}，最多的一小时 ${most} ${unit}`}>
        <Shapes points={points} most={most} />
        <line x1="0" x2="100%" y1={`${FLOOR}%`} y2={`${FLOOR}%`} class="base" />
        <Dates points={points} />
        <text x="0" y={`${FLOOR - TALL - 2}%`}>
          {most} {unit}
        </text>
      </svg>
      {peak && (
        <figcaption class="soft small">
          最多的一小时：{label(instant(peak.hour * HOUR))}，{most} {unit}；共 {points.length} 小时。
          {apart > 0 && `上面深色的一层是暂缓和作废的，共 ${apart} ${unit}。`}
        </figcaption>
      )}
    </figure>
  )
}

function Shapes({ points, most }: { readonly points: readonly CurvePoint[]; readonly most: number }) {
  const y = (count: number) => FLOOR - (count / most) * TALL
  const at = (of: (point: CurvePoint) => number) =>
    points.map((point, i) => `${placeOf(i, points.length)},${y(of(point)).toFixed(2)}`)
  const line = at(({ count }) => count).join(' ')
  const counted = at(({ count, apart = 0 }) => count - apart).reverse()
  if (points.length === 1) return <circle cx="50%" cy={`${y(most)}%`} r="5" class="dot" />
  return (
    <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <polygon points={`0,${FLOOR} ${line} 100,${FLOOR}`} class="area" />
      <polygon points={`${line} ${counted.join(' ')}`} class="apart" />
      <polyline points={line} class="line" vector-effect="non-scaling-stroke" />
    </svg>
  )
}

/** Where each day begins, with its date where there is room. */
function Dates({ points }: { readonly points: readonly CurvePoint[] }) {
  const days = points.map(({ hour }, i) => ({ i, at: instant(hour * HOUR) })).filter(({ at }) => clock(at) === '00:00')
  const every = Math.ceil(days.length / MOST_DATES)
  return (
    <>
      {days.map(({ i, at }, n) => {
        const x = `${placeOf(i, points.length)}%`
        return (
          <g key={i}>
            <line x1={x} x2={x} y1="0" y2={`${FLOOR}%`} class="rule" />
            {n % every === 0 && (
              <text x={x} y="98%" text-anchor={Number.parseFloat(x) > 85 ? 'end' : 'start'}>
                {shortDay(dayOf(at))}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

/** Per cent of the width at which the point of this number stands. */
const placeOf = (i: number, of: number): string => (of > 1 ? ((i / (of - 1)) * 100).toFixed(2) : '50')

const label = (at: Instant): string => `${shortDay(dayOf(at))} ${clock(at)}`
