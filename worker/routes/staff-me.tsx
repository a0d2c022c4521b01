import { Hono } from 'hono'
import { passkeysOf, recoveryCodesLeft, totpOf } from '../../db/staff-factors.ts'
import { sessionName, sessionsOf } from '../../db/staff-sessions.ts'
import { CodesPage } from '../../web/console/enrol.tsx'
import { AccessMePage, MePage } from '../../web/console/me.tsx'
import { MyPasskeyPage, MyPasswordPage, MyTotpPage } from '../../web/console/my-sign-in.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { changePassword, endOwnSession, removeFactor } from '../actions/own-account.ts'
import { addFactor, offeredTotp, offerTotp, renewCodes } from '../actions/set-factor.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { offerPasskey } from '../new-passkey.ts'
import { originOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { accessLogout } from '../proof-ways.ts'
import { STATUS } from '../refusals.ts'
import type { Refusal } from '../rules/refusal.ts'
import { ownSignIn, staffOnly } from '../staff-door.ts'
import { IDLE } from '../staff-session.ts'
import { totpUri } from '../totp.ts'
import { passkeyIn } from './staff-enrol.tsx'

/** One's own account. */
export const staffMeRoutes = new Hono<AppTypes>()

const statusOf = (refusal: Refusal | null): 200 | 422 => (refusal ? (STATUS[refusal.code] as 422) : 200)

staffMeRoutes.get('/staff/me', staffOnly('open-console'), async c => {
  const { deps, staff, presence } = c.var
  const { id, login, email } = presence.account
  const logout = accessLogout(deps.config)
  if (logout !== null) return personalPage(c, <AccessMePage site={siteOf(c)} staff={staff} email={email ?? ''} logout={logout} />)
  const now = deps.now()
  const [totp, passkeys, codesLeft, sessions] = await Promise.all([
    totpOf(deps.db, id),
    passkeysOf(deps.db, id),
    recoveryCodesLeft(deps.db, id),
    sessionsOf(deps.db, id, { now, idle: IDLE }),
  ])
  const lines = sessions.map(({ tokenHash, device, createdAt, seenAt }) => ({
    name: sessionName(tokenHash),
    device,
    since: createdAt,
    seen: seenAt,
    here: tokenHash === presence.tokenHash,
  }))
  const keys = passkeys.map(({ id, name, createdAt, usedAt }) => ({ id, name, since: createdAt, used: usedAt }))
  const props = { login, totp: totp !== null, passkeys: keys, codesLeft, sessions: lines, now }
  return personalPage(c, <MePage site={siteOf(c)} staff={staff} {...props} />)
})

function passwordPage(c: AppContext, refusal: Refusal | null): Response | Promise<Response> {
  const { deps, staff, presence } = c.var
  const page = { site: siteOf(c), staff, login: presence.account.login, refusal, now: deps.now() }
  return personalPage(c, <MyPasswordPage {...page} />, statusOf(refusal))
}

staffMeRoutes.get('/staff/me/password', ownSignIn, staffOnly('manage-own-account'), c => passwordPage(c, null))

staffMeRoutes.post('/staff/me/password', ownSignIn, staffOnly('manage-own-account'), async c => {
  const form = await readForm(c.req.raw)
  const typed = { password: form.get('password') ?? '', again: form.get('again') ?? '' }
  const verdict = await changePassword(c.var.deps, c.var.presence, typed)
  return verdict.ok ? c.redirect(staffPaths.me(), 303) : passwordPage(c, verdict.refusal)
})

async function totpPage(c: AppContext, refusal: Refusal | null, sealed = ''): Promise<Response> {
  const { deps, staff, presence } = c.var
  const held = await offeredTotp(deps, presence.account, sealed)
  const made = held === null ? await offerTotp(deps, presence.account) : { secret: held, sealed }
  const uri = totpUri(made.secret, { site: deps.config.siteName, login: presence.account.login })
  const page = { site: siteOf(c), staff, offer: { ...made, uri }, refusal, now: deps.now() }
  return personalPage(c, <MyTotpPage {...page} />, statusOf(refusal))
}

staffMeRoutes.get('/staff/me/totp', ownSignIn, staffOnly('manage-own-account'), c => totpPage(c, null))

staffMeRoutes.post('/staff/me/totp', ownSignIn, staffOnly('manage-own-account'), async c => {
  const form = await readForm(c.req.raw)
  const factor = { kind: 'totp', sealed: form.get('sealed') ?? '', code: form.get('code') ?? '' } as const
  const verdict = await addFactor(c.var.deps, c.var.presence.account, factor)
  return verdict.ok ? c.redirect(staffPaths.me(), 303) : totpPage(c, verdict.refusal, factor.sealed)
})

staffMeRoutes.post('/staff/me/totp/remove', ownSignIn, staffOnly('manage-own-account'), c => removed(c, null))

staffMeRoutes.post('/staff/me/passkey/remove', ownSignIn, staffOnly('manage-own-account'), async c =>
  removed(c, (await readForm(c.req.raw)).get('id') ?? ''),
)

async function removed(c: AppContext, passkey: string | null): Promise<Response> {
  const verdict = await removeFactor(c.var.deps, c.var.presence, passkey)
  if (!verdict.ok) throw new Refused(verdict.refusal)
  return c.redirect(staffPaths.me(), 303)
}

async function passkeyPage(c: AppContext, refusal: Refusal | null): Promise<Response> {
  const { deps, staff, presence } = c.var
  const keys = await passkeysOf(deps.db, presence.account.id)
  const question = await offerPasskey(deps, presence.account, { origin: originOf(c.req.raw, deps.config), keys })
  const page = { site: siteOf(c), staff, question, refusal, now: deps.now() }
  return personalPage(c, <MyPasskeyPage {...page} />, statusOf(refusal))
}

staffMeRoutes.get('/staff/me/passkey', ownSignIn, staffOnly('manage-own-account'), c => passkeyPage(c, null))

staffMeRoutes.post('/staff/me/passkey', ownSignIn, staffOnly('manage-own-account'), async c => {
  const verdict = await addFactor(c.var.deps, c.var.presence.account, await passkeyIn(c))
  return verdict.ok ? c.redirect(staffPaths.me(), 303) : passkeyPage(c, verdict.refusal)
})

staffMeRoutes.post('/staff/me/recovery-codes', ownSignIn, staffOnly('manage-own-account'), async c => {
  const codes = await renewCodes(c.var.deps, c.var.presence.account)
  return personalPage(c, <CodesPage site={siteOf(c)} codes={codes} href={staffPaths.me()} go="已保存，返回我的账号" />)
})

staffMeRoutes.post('/staff/me/sessions/end', ownSignIn, staffOnly('manage-own-account'), async c => {
  await endOwnSession(c.var.deps, c.var.presence, (await readForm(c.req.raw)).get('session'))
  return c.redirect(staffPaths.me(), 303)
})
