import type { CaseKind, CaseState, CaseVerdict } from '../../worker/rules/case-decision.ts'
import type { Tie } from '../../worker/rules/cases.ts'
import type { Family } from '../../worker/rules/reason.ts'
import type { Referrer } from '../../worker/rules/signals.ts'
import { HOUR, MINUTE, SECOND } from '../../worker/rules/time.ts'
import { FAMILY } from './reasons.ts'

export const CASE_STATE: Readonly<Record<CaseState, string>> = { open: '待提出意见', proposed: '待复核', decided: '已决定' }

export const CASE_KIND: Readonly<Record<CaseKind, string>> = { held: '暂缓', appeal: '申诉', reversal: '重新复核' }

export const VERDICT: Readonly<Record<CaseVerdict, string>> = {
  release: '计入',
  void: '作废',
  restore: '恢复计入',
  uphold: '维持不变',
}

/** What a verdict does, before somebody chooses it. */
export const VERDICT_MEANS: Readonly<Record<CaseVerdict, string>> = {
  release: '这些选票计入结果。',
  void: '这些选票不计入结果，但仍然保存，页面照常公布作废张数；投票人可以申诉。',
  restore: '这些选票重新计入结果。',
  uphold: '选票的状态不变，投票人会看到您写的答复。',
}

export const sayVerdict = (verdict: string): string => VERDICT[verdict as CaseVerdict] ?? verdict

/** What ties the ballots of a case. */
export const TIE: Readonly<Record<Tie, string>> = {
  alike: '选择完全相同',
  network: '来自同一网络',
  hours: '时间相连',
  scattered: '零散',
}

export const TIE_MEANS: Readonly<Record<Tie, string>> = {
  alike: '这些选票的选择彼此完全相同。本页不显示选了谁，复核只看投票的方式。',
  network: '这些选票来自同一个网络。办公楼、校园、营业厅的人也会共用一个网络，请结合用时和设备判断。',
  hours: '这些选票在相连的几个小时里提交。',
  scattered: '这些选票只是同一天、因同样的原因暂缓，彼此没有别的联系。',
}

export const sayFamilies = (families: readonly Family[]): string => families.map(family => FAMILY[family]).join('、')

export const REFERRER: Readonly<Record<Referrer, string>> = {
  wechat: '微信里打开',
  direct: '直接打开网址',
  search: '搜索引擎',
  other: '其他网站',
  none: '没有来路',
}

/** The buckets of the chart of how long voting took. */
export function sayDwell(name: number | null | 'unknown', before: number): string {
  if (name === 'unknown') return '不明'
  if (name === null) return '5 分钟以上'
  if (name <= 5) return '5 秒以内'
  return name <= 60 ? `${before}–${name} 秒` : `${before / 60}–${name / 60} 分钟`
}

/** 3 秒, 2 分 5 秒, 3 小时, 4 天; never rounded up. */
export function sayLength(ms: number | null): string {
  if (ms === null) return '不明'
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} 秒`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} 分 ${Math.floor((ms % MINUTE) / SECOND)} 秒`
  return ms < 48 * HOUR ? `${Math.floor(ms / HOUR)} 小时` : `${Math.floor(ms / (24 * HOUR))} 天`
}
