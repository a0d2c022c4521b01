import type { OwnComment, ReportReason } from '../../worker/rules/comment.ts'

export const REPORT_REASON: Readonly<Record<ReportReason, string>> = {
  untrue: '内容不实',
  offending: '言语冒犯他人',
  private: '泄露个人信息',
  advertising: '广告或无关内容',
  other: '其他',
}

/** Why a comment is not shown; its writer reads it. */
export const REFUSAL_REASONS = [
  '与候选对象的事迹无关',
  '用语不够得体',
  '含有他人信息',
  '广告、链接或联系方式',
  '内容无法核实',
  '与其他评语重复',
] as const

export const UNDER_REVIEW = '这条评语被多人举报，工作人员正在复核。'

/** Where a comment stands, for whoever wrote it. */
export function sayState({ state, reason, reports }: Pick<OwnComment, 'state' | 'reason' | 'reports'>): string {
  if (state === 'shown') return '已展示'
  if (state === 'refused') return `未展示：${reason}`
  return reports > 0 ? '被举报，正在复核' : '已收到，审看后展示'
}

/** Who speaks: by the name they gave, or none. */
export const sayWriter = (signature: string): string => signature || '一位群众'
