import type { ObjectionState } from '../../worker/rules/objection.ts'
import type { PublicityLevel } from '../../worker/rules/publicity-level.ts'

export const OBJECTION: Readonly<Record<ObjectionState, string>> = {
  received: '已收到',
  accepted: '已受理',
  declined: '不予受理',
  investigating: '调查核实中',
  answered: '已答复',
  closed: '已办结',
}

/** What a state means to the objector, and what comes next. */
export const MEANS: Readonly<Record<ObjectionState, string>> = {
  received: '受理单位已经收到，正在决定是否受理。',
  accepted: '已经受理，即将开始调查核实。',
  declined: '受理单位没有受理，理由见下。',
  investigating: '正在调查核实，有结果后会在这里答复。',
  answered: '答复见下。如有补充，请在办结前提交。',
  closed: '这件异议已经办结，答复见下。',
}

/** What the deadline of a state is for. */
export const DUE: Readonly<Partial<Record<ObjectionState, string>>> = {
  received: '决定是否受理',
  accepted: '开始调查核实',
  investigating: '作出答复',
  answered: '办结',
}

/** What staff press to make a move. */
export const MOVE: Readonly<Record<ObjectionState, string>> = {
  received: '',
  accepted: '受理',
  declined: '不予受理',
  investigating: '开始调查核实',
  answered: '答复异议人',
  closed: '办结',
}

export const PAPER = {
  statement: '异议',
  supplement: '补充',
  reason: '不予受理的理由',
  answer: '答复',
  note: '内部记录',
} as const

export const LEVEL_NAME: Readonly<Record<PublicityLevel, string>> = {
  unit: '本单位',
  county: '县（区、旗）',
  city: '市（州、盟）',
  province: '省（区、市）',
  media: '媒体',
}
