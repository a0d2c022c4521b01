import type { MiddlewareHandler } from 'hono'
import { paths } from '../web/paths.ts'
import { askAgain } from './ask-again.tsx'
import { type AppContext, type AppTypes, Refused } from './http.ts'
import { may, needsProof, type Verb } from './rules/roles.ts'
import { presenceOf } from './staff-presence.ts'
import { staffOf } from './staff-session.ts'

/** For addresses of our own sign-in: where Cloudflare Access signs people in they do not exist. */
export const ownSignIn: MiddlewareHandler<AppTypes> = async (c, next) => {
  if (c.var.deps.config.signIn.driver !== 'local') throw new Refused({ code: 'not-found' })
  await next()
}

/**
 * The one door of every staff route: lets in who is signed in and may do this, sends a person to the sign-in page, and
 * tells a script. What the table says asks for proof (`STEP_UP`) asks for it here. There is no other way in; a route
 * without it has no `c.var.staff`.
 */
export const staffOnly =
  (verb: Verb): MiddlewareHandler<AppTypes> =>
  async (context, next) => {
    const c = context as AppContext
    const presence = await presenceOf(c)
    if (!presence) {
      if (c.req.header('accept')?.includes('application/json')) throw new Refused({ code: 'sign-in-needed' })
      return c.redirect(paths.signIn(), 303)
    }
    const staff = staffOf(presence.account)
    // Known before anything is refused: a refusal is told inside the console.
    c.set('staff', staff)
    if (!may(staff, verb)) throw new Refused({ code: 'not-allowed' })
    c.set('presence', presence)
    if (needsProof(verb, presence.provedAt, c.var.deps.now())) return askAgain(c, presence)
    await next()
    return undefined
  }
