import { enterCode } from '../actions/enter-code.ts'
import { enterRoster } from '../actions/enter-roster.ts'
import { refusalJson } from '../http.ts'
import { addressOf } from '../origin.ts'
import { knownDevice, startCodeSession, startRosterSession, wechatSessionOf } from '../session.ts'
import * as shapes from './api-shapes.ts'
import { BODY_REFUSALS, bodyOf, campaignIn, type Endpoint } from './endpoint.ts'

/** How a voter shows who he is, where a device does not do. The forms of entrance.tsx use the same actions. */
export const ENTRANCE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/api/campaigns/:slug/code',
    summary: '用投票码换取本设备的投票资格',
    repeat: '可以重复；同一个码无论换取几次，只能投出一票。',
    body: shapes.CodeBody,
    answer: shapes.CodeAccepted,
    refusals: ['not-found', 'code-refused', 'code-tied-elsewhere', 'slow-down', ...BODY_REFUSALS],
    handle: async c => {
      const { deps } = c.var
      const campaign = await campaignIn(c)
      const { code: typed } = await bodyOf(c, shapes.CodeBody)
      const wechat = wechatSessionOf(c)?.tag ?? null
      const verdict = await enterCode(deps, { campaign, address: addressOf(c.req.raw, deps.config), typed, wechat })
      if (!verdict.ok) return refusalJson(c, verdict.refusal)
      knownDevice(c)
      startCodeSession(c, campaign, verdict.value)
      return c.json({ unit: verdict.value.unit })
    },
  },
  {
    method: 'post',
    path: '/api/campaigns/:slug/roster',
    summary: '用姓名、编号和投票码核对名册，换取本设备的投票资格',
    repeat: '可以重复；名册上的一个人无论核对几次，只能投出一票。',
    body: shapes.RosterBody,
    answer: shapes.RosterAccepted,
    refusals: ['not-found', 'roster-refused', 'poll-not-ready', 'poll-not-open', 'slow-down', ...BODY_REFUSALS],
    handle: async c => {
      const { deps } = c.var
      const campaign = await campaignIn(c)
      const typed = await bodyOf(c, shapes.RosterBody)
      const verdict = await enterRoster(deps, { campaign, address: addressOf(c.req.raw, deps.config), typed })
      if (!verdict.ok) return refusalJson(c, verdict.refusal)
      knownDevice(c)
      startRosterSession(c, campaign, verdict.value)
      const { unit, voterClass } = verdict.value
      return c.json({ unit, voterClass })
    },
  },
]
