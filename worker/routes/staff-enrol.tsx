import { Hono } from 'hono'
import { hasFactor } from '../../db/staff-factors.ts'
import { livingLink } from '../../db/staff-links.ts'
import { CodesPage, EnrolPage } from '../../web/console/enrol.tsx'
import { JoinPage } from '../../web/console/join.tsx'
import { paths } from '../../web/paths.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { deviceInWords } from '../../web/text/device.ts'
import { enrol, type NewFactor, offeredTotp, offerTotp } from '../actions/set-factor.ts'
import { takeLink } from '../actions/use-link.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { offerPasskey } from '../new-passkey.ts'
import { originOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { STATUS } from '../refusals.ts'
import type { Refusal } from '../rules/refusal.ts'
import { giveSession, giveStep, stepOf } from '../staff-cookies.ts'
import { ownSignIn } from '../staff-door.ts'
import { identityOf } from '../staff-presence.ts'
import { tokenHash } from '../staff-session.ts'
import { totpUri } from '../totp.ts'

/** How somebody with a link, or with a password and nothing else, gets an account that opens. */
export const staffEnrolRoutes = new Hono<AppTypes>()

interface Typed {
  readonly login: string
  readonly name: string
}

/** Where Cloudflare Access signs people in: the address of who is here, without whom there is no joining. Else null. */
async function emailHere(c: AppContext): Promise<string | null> {
  if (c.var.deps.config.signIn.driver === 'local') return null
  const identity = await identityOf(c)
  if (!identity) throw new Refused({ code: 'sign-in-needed' })
  return identity.email
}

async function joinPage(c: AppContext, typed: Typed, refusal: Refusal | null): Promise<Response> {
  const { db, now } = c.var.deps
  const token = c.req.param('token') ?? ''
  const [found, email] = [await livingLink(db, tokenHash(token), now()), await emailHere(c)]
  if (!found) throw new Refused({ code: 'link-spent' })
  const again = found.link.kind === 'recovery'
  const page = <JoinPage {...{ site: siteOf(c), token, holder: found.account, again, typed, email, refusal, now: now() }} />
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 422) : 200)
}

/** Looking at a link does not spend it: messengers look at every link they carry. */
staffEnrolRoutes.get('/staff/sign-in/join/:token{[A-Za-z0-9_-]{43}}', c => joinPage(c, { login: '', name: '' }, null))

staffEnrolRoutes.post('/staff/sign-in/join/:token{[A-Za-z0-9_-]{43}}', async c => {
  const form = await readForm(c.req.raw)
  const typed = { login: (form.get('login') ?? '').trim().toLowerCase(), name: (form.get('name') ?? '').trim() }
  const passwords = { password: form.get('password') ?? '', again: form.get('again') ?? '' }
  const email = await emailHere(c)
  const verdict = await takeLink(c.var.deps, c.req.param('token'), { ...typed, ...passwords, email })
  if (!verdict.ok) {
    if (verdict.refusal.code === 'link-spent') throw new Refused(verdict.refusal)
    return joinPage(c, typed, verdict.refusal)
  }
  if (email !== null) return c.redirect(staffPaths.home(), 303)
  giveStep(c, verdict.value)
  return c.redirect(staffPaths.enrol(), 303)
})

async function enrolPage(c: AppContext, refusal: Refusal | null, sealed = ''): Promise<Response> {
  const { deps } = c.var
  const account = await stepOf(c)
  if (!account) return c.redirect(paths.signIn(), 303)
  if (await hasFactor(deps.db, account.id)) return c.redirect(staffPaths.secondStep(), 303)
  // A mistyped code must not ask for another scan.
  const held = await offeredTotp(deps, account, sealed)
  const offer = held === null ? await offerTotp(deps, account) : { secret: held, sealed }
  const totp = { ...offer, uri: totpUri(offer.secret, { site: deps.config.siteName, login: account.login }) }
  const passkey = await offerPasskey(deps, account, { origin: originOf(c.req.raw, deps.config), keys: [] })
  const page = <EnrolPage {...{ site: siteOf(c), name: account.name, totp, passkey, refusal, now: deps.now() }} />
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 403) : 200)
}

async function enrolled(c: AppContext, factor: NewFactor): Promise<Response> {
  const { deps } = c.var
  const account = await stepOf(c)
  if (!account) return c.redirect(paths.signIn(), 303)
  const verdict = await enrol(deps, account, { factor, device: deviceInWords(c.req.header('user-agent')) })
  if (!verdict.ok) return enrolPage(c, verdict.refusal, factor.sealed)
  giveSession(c, verdict.value.token)
  return personalPage(
    c,
    <CodesPage site={siteOf(c)} codes={verdict.value.codes} href={staffPaths.home()} go="已保存，进入工作台" />,
  )
}

staffEnrolRoutes.get('/staff/sign-in/enrol', ownSignIn, c => enrolPage(c, null))

staffEnrolRoutes.post('/staff/sign-in/enrol/totp', ownSignIn, async c => {
  const form = await readForm(c.req.raw)
  return enrolled(c, { kind: 'totp', sealed: form.get('sealed') ?? '', code: form.get('code') ?? '' })
})

staffEnrolRoutes.post('/staff/sign-in/enrol/passkey', ownSignIn, async c => enrolled(c, await passkeyIn(c)))

/** The new passkey that a form carries, named after the device it lives on. */
export async function passkeyIn(c: AppContext): Promise<NewFactor> {
  const form = await readForm(c.req.raw)
  return {
    kind: 'passkey',
    sealed: form.get('sealed') ?? '',
    passkey: form.get('passkey') ?? '',
    origin: originOf(c.req.raw, c.var.deps.config),
    name: deviceInWords(c.req.header('user-agent')),
  }
}
