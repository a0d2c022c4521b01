import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { StaffFile } from '../db/staff.ts'
import { staffById } from '../db/staff.ts'
import type { AppContext } from './http.ts'
import { isSecure } from './origin.ts'
import { type StaffId, staffId } from './rules/ids.ts'
import { after, MINUTE } from './rules/time.ts'
import { SESSION_LIFE } from './staff-session.ts'
import { sameText, seal, tagOf, unseal } from './tokens.ts'

// What a browser of staff carries: the token of a session, or, between password and second factor, the first step.

const nameOf = (c: AppContext, base: string): string =>
  isSecure(c.req.raw, c.var.deps.config) ? `__Host-${base}` : `local-${base}`

function put(c: AppContext, { base, value, ms }: { base: string; value: string; ms: number }): void {
  const secure = isSecure(c.req.raw, c.var.deps.config)
  setCookie(c, nameOf(c, base), value, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: ms / 1000 })
}

const drop = (c: AppContext, base: string): unknown =>
  deleteCookie(c, nameOf(c, base), { path: '/', secure: isSecure(c.req.raw, c.var.deps.config) })

/** The token of the session; on a plain http run the cookie's name says that it is not secure. */
export const sessionToken = (c: AppContext): string | undefined => getCookie(c, nameOf(c, 'staff'))

/** The session takes the place of the step that led to it. */
export function giveSession(c: AppContext, token: string): void {
  put(c, { base: 'staff', value: token, ms: SESSION_LIFE })
  if (getCookie(c, nameOf(c, 'staff-step'))) drop(c, 'staff-step')
}

export const dropSession = (c: AppContext): unknown => drop(c, 'staff')

/** Long enough to fetch a phone and set up an app on it. */
const STEP_LIFE = 30 * MINUTE

/** Changes with the password, so that a step taken with the old one leads nowhere. */
const markOf = (c: AppContext, { id, passwordHash }: StaffFile): string =>
  tagOf(c.var.deps.config.siteKey, 'staff-step', `${id}\n${passwordHash}`)

/** Remembers that the password was right. It opens nothing but the second step. */
export function giveStep(c: AppContext, account: StaffFile): void {
  const { config, now } = c.var.deps
  const payload = [account.id, after(now(), STEP_LIFE), markOf(c, account)].join('.')
  put(c, { base: 'staff-step', value: seal(config.siteKey, 'staff-step', payload), ms: STEP_LIFE })
}

/** Whose password was right a moment ago; null when nobody's, or when the account has changed or been disabled since. */
export async function stepOf(c: AppContext): Promise<StaffFile | null> {
  const { config, db, now } = c.var.deps
  const payload = unseal(config.siteKey, 'staff-step', getCookie(c, nameOf(c, 'staff-step')) ?? '')
  const [id = '', until = '', mark = ''] = payload?.split('.') ?? []
  const known: StaffId | null = Number(until) > now() ? staffId(id) : null
  const account = known && (await staffById(db, known))
  return account && account.disabledAt === null && sameText(mark, markOf(c, account)) ? account : null
}
