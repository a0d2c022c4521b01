import { daysBetween } from '../../worker/rules/layout.ts'
import { addDays, type Day, dayOf, lastDayOf } from '../../worker/rules/time.ts'
import { kindOf, workingDaysIn } from '../../worker/rules/working-days.ts'
import { shortDay } from '../text/dates.ts'
import type { TimetableViewProps } from './timetable-view.tsx'

const HEAD = 42
const ROW = 30
/** Longer timetables are drawn to their first so many days: beyond that a day is thinner than a line. */
const MOST_DAYS = 400

interface Scale {
  readonly first: Day
  readonly days: readonly Day[]
  readonly wide: number
  x(day: Day): number
}

function scaleOf(milestones: TimetableViewProps['milestones']): Scale {
  const first = addDays(milestones.map(({ from }) => dayOf(from)).sort()[0] as Day, -1)
  const last = addDays(milestones.map(lastDayOf).sort()[milestones.length - 1] as Day, 2)
  const count = Math.min(MOST_DAYS, daysBetween(first, last))
  const wide = Math.min(22, Math.max(7, 760 / count))
  const days = Array.from({ length: count }, (_, i) => addDays(first, i))
  return { first, days, wide, x: day => Number((daysBetween(first, day) * wide).toFixed(1)) }
}

/** One bar a step over the days it takes; days off are shaded, holidays and days worked in exchange have their names. */
export function TimetableChart(props: TimetableViewProps) {
  const { milestones, calendar, now } = props
  const scale = scaleOf(milestones)
  const [width, height] = [scale.days.length * scale.wide, HEAD + milestones.length * ROW + 8]
  const today = dayOf(now)
  return (
    <section class="timetable" tabindex={0} aria-label="时间安排图，可左右滚动">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
        <Ground {...props} scale={scale} height={height} />
        {scale.days.includes(today) && <line class="today" x1={scale.x(today)} x2={scale.x(today)} y1={HEAD - 4} y2={height} />}
        {milestones.map((milestone, i) => {
          const [from, through] = [dayOf(milestone.from), lastDayOf(milestone)]
          const [x, end] = [scale.x(from), scale.x(addDays(through, 1))]
          const days = workingDaysIn(from, through, calendar)
          const label = `${milestone.title}${days.known ? ` ${days.value}` : ''}`
          // A bar near the right edge carries its name on its left.
          const flip = x > width * 0.6
          const y = HEAD + i * ROW
          return (
            <g key={milestone.step} class={`bar-${milestone.step}`}>
              <rect class="step-bar" x={x} y={y + 4} width={Math.max(3, end - x)} height={ROW - 10} rx="4" />
              <text x={flip ? x - 5 : end + 5} y={y + 20} text-anchor={flip ? 'end' : 'start'}>
                {label}
              </text>
            </g>
          )
        })}
      </svg>
      <p class="soft small legend">灰底为休息日，名字后面是工作日数；“班”是调休上班的日子，竖线是今天。</p>
    </section>
  )
}

function Ground({ calendar, names, scale, height }: TimetableViewProps & { readonly scale: Scale; readonly height: number }) {
  const { days, wide, x } = scale
  const kinds = days.map(day => kindOf(day, calendar))
  const off = days.filter((_, i) => kinds[i] === 'off')
  const makeUp = days.filter(day => calendar.makeUpDays.has(day))
  const months = days.filter((day, i) => i === 0 || day.endsWith('-01'))
  const feasts = days.filter(day => names[day] && calendar.holidays.has(day) && names[addDays(day, -1)] !== names[day])
  return (
    <>
      {off.map(day => (
        <rect key={day} class="off" x={x(day)} y={HEAD - 6} width={wide} height={height - HEAD + 6} />
      ))}
      {months.map(day => (
        <g key={day}>
          <line class="rule" x1={x(day)} x2={x(day)} y1="0" y2={height} />
          <text class="month" x={x(day) + 4} y="14">
            {shortDay(day)}
          </text>
        </g>
      ))}
      {feasts.map(day => (
        <text key={day} class="feast" x={x(day)} y="32">
          {names[day]}
        </text>
      ))}
      {makeUp.map(day => (
        <text key={day} class="worked" x={x(day) + wide / 2} y="32" text-anchor="middle">
          班
        </text>
      ))}
    </>
  )
}
