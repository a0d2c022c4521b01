import type { WaitingKind } from '../../worker/rules/waiting.ts'

/** What waits, after the name of its campaign. */
export const WAITS: Readonly<Record<WaitingKind, (count: number) => string>> = {
  'cases-to-confirm': count => `${count} 个案件等您复核`,
  'cases-to-propose': count => `${count} 个案件还没有人提出意见`,
  'decision-to-release': () => '评审决定等您复核',
  'amendments-to-confirm': count => `评审决定的 ${count} 项变更等您复核`,
  'comments-to-read': count => `${count} 条评语待审看`,
  'objections-to-answer': count => `${count} 件异议未办结`,
}
