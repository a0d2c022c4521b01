import { Hono } from 'hono'
import { CodePage } from '../../web/pages/code.tsx'
import { RosterPage } from '../../web/pages/roster.tsx'
import { keepView } from '../../web/parts/view.tsx'
import { paths } from '../../web/paths.ts'
import type { Voter } from '../actions/cast-ballot.ts'
import { enterCode, openLink, tied } from '../actions/enter-code.ts'
import { enterRoster, openRosterLink } from '../actions/enter-roster.ts'
import { type AppContext, type AppTypes, readForm } from '../http.ts'
import { addressOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { Refusal } from '../rules/refusal.ts'
import { startCodeSession, startRosterSession, wechatSessionOf } from '../session.ts'

/** What stands before a ballot that is not for everybody: a code, typed or as a link, or a place on a list. Works without script. */
export const entranceRoutes = new Hono<AppTypes>()

const toBallot = (c: AppContext, campaign: CampaignFile): Response =>
  c.redirect(keepView(paths.ballot(campaign.slug), siteOf(c).view), 303)

/** The page that asks for a code; with a refusal, what was typed and why it did not do. */
export function showCodeEntrance(
  c: AppContext,
  campaign: CampaignFile,
  { typed = '', refusal = null }: { typed?: string; refusal?: Refusal | null } = {},
): Response | Promise<Response> {
  const page = (
    <CodePage site={siteOf(c)} campaign={campaign} typed={typed.slice(0, 40)} refusal={refusal} now={c.var.deps.now()} />
  )
  const retryAfter = refusal && retryAfterOf(refusal)
  if (retryAfter) c.header('Retry-After', String(retryAfter))
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 403) : 200)
}

/** The page that asks for name, number and code. */
export function showRosterEntrance(
  c: AppContext,
  campaign: CampaignFile,
  { name = '', number = '', refusal = null }: { name?: string; number?: string; refusal?: Refusal | null } = {},
): Response | Promise<Response> {
  const typed = { name: name.slice(0, 60), number: number.slice(0, 40) }
  const page = <RosterPage site={siteOf(c)} campaign={campaign} typed={typed} refusal={refusal} now={c.var.deps.now()} />
  const retryAfter = refusal && retryAfterOf(refusal)
  if (retryAfter) c.header('Retry-After', String(retryAfter))
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 403) : 200)
}

/** The voter with the code tied to the WeChat account, where the second of the two has only now become known. */
export async function tiedVoter(c: AppContext, campaign: CampaignFile, voter: Voter): Promise<Voter> {
  const { code, wechat } = voter
  if (campaign.identity !== 'bound' || !code || !wechat || code.wechat !== null) return voter
  const verdict = await tied(c.var.deps, campaign, { session: code, wechat: wechat.tag })
  if (!verdict.ok) return voter
  startCodeSession(c, campaign, verdict.value)
  return { ...voter, code: verdict.value }
}

entranceRoutes.post('/c/:slug/ballot/code', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const typed = (await readForm(c.req.raw)).get('code') ?? ''
  const wechat = wechatSessionOf(c)?.tag ?? null
  const verdict = await enterCode(deps, { campaign, address: addressOf(c.req.raw, deps.config), typed, wechat })
  if (!verdict.ok) return showCodeEntrance(c, campaign, { typed, refusal: verdict.refusal })
  startCodeSession(c, campaign, verdict.value)
  return toBallot(c, campaign)
})

entranceRoutes.post('/c/:slug/ballot/roster', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const form = await readForm(c.req.raw)
  const text = (name: string) => (form.get(name) ?? '').slice(0, 100)
  const typed = { name: text('name'), number: text('number'), code: text('code') }
  const verdict = await enterRoster(deps, { campaign, address: addressOf(c.req.raw, deps.config), typed })
  if (!verdict.ok) return showRosterEntrance(c, campaign, { ...typed, refusal: verdict.refusal })
  startRosterSession(c, campaign, verdict.value)
  return toBallot(c, campaign)
})

async function rosterLink(c: AppContext, campaign: CampaignFile): Promise<Response> {
  const verdict = await openRosterLink(c.var.deps, { campaign, token: c.req.param('token') ?? '' })
  if (verdict.ok) startRosterSession(c, campaign, verdict.value)
  // The page of the ballot says when the vote begins; the link is good then.
  else if (verdict.refusal.code === 'roster-refused') return showRosterEntrance(c, campaign, verdict)
  return toBallot(c, campaign)
}

/** The link of a code: from here on the address says nothing of it, to no history, no neighbour and no other site. */
entranceRoutes.get('/c/:slug/k/:token', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  c.header('Referrer-Policy', 'no-referrer')
  if (campaign.identity === 'roster') return rosterLink(c, campaign)
  const verdict = await openLink(deps, {
    campaign,
    token: c.req.param('token'),
    wechat: wechatSessionOf(c)?.tag ?? null,
  })
  if (!verdict.ok) return showCodeEntrance(c, campaign, { refusal: verdict.refusal })
  startCodeSession(c, campaign, verdict.value)
  return toBallot(c, campaign)
})
