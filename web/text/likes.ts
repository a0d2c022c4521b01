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

/** Why likes were held, for staff. */
export const LIKE_MARK: Readonly<Record<LikeMark, string>> = {
  'network-crowded': '同一网络短时间内设备过多',
  pace: '同一设备点得过快',
  'device-new': '设备刚刚出现',
  'weak-check': '只通过了算术题验证',
}
