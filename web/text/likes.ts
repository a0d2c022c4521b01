import type { LikeMark, LikesShown } from '../../worker/rules/like.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { time } from './dates.ts'
import { grouped } from './figures.ts'

/** How many likes, as exactly as may be said: a step while they are given, the number afterwards. */
export function sayLikes({ likes, final }: Pick<LikesShown, 'likes' | 'final'>, number: number): string {
  const count = likes[number] ?? 0
  if (final) return `点赞 ${grouped(count)} 次`
  return count === 0 ? '点赞不到 10 次' : `点赞 ${grouped(count)} 次以上`
}

/** As of when. */
export const sayAsOf = ({ asOf, final }: { asOf: Instant; final: boolean }): string =>
  final ? '点赞已结束' : `截至 ${time(asOf)}`

export const LIKE_RECORDS = '点赞记录公开'
export const LIKE_LOG_OPEN =
  '每个赞一收到，就写进一本只能往后添、不能往回改的记录册，里面没有任何能认出人的内容。点赞结束后公布，任何人都能下载，逐条核对。'
export const LIKE_LOG_FINAL =
  '点赞的每一条记录都在点赞核验包里：点给谁、在哪十分钟、是否暂缓，没有任何能认出人的内容。下载后在核验页面打开，就能从头加一遍。'
export const LIKE_LOG_BROKEN = '记录册与当时写下的不一致，正在查明。以上数字请以更正公告为准。'

/** Why likes were held, for staff. */
export const LIKE_MARK: Readonly<Record<LikeMark, string>> = {
  'network-crowded': '同一网络短时间内设备过多',
  pace: '同一设备点得过快',
  'device-new': '设备刚刚出现',
  'weak-check': '只通过了算术题验证',
}
