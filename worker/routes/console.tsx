import { Hono, type MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { auditAlone, lastAuditEvents } from '../../db/audit.ts'
import { batchesOf } from '../../db/codes.ts'
import type { BoardData } from '../../web/console/board.tsx'
import { ConsolePage } from '../../web/console/campaigns.tsx'
import { LogPage } from '../../web/console/log.tsx'
import { TallyPage } from '../../web/console/tally-page.tsx'
import { SignInPage } from '../../web/pages/sign-in.tsx'
import { paths } from '../../web/paths.ts'
import { SESSION_LIFE, signIn, signOut, staffByToken } from '../actions/sign-in.ts'
import { boardData } from '../board-data.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { addressOf, isSecure } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { campaignAt, campaignList } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { pollStage } from '../rules/campaign.ts'
import { may, type Verb } from '../rules/roles.ts'
import { disclosedTally } from '../tallies.ts'
import { tallyCsv } from '../tally-csv.ts'

/** The staff pages. Every one of them asks the role table; there is no other way in. */
export const consoleRoutes = new Hono<AppTypes>()

const LOG_LINES = 200

const cookieOf = (c: AppContext): string => (isSecure(c.req.raw, c.var.deps.config) ? '__Host-staff' : 'local-staff')

consoleRoutes.get('/staff/sign-in', c =>
  personalPage(c, <SignInPage site={siteOf(c)} login="" refusal={null} now={c.var.deps.now()} />),
)

consoleRoutes.post('/staff/sign-in', async c => {
  const { deps } = c.var
  const form = await readForm(c.req.raw)
  const login = (form.get('login') ?? '').trim().toLowerCase().slice(0, 60)
  const verdict = await signIn(deps, {
    login,
    password: (form.get('password') ?? '').slice(0, 200),
    address: addressOf(c.req.raw, deps.config),
  })
  if (!verdict.ok) {
    const retryAfter = retryAfterOf(verdict.refusal)
    if (retryAfter !== null) c.header('Retry-After', String(retryAfter))
    return personalPage(
      c,
      <SignInPage site={siteOf(c)} login={login} refusal={verdict.refusal} now={deps.now()} />,
      STATUS[verdict.refusal.code] as 403,
    )
  }
  setCookie(c, cookieOf(c), verdict.value.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c.req.raw, deps.config),
    maxAge: SESSION_LIFE / 1000,
  })
  return c.redirect(paths.console(), 303)
})

/** Lets in who is signed in and may do this; sends a person to the sign-in page, and tells a script. */
const staffOnly =
  (verb: Verb): MiddlewareHandler<AppTypes> =>
  async (c, next) => {
    const token = getCookie(c, cookieOf(c as AppContext))
    const staff = token ? await staffByToken(c.var.deps, token) : null
    if (!staff) {
      if (c.req.header('accept')?.includes('application/json')) throw new Refused({ code: 'sign-in-needed' })
      return c.redirect(paths.signIn(), 303)
    }
    if (!may(staff, verb)) throw new Refused({ code: 'not-allowed' })
    c.set('staff', staff)
    await next()
    return undefined
  }

consoleRoutes.post('/staff/sign-out', staffOnly('open-console'), async c => {
  const name = cookieOf(c)
  await signOut(c.var.deps, getCookie(c, name) ?? '', c.var.staff)
  deleteCookie(c, name, { path: '/', secure: isSecure(c.req.raw, c.var.deps.config) })
  return c.redirect(paths.signIn(), 303)
})

consoleRoutes.get('/staff', staffOnly('open-console'), async c => {
  const { deps, staff } = c.var
  return personalPage(c, <ConsolePage site={siteOf(c)} staff={staff} campaigns={await campaignList(deps)} now={deps.now()} />)
})

consoleRoutes.get('/staff/log', staffOnly('read-log'), async c => {
  const { deps, staff } = c.var
  return personalPage(c, <LogPage site={siteOf(c)} staff={staff} lines={await lastAuditEvents(deps.db, LOG_LINES)} />)
})

consoleRoutes.get('/staff/campaigns/:slug', staffOnly('read-final-tally'), async c => {
  const { deps, staff } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const data = await boardOf(c, campaign)
  // Whoever looks at figures while people still vote is on record (T1).
  if (data.figures && pollStage(campaign, deps.now()) === 'open')
    await auditAlone(deps.db, staff, { at: deps.now(), event: { kind: 'running-tally-read', campaign: campaign.id } })
  return personalPage(c, <TallyPage site={siteOf(c)} staff={staff} slug={campaign.slug} data={data} />)
})

consoleRoutes.get('/staff/campaigns/:slug/tally.json', staffOnly('read-final-tally'), async c =>
  c.json(await boardOf(c, await campaignAt(c.var.deps, c.req.param('slug')))),
)

async function boardOf(c: AppContext, campaign: CampaignFile): Promise<BoardData> {
  const { deps, staff } = c.var
  const disclosure = await disclosedTally(deps, campaign, may(staff, 'read-running-tally') ? 'staff' : 'public')
  const batches = may(staff, 'read-code-use') && campaign.identity === 'code' ? await batchesOf(deps.db, campaign.id) : null
  return boardData(campaign, { disclosure, batches, now: deps.now() })
}

consoleRoutes.get('/staff/campaigns/:slug/tally.csv', staffOnly('export-tally'), async c => {
  const { deps, staff } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const disclosure = await disclosedTally(deps, campaign, may(staff, 'read-running-tally') ? 'staff' : 'public')
  if (disclosure.shows !== 'everything') throw new Refused({ code: 'not-allowed' })
  await auditAlone(deps.db, staff, { at: deps.now(), event: { kind: 'tally-exported', campaign: campaign.id } })
  return c.body(tallyCsv(campaign, disclosure.figures, deps.now()), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${campaign.shortTitle}-计票.csv`)}`,
  })
})
