import type { BallotStatus } from '../../worker/rules/ballot.ts'
import type { CaseVerdict } from '../../worker/rules/case-decision.ts'

export const BALLOT_STATUS: Readonly<Record<BallotStatus, string>> = { counted: '计入', held: '暂缓', void: '作废' }

/** What the standing of a ballot means to its voter, in one sentence; never a charge. */
export const STATUS_MEANS: Readonly<Record<BallotStatus, string>> = {
  counted: '这张选票已计入结果。',
  held: '这张选票提交时的情况需要由两名工作人员复核，目前没有计入，也没有作废。',
  void: '经两名工作人员复核，这张选票没有计入结果。选票仍然保存，作废的张数照常公布。',
}

/** What came of an appeal. */
export const APPEAL_OUTCOME: Readonly<Record<CaseVerdict, string>> = {
  release: '已计入结果。',
  void: '维持作废。',
  restore: '申诉成立，选票恢复计入。',
  uphold: '申诉不成立，维持原来的处理。',
}
