import type { BallotStatus } from '../../worker/rules/ballot.ts'
import type { VoterClass } from '../../worker/rules/campaign.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { moment } from './dates.ts'
import { VOTER_CLASS } from './terms.ts'

export const INTEGRITY = '投票诚信报告'

/** What each standing means for a count (law 4). */
export const STANDING_MEANS: Readonly<Record<BallotStatus, string>> = {
  counted: '计入票数的选票。',
  held: '有异常迹象，先不计入，等两名工作人员复核后决定。',
  void: '经两名工作人员先后确认，不计入；选票仍然保存，投票人可以申诉。',
}

export const className = (voterClass: VoterClass | null): string => (voterClass === null ? '未注明类别' : VOTER_CLASS[voterClass])

/** Why there are no more figures while the poll is open. */
export const ONLY_RECEIVED =
  '投票期间只公布收到多少选票。哪些暂缓、因为什么，在投票结束后一并公布；提前公布，等于告诉作弊的人怎样避开检查。'

export const FAMILIES_OVERLAP = '一张选票可能有几类原因，每类都算一次，所以各类相加会大于暂缓与作废的总数。'

/** Figures that stand still because a box cannot be asked. */
export const sayDelayed = (since: Instant): string =>
  `票数更新延迟：${moment(since)}以后收到的选票还没有加进来。选票已经保存，不影响投票；恢复后自动补上。`

/** How it comes to a hold, and who decides. */
export const DECIDING: readonly string[] = [
  '收到的选票全部保存，不删除，也不修改。',
  '检查规则在投票开始前固定，投票期间不能更改。规则不知道候选对象是谁，只能暂缓选票，不能作废选票。',
  '一般要有两类以上迹象才会暂缓，网络来源和地区分布不能凑成两类。许多人共用一个网络、单位集中组织投票，本身不算异常。安全验证服务连不上时收到的选票，也先记录、后复核。',
  '计入还是作废，由组织者和审计两个人先后决定，一人提出，另一人复核；他们看到的材料不显示选票投给了谁。每一步都有记录。',
  '不会因为选票异常处罚、标记候选对象，也不会降低候选对象的名次。',
  '投票结束后，凭回执编号可以查到自己的选票是计入、暂缓还是作废，有不同意见可以申诉。',
]

/** What no check of this kind can find out. */
export const UNKNOWABLE: readonly string[] = [
  '逐个请人投票、相互约定投票，从选票上看不出与普通投票的区别，不能保证发现。',
  '数量少、间隔长的异常投票可能没有发现；暂缓的选票里也可能有正常的选票，所以要由人来复核。',
]
