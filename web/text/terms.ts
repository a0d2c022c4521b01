import type { IdentityLevel, ListOrder, Period, Step, TallyUse, Visibility, VoterClass } from '../../worker/rules/campaign.ts'
import type { Outcome } from '../../worker/rules/nominee.ts'
import type { NoticeKind, NoticeState } from '../../worker/rules/notice.ts'
import type { StaffRole } from '../../worker/rules/roles.ts'

// The same thing always has the same name. The glossary of the README is compared with this file.

export const STEP: Readonly<Record<Step, string>> = {
  call: '征集推荐',
  vetting: '资格审核',
  publicity: '名单公示',
  vote: '网上评议',
  likes: '网络点赞',
  inspection: '组织考察',
  decision: '研究确定',
  'final-publicity': '结果公示',
  honours: '表彰发布',
}

export const NOTICE: Readonly<Record<NoticeKind, string>> = {
  call: '通知',
  publicity: '公示',
  result: '结果',
  correction: '更正',
  news: '动态',
}

export const NOTICE_STATE: Readonly<Record<NoticeState['state'], string>> = {
  draft: '草稿',
  scheduled: '待发布',
  published: '已发布',
  withdrawn: '已撤回',
}

/** What each kind is for, where one is chosen. */
export const NOTICE_USE: Readonly<Record<NoticeKind, string>> = {
  call: '布置推荐、报名、投票等工作',
  publicity: '公开名单并听取意见，须满法定工作日',
  result: '公布公示或评选的结果',
  correction: '更正一份已发布的公告，两份互相链接',
  news: '活动进展和事迹宣传',
}

export const ROLE: Readonly<Record<StaffRole, string>> = {
  administrator: '系统管理员',
  organizer: '组织者',
  reviewer: '评审',
  auditor: '审计',
  clerk: '推荐单位经办人',
}

/** The badge every poll carries (law 7), and the one sentence on what it proves. */
export const GUARANTEE: Readonly<Record<IdentityLevel, { readonly badge: string; readonly proves: string }>> = {
  device: { badge: '开放投票', proves: '任何人都能参加，每台设备限投一次；票数反映参与情况，不能证明一人一票。' },
  openid: { badge: '一号一票', proves: '每张选票对应一个微信号，一个微信号只计一票；一个人可能有几个微信号，不能证明一人一票。' },
  code: { badge: '一码一票', proves: '每张选票对应一个由单位发放的投票码，一个码只计一票；码发给谁由发放单位负责。' },
  bound: {
    badge: '一码一票',
    proves: '每张选票对应一个由单位发放的投票码，码与首次使用它的微信号绑定，一个码只计一票；码发给谁由发放单位负责。',
  },
  roster: { badge: '名册实名', proves: '每张选票对应名册上的一人，凭姓名、编号和投票码参加，一人只计一票；名册由主办单位负责。' },
}

/** What a count of this campaign proves; where people vote every day, "once" means once a day. */
export const provesOf = ({ identity, period }: { readonly identity: IdentityLevel; readonly period: Period }): string =>
  GUARANTEE[identity].proves + (period === 'daily' ? '本活动每天可以投一次，次数和票数都按天计。' : '')

/** What a tally is for, on every page that shows a figure (law 2). */
export const USE: Readonly<Record<TallyUse, string>> = {
  advisory: '网上评议结果仅作评审参考，不直接决定表彰对象。',
  publicity: '投票结果仅作宣传，不作评选依据。',
}

export const LIKES_USE = '点赞仅作宣传，不作评选依据。'

export const LEVEL: Readonly<Record<IdentityLevel, string>> = {
  device: '设备',
  openid: '微信号',
  code: '投票码',
  bound: '投票码绑定微信号',
  roster: '名册',
}

/** Whose ballot it is, as its voter is spoken to. */
export const BALLOT_OF: Readonly<Record<IdentityLevel, string>> = {
  device: '这台设备',
  openid: '这个微信号',
  code: '这个投票码',
  bound: '这个投票码',
  roster: '您',
}

export const VOTER_CLASS: Readonly<Record<VoterClass, string>> = { member: '党员', worker: '职工', public: '群众' }

export const PERIOD: Readonly<Record<Period, string>> = { once: '整个活动期间投一次', daily: '每天可投一次，0:00 起算新的一天' }

export const ORDER: Readonly<Record<ListOrder, string>> = {
  number: '按编号排列',
  strokes: '按姓氏笔画排列',
  shuffle: '每位投票人看到的次序随机',
}

export const VISIBILITY: Readonly<Record<Visibility, string>> = {
  hidden: '投票期间不公布各候选对象的票数，结束后一并公布；参与人数每天公布一次。',
  daily: '投票期间每天公布一次收到的票数；计入、暂缓、作废在结束后公布。',
  live: '投票期间随时公布收到的票数；计入、暂缓、作废在结束后公布。',
}

export const OUTCOME: Readonly<Record<Outcome, string>> = {
  honoured: '表彰对象',
  named: '提名人选',
  alternate: '候补',
  'not-chosen': '未入选',
}

export const NO_FAKE_VOTES = '本系统没有“虚拟票数”：所有数字都只来自真实收到的选票，任何人都不能添加或修改。'
