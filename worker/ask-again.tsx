import { ProvePage } from '../web/console/prove-page.tsx'
import { staffPaths } from '../web/staff-paths.ts'
import { type AppContext, readForm, refusalJson, typeOf } from './http.ts'
import { originOf } from './origin.ts'
import { personalPage, refusalPage, siteOf } from './page.tsx'
import { proofWays } from './proof-ways.ts'
import type { Presence } from './staff-session.ts'

/** Largest form that is carried past the question, in bytes: no form of the console without files is larger. */
export const CARRY_LIMIT = 256 * 1024

/** The address of this site that a request was for, with its query. */
const pathOf = (c: AppContext): string => c.req.raw.url.slice(c.req.raw.url.indexOf('/', 'https://'.length))

/**
 * Asks somebody who is signed in to prove again who they are. A page is asked for again afterwards; a form is carried
 * through with everything that was typed; a script and a form with files are told, since only their page can send again.
 */
export async function askAgain(c: AppContext, presence: Presence): Promise<Response> {
  const machine = c.req.header('accept')?.startsWith('application/json') || typeOf(c.req.raw) === 'application/json'
  if (machine) return refusalJson(c, { code: 'proof-needed', prove: staffPaths.prove() })
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return c.redirect(staffPaths.prove(pathOf(c)), 303)
  if (typeOf(c.req.raw) !== 'application/x-www-form-urlencoded') {
    const prove = staffPaths.prove()
    return refusalPage(c, { code: 'proof-needed', prove }, { href: prove, text: '去验证' })
  }
  const carry = (await readForm(c.req.raw, CARRY_LIMIT)).toString()
  const { deps, staff } = c.var
  const ways = await proofWays(deps, presence, originOf(c.req.raw, deps.config))
  const page = { site: siteOf(c), staff, ways, next: pathOf(c), carry, refusal: null, now: deps.now() }
  return personalPage(c, <ProvePage {...page} />, 401)
}

/** A place of the console to go on to, from what a request says; anything else is the console's first page. */
export function safeNext(text: string | null | undefined): string {
  const url = text?.startsWith('/staff') ? URL.parse(text, 'https://site.invalid') : null
  const inside = url?.origin === 'https://site.invalid' && /^\/staff(\/|$)/.test(url.pathname)
  return url && inside ? url.pathname + url.search : staffPaths.home()
}
