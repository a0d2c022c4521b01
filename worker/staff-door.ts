import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { paths } from '../web/paths.ts'
import { type AppContext, type AppTypes, Refused } from './http.ts'
import { isSecure } from './origin.ts'
import { may, type Verb } from './rules/roles.ts'
import { staffByToken } from './staff-session.ts'

/** The cookie that carries a staff session; on a plain http run its name says that it is not secure. */
export const staffCookie = (c: AppContext): string => (isSecure(c.req.raw, c.var.deps.config) ? '__Host-staff' : 'local-staff')

/**
 * The one door of every staff route: lets in who is signed in and may do this, sends a person to the sign-in page, and
 * tells a script. There is no other way in; a route without it has no `c.var.staff`.
 */
export const staffOnly =
  (verb: Verb): MiddlewareHandler<AppTypes> =>
  async (c, next) => {
    const token = getCookie(c, staffCookie(c as AppContext))
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
