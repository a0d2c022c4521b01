import { type Campaign, milestoneFor } from '../../worker/rules/campaign.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { span } from './dates.ts'

/** What people can take part in, each with its days: on posters and in shared texts. */
export const windowsOf = (
  campaign: Pick<Campaign, 'milestones'>,
  now: Instant,
): readonly { readonly title: string; readonly days: string }[] =>
  (['vote', 'likes'] as const)
    .map(step => milestoneFor(campaign, step))
    .filter(milestone => milestone !== null)
    .map(milestone => ({ title: milestone.title, days: span(milestone, now) }))

/** Says what there is to read and asks for nothing (law 5): no vote, no like, no passing on. */
export function shareText(
  { title, shortTitle }: Pick<Campaign, 'title' | 'shortTitle'>,
  nominee: { readonly number: number; readonly name: string; readonly unit: string } | null,
  address: string,
): string {
  if (!nominee) return `${title}：活动安排、候选对象事迹和公告见 ${address}`
  const { number, name, unit } = nominee
  return `${shortTitle}候选对象 ${number}号 ${name}${unit && unit !== name ? `（${unit}）` : ''}的事迹：${address}`
}
