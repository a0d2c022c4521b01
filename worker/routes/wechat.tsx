import { Hono } from 'hono'
import { WechatPage } from '../../web/pages/wechat.tsx'
import { WechatStoppedPage } from '../../web/pages/wechat-stopped.tsx'
import { keepView } from '../../web/parts/view.tsx'
import { paths, type WechatStop } from '../../web/paths.ts'
import { authorizeUrl } from '../adapters/wechat.ts'
import type { WechatKeys } from '../env.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { gateFor, signInOf } from '../objects/names.ts'
import type { Redeemed } from '../objects/wechat-sign-in.ts'
import { addressOf, originOf } from '../origin.ts'
import { personalPage, refusalPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type NextPage, nextPage } from '../rules/next-page.ts'
import type { Refusal } from '../rules/refusal.ts'
import { isWechat, readCode, readState } from '../rules/wechat.ts'
import { startWechatSession, wechatSessionOf } from '../session.ts'
import { beginStep, stepOf } from '../wechat-step.ts'

/**
 * Signing in with a WeChat account. Nobody is sent here for opening a page: WeChat blocks domains that force it. Only who
 * goes to a ballot that counts by WeChat accounts comes this way, and comes back to the page it was meant for.
 */
export const wechatRoutes = new Hono<AppTypes>()

/** The ballot's door for a voter who has not been named by WeChat: silent inside WeChat, elsewhere a page that leads there. */
export function wechatEntrance(c: AppContext, campaign: CampaignFile): Response | Promise<Response> {
  if (!c.var.deps.config.wechat)
    return refusalPage(c, { code: 'wechat-absent' }, { href: paths.campaign(campaign.slug), text: '返回活动' })
  const signIn = paths.wechatSignIn({ page: 'ballot', slug: campaign.slug })
  const inside = isWechat(c.req.header('user-agent') ?? '')
  // A form may not lead to another site, not even by a redirect; whoever has sent one goes on by a link.
  if (inside && c.req.method === 'GET') return c.redirect(keepView(signIn, siteOf(c).view), 302)
  return personalPage(c, <WechatPage site={siteOf(c)} campaign={campaign} inside={inside} signIn={signIn} />)
}

/** Where a voter of this campaign is named by WeChat; null when he is, or the campaign or the site does not go by that. */
export function wechatSignIn(c: AppContext, { identity, slug }: CampaignFile, page: NextPage['page']): string | null {
  const byAccount = identity === 'openid' || identity === 'bound'
  return byAccount && c.var.deps.config.wechat && !wechatSessionOf(c) ? paths.wechatSignIn({ page, slug }) : null
}

wechatRoutes.get('/wechat/sign-in', async c => {
  const { deps } = c.var
  const { keys, next } = await asked(c)
  const { view } = siteOf(c)
  c.header('Referrer-Policy', 'no-referrer')
  if (wechatSessionOf(c)) return c.redirect(keepView(paths.next(next), view), 302)
  const address = addressOf(c.req.raw, deps.config)
  const knock = await gateFor(deps.env, address).knock('wechat', address)
  if (!knock.ok) throw new Refused(knock.refusal)
  const back = originOf(c.req.raw, deps.config) + paths.wechatReturn()
  return c.redirect(authorizeUrl(keys, { back, state: beginStep(c, next, view) }), 302)
})

/** Where WeChat sends the browser back, with what only this browser can use. No page is shown at this address. */
wechatRoutes.get('/wechat/return', async c => {
  const { deps } = c.var
  c.header('Referrer-Policy', 'no-referrer')
  if (!deps.config.wechat) throw new Refused({ code: 'not-found' })
  const state = readState(c.req.query('state'))
  const step = state && stepOf(c, state)
  if (!step) throw new Refused({ code: 'wechat-state-refused' })
  const code = readCode(c.req.query('code'))
  const ended: Redeemed = code
    ? await signInOf(deps.env, step.hash).redeem(step.hash, code).catch(silent)
    : { kind: 'trouble', trouble: 'again' }
  if (ended.kind === 'spent') throw new Refused({ code: 'wechat-state-refused' })
  if (ended.kind !== 'signed-in') {
    const why = ended.kind === 'snapshot' ? 'snapshot' : ended.trouble
    return c.redirect(keepView(paths.wechatHelp(why, step.next), step.view), 302)
  }
  const before = wechatSessionOf(c)
  const since = before?.tag === ended.tag ? before.since : deps.now()
  startWechatSession(c, { tag: ended.tag, since })
  return c.redirect(keepView(paths.next(step.next), step.view), 302)
})

const STOPS: Readonly<Record<WechatStop, Refusal>> = {
  snapshot: { code: 'wechat-snapshot' },
  again: { code: 'wechat-again' },
  busy: { code: 'wechat-busy', retryAfter: 30 },
  setup: { code: 'wechat-setup' },
  account: { code: 'wechat-account' },
}

/** Says why it went no further, at an address that holds nothing of the sign-in and may be loaded again. */
wechatRoutes.get('/wechat/stopped/:why{snapshot|again|busy|setup|account}', async c => {
  const { next, campaign } = await asked(c)
  const why = c.req.param('why') as WechatStop
  const refusal = STOPS[why]
  const retryAfter = retryAfterOf(refusal)
  if (retryAfter !== null) c.header('Retry-After', String(retryAfter))
  const page = (
    <WechatStoppedPage
      site={siteOf(c)}
      campaign={campaign}
      why={why}
      refusal={refusal}
      signIn={paths.wechatSignIn(next)}
      now={c.var.deps.now()}
    />
  )
  return personalPage(c, page, STATUS[refusal.code] as 403)
})

/** The file by which WeChat sees that the domain is ours. */
wechatRoutes.get('/:file{MP_verify_[A-Za-z0-9]{1,64}\\.txt}', c => {
  const { wechatVerify } = c.var.deps.config
  if (wechatVerify === null || c.req.param('file') !== `MP_verify_${wechatVerify}.txt`) throw new Refused({ code: 'not-found' })
  return c.text(wechatVerify)
})

/** The page a request wants to come back to, of a campaign the public may see; refuses with 'not-found'. */
async function asked(c: AppContext): Promise<{ keys: WechatKeys; next: NextPage; campaign: CampaignFile }> {
  const { deps } = c.var
  const next = nextPage(c.req.query('next') ?? '')
  if (!next || !deps.config.wechat) throw new Refused({ code: 'not-found' })
  return { keys: deps.config.wechat, next, campaign: await campaignAt(deps, next.slug) }
}

/** The object did not answer: what it has under way it will finish, and the voter begins anew. */
function silent(error: unknown): Redeemed {
  console.error(JSON.stringify({ event: 'wechat-object-silent', error: String(error) }))
  return { kind: 'trouble', trouble: 'busy' }
}
