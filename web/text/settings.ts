import type { Contact, HumanCheckName, NomineeKind, Step, Theme } from '../../worker/rules/campaign.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import { partsOf } from '../../worker/rules/draft-parts.ts'
import { momentFields } from '../../worker/rules/moment.ts'
import { day } from '../../worker/rules/time.ts'
import { longDay } from './dates.ts'
import { GUARANTEE, ORDER, PERIOD, STEP, VISIBILITY } from './terms.ts'

/** The names of the settings, as they stand over their fields. */
export const SETTING: Readonly<Record<Exclude<keyof CampaignDraft, 'contact' | 'milestones'>, string>> = {
  title: '活动名称',
  shortTitle: '简称',
  organizers: '主办单位',
  theme: '主题颜色',
  summary: '活动简介',
  rules: '规则说明',
  order: '候选对象的排列',
  use: '投票结果的用途',
  identity: '参加方式',
  visibility: '票数的公布',
  batchHour: '每天公布的钟点',
  organizerSeesRunning: '组织者投票期间可看实时票数',
  period: '投票次数',
  totalMin: '全部类别合计最少选',
  totalMax: '全部类别合计最多选',
  expectedPeak: '预计最忙时每秒选票',
  humanChecks: '安全验证',
  categories: '类别与名额',
  publicityDays: '公示至少几个工作日',
  fourEyes: '公告须第二人审核',
  comments: '征集百姓评语',
}

export const CONTACT: Readonly<Record<keyof Contact, string>> = {
  office: '受理单位',
  phone: '电话',
  address: '地址',
  email: '邮箱',
}

export const THEME: Readonly<Record<Theme, string>> = { red: '红色（党内表彰）', green: '绿色（工会、窗口服务）' }
export const KIND: Readonly<Record<NomineeKind, string>> = { person: '个人', organization: '集体', post: '岗位' }
export const USE_NAME: Readonly<Record<CampaignDraft['use'], string>> = {
  advisory: '供评审参考（不直接决定表彰对象）',
  publicity: '仅作宣传（不作评选依据）',
}

/** The human checks that a form offers, by the value that it sends. */
export const CHECKS: Readonly<Record<string, string>> = {
  pow: '手机自动计算（不打扰投票人）',
  'turnstile,pow': '先用 Turnstile，连不上时手机自动计算',
}
export const checksValue = (checks: readonly HumanCheckName[]): string => checks.join(',')

/** What one part of a draft is called, wherever two drafts are compared. */
export function partName(part: string): string {
  const [head = '', rest = ''] = part.split('.')
  if (head === 'contact') return CONTACT[rest as keyof Contact]
  if (head === 'milestones') return `时间：${STEP[rest as Step]}`
  return SETTING[head as keyof typeof SETTING] ?? part
}

const yes = (value: boolean): string => (value ? '是' : '否')

/** What one part of a draft says, in words. */
export function partValue(draft: CampaignDraft, part: string): string {
  const value = partsOf(draft).get(part)
  if (part.startsWith('milestones.')) {
    const step = value as CampaignDraft['milestones'][number] | null
    return step ? sayStep(step) : '没有这一步'
  }
  if (part === 'categories')
    return draft.categories
      .map(({ name, kind, honours, min, max }) => `${name}（${KIND[kind]}，拟表彰 ${honours}，选 ${min}–${max}）`)
      .join('；\n')
  return (
    WORDS[part]?.(draft) ?? (Array.isArray(value) ? value.join('；') : value === null || value === '' ? '（空）' : String(value))
  )
}

/** 网上评议：2026年4月20日 9:00 至 2026年4月25日; what is no moment stays as it was written. */
export const sayStep = ({ title, from, until }: CampaignDraft['milestones'][number]): string =>
  `${title}：${sayWritten(from)} 至 ${sayWritten(until)}`

function sayWritten(written: string): string {
  const { day: date, clock } = momentFields(written)
  const known = day(date)
  return known ? [longDay(known), clock].filter(Boolean).join(' ') : written
}

const WORDS: Readonly<Record<string, (draft: CampaignDraft) => string>> = {
  theme: ({ theme }) => THEME[theme],
  order: ({ order }) => ORDER[order],
  use: ({ use }) => USE_NAME[use],
  identity: ({ identity }) => GUARANTEE[identity].badge,
  visibility: ({ visibility }) => VISIBILITY[visibility],
  totalMin: ({ totalMin }) => (totalMin === null ? '不限' : `${totalMin} 个`),
  totalMax: ({ totalMax }) => (totalMax === null ? '不限' : `${totalMax} 个`),
  batchHour: ({ batchHour }) => `${batchHour}:00`,
  period: ({ period }) => PERIOD[period],
  humanChecks: ({ humanChecks }) => CHECKS[checksValue(humanChecks)] ?? checksValue(humanChecks),
  organizerSeesRunning: draft => yes(draft.organizerSeesRunning),
  fourEyes: draft => yes(draft.fourEyes),
  comments: draft => yes(draft.comments),
}
