import { type Milestone, standingOf } from '../../worker/rules/campaign.ts'
import { dayOf, type Instant, instant } from '../../worker/rules/time.ts'
import { type Calendar, workingDaysIn } from '../../worker/rules/working-days.ts'
import { span } from '../text/dates.ts'

const STATE = { past: '已结束', now: '进行中', 'to-come': '未开始' } as const

/** The steps of a campaign with their days; working days are counted where the official calendar is known. */
export function Timeline({
  milestones,
  now,
  calendar,
}: {
  readonly milestones: readonly Milestone[]
  readonly now: Instant
  readonly calendar: Calendar
}) {
  return (
    <ol class="steps">
      {milestones.map(milestone => {
        const standing = standingOf(milestone, now)
        return (
          <li key={milestone.step} class={standing === 'now' ? 'here' : standing === 'past' ? 'past' : undefined}>
            <b>{milestone.title}</b> <span class="soft small">{STATE[standing]}</span>
            <p>
              {span(milestone, now)}
              {workingDays(milestone, calendar)}
            </p>
          </li>
        )
      })}
    </ol>
  )
}

/** Nothing for a ceremony or a meeting: of a single day nobody asks how many working days it has. */
function workingDays(milestone: Milestone, calendar: Calendar): string {
  const [first, last] = [dayOf(milestone.from), dayOf(instant(milestone.until - 1))]
  if (first === last) return ''
  const days = workingDaysIn(first, last, calendar)
  return days.known ? `（${days.value} 个工作日）` : `（${days.year} 年官方放假安排尚未公布，工作日暂不能计算）`
}
