import type { Service } from '../../worker/rules/service.ts'

/** What a site does without, and what that means, for people who did not set it up. */
export const ABSENT: Readonly<Record<Service, { readonly name: string; readonly means: string }>> = {
  turnstile: {
    name: 'Turnstile 验证',
    means: '安全验证改由手机在后台计算完成，不能运行脚本的手机答一道算术题；所有人都能照常投票。',
  },
  wechat: {
    name: '微信',
    means: '不能按微信号计票；需要确认身份的活动请用投票码或名册，其他活动不受影响。',
  },
  operator: {
    name: '网络运营商信息',
    means: '不知道来访网络的运营商和地区；选票照常收下和计票，只是辨认机器投票时少一项依据。',
  },
  address: {
    name: '来访地址',
    means: '分不清来访网络，全站合用一份频率上限，人多时会请人稍候再试；请运维人员设置 PROXY_HEADER。',
  },
}

export const ABSENT_TITLE = '本站未接入的服务'
export const ABSENT_INTRO = '没有这些服务，网站照常运行，不会因此丢失选票。'
