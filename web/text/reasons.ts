import type { Family, ReasonCode } from '../../worker/rules/reason.ts'

/** What a family of reasons is called before the public and the voter (trust 3.4). */
export const FAMILY: Readonly<Record<Family, string>> = {
  NET: '网络来源',
  DEV: '设备特征',
  TIME: '提交用时',
  NAV: '浏览过程',
  CHAL: '安全验证',
  BALLOT: '选票内容',
  SURGE: '短时集中',
  ID: '身份来历',
  GEO: '地区分布',
  LOCKSTEP: '步调一致',
  ADMIN: '工作人员处理',
}

/** What was seen, for those who decide: a fact, never a charge. */
export const REASON: Readonly<Record<ReasonCode, string>> = {
  'NET.DC': '从机房网络提交，一般个人不这样上网',
  'NET.PREFIX_BURST': '同一网络在短时间内集中提交',
  'NET.SCATTERED': '一批选票几乎每张都来自不同的网络，平常许多人共用同一网络',
  'DEV.UA_CONC': '同一种设备在一批选票里异常集中',
  'DEV.COOKIE_CHURN': '同一网络里不断出现全新的设备凭据',
  'TIME.IMPOSSIBLE': '从打开选票到提交的时间短得无法完成选择',
  'TIME.FAST': '从打开选票到提交的时间明显短于其他人',
  'TIME.NARROW': '一批选票的填写用时几乎一样长，人的快慢不会这样整齐',
  'TIME.UNIFORM': '一批选票的提交间隔过于均匀',
  'NAV.NO_VIEW': '没有打开过选票页面就提交',
  'NAV.NO_REF': '一批选票都没有来路',
  'CHAL.UNVERIFIED': '提交时安全验证服务连不上，没有验证',
  'CHAL.SLOW': '安全验证用时异常地长',
  'CHAL.FAST': '安全验证用时异常地短',
  'CHAL.NARROW': '一批选票的安全验证用时几乎一样长',
  'BALLOT.DUP_VECTOR': '一批选票的选择完全相同，且比平常集中得多',
  'BALLOT.PLUMP': '一批选票只选一人，且比平常集中得多',
  'SURGE.CAND_HOUR': '某一时段的得票远高于其他日子的同一时段',
  'SURGE.ODD_HOURS': '一批选票集中在平常很少有人投票的时段',
  'ID.NEW_RATIO': '一批选票几乎都来自刚刚出现的身份',
  'ID.MADE_AHEAD': '一批选票的身份多在投票前的同一段时间里首次出现，平常很少这样',
  'GEO.SHIFT': '一批选票的地区分布与平常明显不同',
  'LOCKSTEP.GROUP': '一组身份连日在相同时间作相同选择',
  'ADMIN.TEST': '工作人员的测试选票',
}
