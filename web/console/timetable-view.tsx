import type { Milestone } from '../../worker/rules/campaign.ts'
import type { Day, Instant } from '../../worker/rules/time.ts'
import { blocks, timetableWarnings, workingDaysOf } from '../../worker/rules/timetable.ts'
import type { Calendar } from '../../worker/rules/working-days.ts'
import { span } from '../text/dates.ts'
import { sayWarning, sayWorkingDays } from '../text/timetable.ts'
import { TimetableChart } from './timetable-chart.tsx'

export interface TimetableViewProps {
  readonly milestones: readonly Milestone[]
  readonly calendar: Calendar
  /** What the days off of the official calendar are called. */
  readonly names: Readonly<Record<Day, string>>
  readonly now: Instant
  readonly publicityDays: number
  readonly draft: boolean
}

/** A timetable on the official calendar: drawn, in words for those who do not see the drawing, and what to look at. */
export function TimetableView(props: TimetableViewProps) {
  const { milestones, calendar, now } = props
  const warnings = timetableWarnings(milestones, props)
  const sound = milestones.filter(({ from, until }) => from < until)
  return (
    <div>
      {sound.length > 0 && <TimetableChart {...props} milestones={sound} />}
      <ul class="timetable-words">
        {milestones.map(milestone => (
          <li key={milestone.step}>
            <b>{milestone.title}</b>{' '}
            {milestone.from < milestone.until && (
              <span class="soft">
                {span(milestone, now)} · {sayWorkingDays(workingDaysOf(milestone, calendar))}
              </span>
            )}
          </li>
        ))}
      </ul>
      <div role="status">
        {warnings.length > 0 && (
          <ul class="checks">
            {warnings.map(warning => {
              const says = sayWarning(warning, milestones)
              return (
                <li key={says} class={blocks(warning) ? 'check-missing' : 'check-warning'}>
                  {says}
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </div>
  )
}
