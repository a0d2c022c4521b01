import type { PaperKind, PapersSeen } from '../../worker/rules/dossier-paper.ts'
import { retentionOf } from '../../worker/rules/retention.ts'
import { sayKept } from './retention.ts'

export const PAPER_KIND: Readonly<Record<PaperKind, string>> = {
  recommendation: '推荐表',
  evidence: '证明材料',
  opinions: '征求意见',
  inspection: '考察报告',
  other: '其他材料',
}

/** What a place is for, where it is filled by hand. */
export const PAPER_MEANS: Readonly<Record<PaperKind, string>> = {
  recommendation: '推荐表、审批表',
  evidence: '荣誉证书、业绩证明',
  opinions: '纪检监察、公安、卫健等部门的意见',
  inspection: '考察组的考察报告',
  other: '以上各项之外的材料',
}

/** Why a reader of a dossier sees no papers. */
export const NO_PAPERS: Readonly<Record<Extract<PapersSeen, { shows: 'never' }>['why'], string>> = {
  blind: '隐名评审：材料的名称和内容会写明姓名和单位，这里不显示。',
  recused: '您已对这个候选对象声明回避，不再看到材料。',
}

/** Why nothing can be changed here any more. */
export const PAPERS_FIXED = '评审决定已经提交复核或生效，它所依据的材料不能再改。还没有生效的，收回或退回以后可以再改。'

export const UNREADABLE = '名称打不开：这份材料是用另一个站点的密钥加密的'

/** What a file is, for people: by what its bytes were found to be. */
export const FILE_TYPE: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
}

/** What becomes of papers, before the first one is sent. */
export const PAPERS_ARE = `材料加密保存，不公开。评审组、组织者和审计人员可以打开，每次打开都有记录；隐名评审时评审看不到。${sayKept(retentionOf('dossier-papers'))}自动删除。`
