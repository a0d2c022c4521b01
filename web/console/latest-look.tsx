import type { Instant } from '../../worker/rules/time.ts'
import { soon } from '../text/dates.ts'

/** The latest look of the scorer at all ballots beside each other. */
export interface Look {
  readonly at: Instant
  readonly ballots: number
  readonly held: number
  readonly released: number
  /** False where the poll opened under another version of the scorer, which then changes nothing. */
  readonly applied: boolean
}

/** When the ballots were last looked at beside each other, and what came of it. */
export function LatestLook({ look, now }: { readonly look: Look | null; readonly now: Instant }) {
  if (!look) return <p class="soft small">投票开放后，系统每小时把全部选票放在一起检查一次，结束后再查一次。</p>
  const { at, ballots, held, released, applied } = look
  const found = held + released === 0 ? '没有新的疑问' : `新暂缓 ${held} 张，解除 ${released} 张`
  return (
    <p class="soft small">
      系统每小时把全部选票放在一起检查一次。最近一次在{soon(at, now)}，检查 {ballots} 张，
      {applied ? found : '检查规则在投票开放后换过版本，只查看，不暂缓'}。
    </p>
  )
}
