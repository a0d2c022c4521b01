import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { SignInPage } from '../../web/pages/sign-in.tsx'
import { paths } from '../../web/paths.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { signIn, signOut } from '../actions/sign-in.ts'
import { type AppTypes, readForm } from '../http.ts'
import { addressOf, isSecure } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { retryAfterOf, STATUS } from '../refusals.ts'
import { staffCookie, staffOnly } from '../staff-door.ts'
import { SESSION_LIFE } from '../staff-session.ts'

/** How staff come in and go out. */
export const staffSignInRoutes = new Hono<AppTypes>()

staffSignInRoutes.get('/staff/sign-in', c =>
  personalPage(c, <SignInPage site={siteOf(c)} login="" refusal={null} now={c.var.deps.now()} />),
)

staffSignInRoutes.post('/staff/sign-in', async c => {
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
  setCookie(c, staffCookie(c), verdict.value.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c.req.raw, deps.config),
    maxAge: SESSION_LIFE / 1000,
  })
  return c.redirect(staffPaths.home(), 303)
})

staffSignInRoutes.post('/staff/sign-out', staffOnly('open-console'), async c => {
  const name = staffCookie(c)
  await signOut(c.var.deps, getCookie(c, name) ?? '', c.var.staff)
  deleteCookie(c, name, { path: '/', secure: isSecure(c.req.raw, c.var.deps.config) })
  return c.redirect(paths.signIn(), 303)
})
