import { Hono } from 'hono'
import { passkeysOf } from '../../db/staff-factors.ts'
import { AccessSignInPage, AccessSignOutPage, SecondStepPage, SignInPage } from '../../web/console/sign-in.tsx'
import { paths } from '../../web/paths.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { deviceInWords } from '../../web/text/device.ts'
import { checkPassword, checkSecond, signInByPasskey, signOut } from '../actions/sign-in.ts'
import { type AppContext, type AppTypes, readForm } from '../http.ts'
import { addressOf, originOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { askForPasskey } from '../passkeys.ts'
import { accessLogout } from '../proof-ways.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { Refusal } from '../rules/refusal.ts'
import { dropSession, giveSession, giveStep, sessionToken, stepOf } from '../staff-cookies.ts'
import { ownSignIn, staffOnly } from '../staff-door.ts'

/** How staff come in, in two steps or by a passkey, and go out. */
export const staffSignInRoutes = new Hono<AppTypes>()

const callerOf = (c: AppContext) => ({
  address: addressOf(c.req.raw, c.var.deps.config),
  device: deviceInWords(c.req.header('user-agent')),
  earlier: sessionToken(c),
})

/** The status of a page that says no, or 200. */
function statusOf(c: AppContext, refusal: Refusal | null): 200 | 403 {
  const retryAfter = refusal && retryAfterOf(refusal)
  if (retryAfter !== null) c.header('Retry-After', String(retryAfter))
  return refusal ? (STATUS[refusal.code] as 403) : 200
}

function signInPage(c: AppContext, login: string, refusal: Refusal | null): Response | Promise<Response> {
  const { deps } = c.var
  const passkey = askForPasskey(deps, { origin: originOf(c.req.raw, deps.config), use: 'sign-in', holder: '' })
  const page = <SignInPage site={siteOf(c)} login={login} refusal={refusal} now={deps.now()} passkey={passkey} />
  return personalPage(c, page, statusOf(c, refusal))
}

staffSignInRoutes.get('/staff/sign-in', c =>
  c.var.deps.config.signIn.driver === 'access' ? personalPage(c, <AccessSignInPage site={siteOf(c)} />) : signInPage(c, '', null),
)

staffSignInRoutes.post('/staff/sign-in', ownSignIn, async c => {
  const form = await readForm(c.req.raw)
  const login = (form.get('login') ?? '').trim().toLowerCase().slice(0, 60)
  const password = (form.get('password') ?? '').slice(0, 200)
  const verdict = await checkPassword(c.var.deps, { login, password, ...callerOf(c) })
  if (!verdict.ok) return signInPage(c, login, verdict.refusal)
  if (verdict.value.leads === 'in') {
    giveSession(c, verdict.value.token)
    return c.redirect(staffPaths.home(), 303)
  }
  giveStep(c, verdict.value.account)
  return c.redirect(verdict.value.leads === 'second' ? staffPaths.secondStep() : staffPaths.enrol(), 303)
})

async function secondPage(c: AppContext, refusal: Refusal | null): Promise<Response> {
  const { deps } = c.var
  const account = await stepOf(c)
  if (!account) return c.redirect(paths.signIn(), 303)
  const keys = await passkeysOf(deps.db, account.id)
  const origin = originOf(c.req.raw, deps.config)
  const passkey = keys.length > 0 ? askForPasskey(deps, { origin, use: 'prove', holder: account.id, keys }) : null
  const page = <SecondStepPage site={siteOf(c)} name={account.name} refusal={refusal} now={deps.now()} passkey={passkey} />
  return personalPage(c, page, statusOf(c, refusal))
}

staffSignInRoutes.get('/staff/sign-in/second', ownSignIn, c => secondPage(c, null))

staffSignInRoutes.post('/staff/sign-in/second', ownSignIn, async c => {
  const { deps } = c.var
  const form = await readForm(c.req.raw)
  const account = await stepOf(c)
  if (!account) return c.redirect(paths.signIn(), 303)
  const verdict = await checkSecond(deps, account, {
    code: (form.get('code') ?? '').slice(0, 40),
    passkey: form.get('passkey') ?? '',
    sealed: form.get('sealed') ?? '',
    origin: originOf(c.req.raw, deps.config),
    device: callerOf(c).device,
    earlier: sessionToken(c),
  })
  if (!verdict.ok) return secondPage(c, verdict.refusal)
  giveSession(c, verdict.value.token)
  return c.redirect(staffPaths.home(), 303)
})

staffSignInRoutes.post('/staff/sign-in/passkey', ownSignIn, async c => {
  const form = await readForm(c.req.raw)
  const offered = { passkey: form.get('passkey') ?? '', sealed: form.get('sealed') ?? '' }
  const origin = originOf(c.req.raw, c.var.deps.config)
  const verdict = await signInByPasskey(c.var.deps, { ...offered, origin, ...callerOf(c) })
  if (!verdict.ok) return signInPage(c, '', verdict.refusal)
  giveSession(c, verdict.value.token)
  return c.redirect(staffPaths.home(), 303)
})

staffSignInRoutes.post('/staff/sign-out', staffOnly('open-console'), async c => {
  const elsewhere = accessLogout(c.var.deps.config)
  if (elsewhere !== null) return personalPage(c, <AccessSignOutPage site={siteOf(c)} href={elsewhere} />)
  await signOut(c.var.deps, sessionToken(c) ?? '', c.var.staff)
  dropSession(c)
  return c.redirect(paths.signIn(), 303)
})
