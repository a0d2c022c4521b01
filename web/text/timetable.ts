import type { Milestone } from '../../worker/rules/campaign.ts'
import type { TimetableWarning } from '../../worker/rules/timetable.ts'
import { endMoment, shortDay } from './dates.ts'
import { STEP } from './terms.ts'

/** One sentence for anything that a timetable should be looked at for; steps are called what they are called in it. */
export function sayWarning(warning: TimetableWarning, milestones: readonly Pick<Milestone, 'step' | 'title'>[]): string {
  const name = (step: TimetableWarning['step']) => `“${milestones.find(one => one.step === step)?.title || STEP[step]}”`
  const here = name(warning.step)
  switch (warning.kind) {
    case 'reversed':
      return `${here}的结束时间不晚于开始时间。`
    case 'publicity-short':
      return `${here}不足 ${warning.days} 个工作日：张贴当天不计，按第一天张贴算，最早到 ${shortDay(warning.earliest)} 截止。`
    case 'no-calendar':
      return `${warning.year} 年官方放假安排尚未公布，${warning.steps.map(name).join('')}的工作日暂不能计算；公布后请核对。`
    case 'vote-in-publicity':
      return `${here}在公示结束（${endMoment(warning.ends)}）之前就开始，请改到公示之后。`
    case 'out-of-order':
      return `${here}早于${name(warning.other)}开始，次序颠倒了。`
    case 'overlap':
      return `${here}与${name(warning.other)}的时间有重叠，请确认是否有意这样安排。`
    case 'likes-beyond-vote':
      return `${here}的起止时间超出了评议，读者容易把点赞当成投票，请确认。`
    case 'in-past':
      return `${here}${warning.steps.length > 1 ? `等 ${warning.steps.length} 步` : ''}的开始日期已经过去。`
  }
}

/** 5 个工作日; or why they cannot be counted. */
export const sayWorkingDays = (days: { known: true; value: number } | { known: false; year: string } | null): string =>
  days === null ? '' : days.known ? `${days.value} 个工作日` : `${days.year} 年放假安排尚未公布`
