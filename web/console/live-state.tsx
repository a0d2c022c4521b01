import { moment } from '../text/dates.ts'
import type { BoardNews } from './board-shape.ts'

/**
 * How fresh the page is: as it was asked for (without script it stays so), kept up to date, being connected again, given
 * up for now, or one reader too many.
 */
export type LiveState = 'asked' | 'live' | 'again' | 'off' | 'full'

interface LiveLineProps {
  readonly state: LiveState
  /** Whether the figures run; a reader who is shown a daily batch is connected all the same. */
  readonly running: boolean
  readonly asOf: BoardNews['asOf']
  readonly here: string
}

export function LiveLine({ state, running, asOf, here }: LiveLineProps) {
  return (
    <p class="live-line">
      <span role="status" class={`live-state is-${state}`}>
        {state === 'live' && (running ? '实时' : '自动更新')}
        {state === 'again' && '重新连接中…'}
        {state === 'off' && <a href={here}>已断开，点此刷新</a>}
        {state === 'full' && '同时查看的人已满，每 5 分钟更新一次'}
      </span>
      <span class="soft small">数据截至 {moment(asOf)}</span>
      {(state === 'asked' || state === 'full') && (
        <a class="no-print" href={here}>
          刷新数据
        </a>
      )}
    </p>
  )
}
