import type { SameHour } from '../../worker/rules/hours.ts'
import { raw } from '../../worker/rules/tally.ts'
import type { Day } from '../../worker/rules/time.ts'
import { Column } from '../parts/day-columns.tsx'
import { TableHead } from '../parts/table-head.tsx'
import { shortDay } from '../text/dates.ts'
import { BALLOT_STATUS } from '../text/standing.ts'

const FLOOR = 86
const SLOT = 100 / 24
const STANDINGS = ['counted', 'held', 'void'] as const

interface HourColumnsProps {
  readonly day: Day
  readonly hours: readonly SameHour[]
}

/** A day hour by hour, each with a line at what came in that hour of the other days; its figures in a table beside it. */
export function HourColumns({ day, hours }: HourColumnsProps) {
  const most = Math.max(1, ...hours.flatMap(({ own, usual }) => [raw(own.counts), usual ?? 0]))
  const compared = hours.some(({ usual }) => usual !== null)
  return (
    <figure class="hours">
      <svg
        class="columns"
        width="100%"
        role="img"
        aria-label={`${shortDay(day)}各小时收到的选票${compared ? '，与其他日期的同一小时比较' : ''}`}
      >
        <line class="base" x1="0" x2="100%" y1={`${FLOOR}%`} y2={`${FLOOR}%`} />
        {hours.map(({ clock, own, usual }) => (
          <g key={clock}>
            <Column counts={own.counts} most={most} x={SLOT * (clock + 0.16)} width={SLOT * 0.68} />
            {usual !== null && usual > 0 && <Usual clock={clock} share={usual / most} />}
          </g>
        ))}
        {[0, 6, 12, 18].map(clock => (
          <text key={clock} x={`${SLOT * clock}%`} y="98%">
            {clock}时
          </text>
        ))}
        <text class="peak" x="0" y="10%">
          {Math.ceil(most)} 张
        </text>
      </svg>
      <figcaption class="soft small">
        {compared ? '横线是其他日期同一小时的平均张数，只与已经过完的小时比较。' : '还没有过完的其他日期可以比较。'}
      </figcaption>
      <HourTable day={day} hours={hours} />
    </figure>
  )
}

/** Drawn on the scale of `Column`: the highest is 72 per cent of the chart. */
function Usual({ clock, share }: { readonly clock: number; readonly share: number }) {
  const y = `${(FLOOR - share * 72).toFixed(2)}%`
  return (
    <line
      class="usual"
      x1={`${(SLOT * clock + 0.2).toFixed(2)}%`}
      x2={`${(SLOT * (clock + 1) - 0.2).toFixed(2)}%`}
      y1={y}
      y2={y}
    />
  )
}

function HourTable({ day, hours }: HourColumnsProps) {
  const told = hours.filter(({ own, usual }) => own.passed !== 'none' || usual !== null)
  return (
    <details class="figures">
      <summary>各小时的数字</summary>
      <table class="days">
        <caption class="sr">{shortDay(day)}各小时收到的选票</caption>
        <TableHead names={['时段', '收到', ...STANDINGS.map(status => BALLOT_STATUS[status]), '其他日期平均']} />
        <tbody>
          {told.map(({ clock, own, usual }) => (
            <tr key={clock}>
              <th scope="row">{span(clock)}</th>
              <td>{own.passed === 'none' ? '–' : raw(own.counts)}</td>
              {STANDINGS.map(status => (
                <td key={status}>{own.passed === 'none' ? '–' : own.counts[status]}</td>
              ))}
              <td>{usual === null ? '–' : average(usual)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** 9:00–10:00 */
const span = (clock: number): string => `${clock}:00–${clock + 1}:00`

/** Whole numbers as they are, anything else with one decimal. */
export const average = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1))
