import { type Begins, RETENTION, type Retention, type RetentionRule } from '../../worker/rules/retention.ts'

/** What is deleted, and what stays of it. */
export const RETAINED: Readonly<Record<RetentionRule, { readonly what: string; readonly stays: string }>> = {
  'network-keys': { what: '网络标记的当日密钥', stays: '标记不能再还原' },
  signals: { what: '选票的异常信号', stays: '选票和汇总数字' },
  'voter-keys': { what: '投票人标记的密钥', stays: '标记不再对应任何人' },
  'voting-codes': { what: '投票码的密文标记', stays: '每批发放和使用的张数' },
  roster: { what: '名册的密文标记', stays: '每批人数和使用人数' },
  'nominee-papers': { what: '候选对象的证件号和电话', stays: '不留' },
  'case-samples': { what: '案件中的选票抽样', stays: '案件的汇总数字和处理意见' },
  'dossier-papers': { what: '候选对象的评审材料', stays: '上传、打开和移除的操作记录' },
  objections: { what: '异议的内容和附件', stays: '件数、日期和状态' },
  appeals: { what: '申诉的内容', stays: '件数、日期和结果' },
  likes: { what: '哪台设备给谁点过赞', stays: '总数' },
  'comment-writers': { what: '评语由哪台设备写下、由哪台设备举报', stays: '评语本身' },
  'staff-sessions': { what: '工作人员的登录状态', stays: '操作记录中的登录时间' },
  'sign-in-tries': { what: '登录失败的次数', stays: '不留' },
  'unfinished-lists': { what: '没有完成的名册导入', stays: '不留' },
  'unfinished-restores': { what: '没有完成的存档恢复', stays: '不留' },
}

const BEGINS: Readonly<Record<Begins, string>> = {
  'day-over': '当日过后',
  'last-objection': '可以提出异议的日期过后',
  'campaign-over': '活动各环节和公示全部结束后',
  'likes-over': '点赞结束后',
  written: '写下后',
  'matter-done': '办结后',
  'session-over': '失效后',
  'last-try': '最后一次失败后',
  started: '开始后',
}

/** '可以提出异议的日期过后 30 天'. */
export const sayKept = ({ begins, days }: Pick<Retention, 'begins' | 'days'>): string => `${BEGINS[begins]} ${days} 天`

/** The rules by the period they name, in the order of the table. */
export function byPeriod(): readonly { readonly period: string; readonly rules: readonly RetentionRule[] }[] {
  const groups = new Map<string, RetentionRule[]>()
  for (const one of RETENTION) groups.set(sayKept(one), [...(groups.get(sayKept(one)) ?? []), one.rule])
  return [...groups].map(([period, rules]) => ({ period, rules }))
}
