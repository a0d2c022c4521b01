import * as v from 'valibot'
import { paths } from '../../web/paths.ts'
import { type AppContext, Refused } from '../http.ts'
import { remembered } from '../memo.ts'
import { ticketOf } from '../objects/names.ts'
import { originOf } from '../origin.ts'
import { jsSignature, signableUrl } from '../rules/wechat.ts'
import * as shapes from './api-shapes.ts'
import { type Endpoint, HARMLESS } from './endpoint.ts'

/** What WeChat's own script wants to know before it shows a card of our choosing. Pages are whole without it. */
export const WECHAT_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: paths.apiWechatSignature(),
    summary: '为本站的一个页面签名，供微信 JS-SDK 使用；没有配置 JS-SDK 的站点没有这个接口',
    repeat: HARMLESS,
    query: shapes.SignatureQuery,
    answer: shapes.Signature,
    refusals: ['not-found', 'body-malformed', 'wechat-busy'],
    handle: signature,
  },
]

async function signature(c: AppContext): Promise<Response> {
  const { config, env, now } = c.var.deps
  const { wechat } = config
  if (!wechat?.ticket) throw new Refused({ code: 'not-found' })
  const asked = v.safeParse(shapes.SignatureQuery, c.req.query())
  // WeChat's name would stand on the page of whoever could have it signed here.
  const url = asked.success ? signableUrl(asked.output.url, originOf(c.req.raw, config)) : null
  if (url === null) throw new Refused({ code: 'body-malformed', where: 'url' })
  const ticket = await remembered('wechat-ticket', config.memoMs, () => ticketOf(env).ticket())
  if (ticket === null) throw new Refused({ code: 'wechat-busy', retryAfter: 30 })
  const nonce = crypto.randomUUID().replaceAll('-', '')
  const timestamp = Math.floor(now() / 1000)
  return c.json({ appId: wechat.appId, timestamp, nonceStr: nonce, signature: jsSignature({ ticket, nonce, timestamp, url }) })
}
