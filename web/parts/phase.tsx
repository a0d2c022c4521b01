import { type Campaign, headline } from '../../worker/rules/campaign.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { remaining, span } from '../text/dates.ts'

/**
 * Where a campaign stands, in one line: "网上评议进行中，还剩 3 天 4 小时". The islands keep the time going by the
 * server's clock; without script the line is as old as the page.
 */
export function PhaseLine({ campaign, now }: { readonly campaign: Pick<Campaign, 'milestones'>; readonly now: Instant }) {
  const head = headline(campaign, now)
  if (!head) return <span class="soft">筹备中</span>
  const { milestone, standing } = head
  if (standing === 'past')
    return (
      <span class="soft">
        已结束 · {milestone.title}（{span(milestone, now)}）
      </span>
    )
  if (standing === 'to-come')
    return (
      <span class="soft">
        即将开始：{milestone.title}，
        <span class="keep" data-until={milestone.from} data-after="后" data-over="已开始，请刷新">
          {remaining(milestone.from - now)}后
        </span>
      </span>
    )
  return (
    <span class="now">
      {milestone.title}进行中，
      <span class="keep" data-until={milestone.until} data-before="还剩 " data-over="已结束，请刷新">
        还剩 {remaining(milestone.until - now)}
      </span>
    </span>
  )
}
