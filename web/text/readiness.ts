import type { Campaign } from '../../worker/rules/campaign.ts'
import type { Check } from '../../worker/rules/readiness.ts'
import { sayWarning } from './timetable.ts'

/** One line of the checklist: what is there, or what is missing and why it matters. */
export function sayCheck({ matter, level }: Check, { milestones }: Pick<Campaign, 'milestones'>): string {
  const done = level === 'done'
  switch (matter.kind) {
    case 'contact':
      return done ? '联系方式已填写' : '缺少联系方式：受理单位和电话'
    case 'rules':
      return done ? '规则说明已填写' : '缺少规则说明'
    case 'categories':
      return done ? '类别已设好' : '还没有类别'
    case 'timetable':
      return matter.warning ? sayWarning(matter.warning, milestones) : '时间安排次序正确，公示够长'
    case 'published':
      return done ? '活动已公开' : '活动还是草稿，请先公开'
    case 'open-step':
      return '时间安排里没有网上评议，也没有网络点赞，不需要开放'
    case 'nominees':
      return done ? '每个类别的候选对象足够' : matter.flaws.join('；')
    case 'window-over':
      return '投票（点赞）的结束时间已经过去，请先改时间'
    case 'photos':
      return done ? '候选对象都有照片' : `${matter.without} 个候选对象没有照片，页面上用姓名代替`
    case 'publicity':
      return PUBLICITY[matter.stage](matter.days)
    case 'wechat':
      return done ? '微信登录已接通' : '本站还没有接通微信登录，不能按微信号投票；请联系系统管理员，或改用其他参加方式'
    case 'codes':
      return done ? '投票码已发放' : '还没有发放投票码，没有码就不能投票'
    case 'roster':
      return done ? '名册已导入' : '还没有导入名册，不在名册上就不能投票'
  }
}

const PUBLICITY = {
  over: (days: number) => `候选名单公示已满 ${days} 个工作日`,
  running: (days: number) => `候选名单公示还没有结束：应公示不少于 ${days} 个工作日再开放`,
  short: (days: number) => `候选名单公示不足 ${days} 个工作日`,
  none: (days: number) => `还没有发布候选名单公示：应公示不少于 ${days} 个工作日再开放`,
} as const
