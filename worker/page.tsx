import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { StaffMessagePage } from '../web/console/message.tsx'
import { MessagePage } from '../web/pages/message.tsx'
import type { Site } from '../web/parts/layout.tsx'
import type { Way } from '../web/parts/message.ts'
import type { View } from '../web/parts/view.tsx'
import { sayRefusal } from '../web/text/refusals.ts'
import { CACHEABLE } from './headers.ts'
import { type AppContext, titleOf } from './http.ts'
import { originOf } from './origin.ts'
import { retryAfterOf, STATUS } from './refusals.ts'
import type { Refusal } from './rules/refusal.ts'
import type { Staff } from './rules/roles.ts'

/** What every page is told of the site and of this request. */
export function siteOf(c: AppContext): Site {
  const { config, now } = c.var.deps
  return {
    name: config.siteName,
    owner: config.siteOwner,
    origin: originOf(c.req.raw, config),
    path: pathOf(c),
    view: viewOf(c),
    now: now(),
    signs: config.wechat?.ticket != null,
  }
}

/**
 * Where this page can be opened again. A page that answers a form stands under the form's address, which nobody can open:
 * there it is the page the form was on, as far as the browser says.
 */
function pathOf(c: AppContext): string {
  const from = c.req.method === 'GET' ? null : c.req.header('referer')
  const origin = originOf(c.req.raw, c.var.deps.config)
  if (!from?.startsWith(`${origin}/`) || !URL.canParse(from)) return c.req.path
  return new URL(from).pathname
}

function viewOf(c: AppContext): View {
  const size = c.req.query('size')
  return { size: size === 's' || size === 'l' ? size : 'm', elder: c.req.query('view') === 'elder' }
}

/** A whole page as it is sent. */
export const pageText = (page: VNode): string => `<!doctype html>${renderToString(page)}`

/** A page that may hold something of this reader: no cache keeps it. */
export const personalPage = (
  c: AppContext,
  page: VNode,
  status: 200 | 404 | 422 | 409 | 403 | 429 | 503 | 401 = 200,
): Response | Promise<Response> => c.html(pageText(page), status)

/** A page that is the same for everybody. */
export function publicPage(c: AppContext, page: VNode): Response | Promise<Response> {
  c.header('Cache-Control', CACHEABLE)
  return c.html(pageText(page))
}

/** A page that shows nothing but a refusal, with the way on. */
export function refusalPage(c: AppContext, refusal: Refusal, ...ways: readonly Way[]): Response | Promise<Response> {
  const retryAfter = retryAfterOf(refusal)
  if (retryAfter !== null) c.header('Retry-After', String(retryAfter))
  const message = sayRefusal(refusal, c.var.deps.now())
  const reference = refusal.code === 'fault' ? { reference: refusal.reference } : {}
  const said = { site: siteOf(c), title: titleOf(refusal), message, ...reference }
  const staff = staffOf(c)
  const page = staff ? (
    <StaffMessagePage {...said} staff={staff} ways={[...ways, ...cameFrom(c, said.site)]} />
  ) : (
    <MessagePage {...said} ways={ways} />
  )
  return c.html(pageText(page), STATUS[refusal.code])
}

/** Whom the door of a staff route has let in; no other route has staff, whatever the type says. */
const staffOf = (c: AppContext): Staff | undefined => (c.var as Partial<AppContext['var']>).staff

/** A form that was refused goes back to the page it was on, where the browser tells which. */
const cameFrom = (c: AppContext, { path }: Site): readonly Way[] =>
  c.req.method !== 'GET' && path !== c.req.path ? [{ href: path, text: '返回上一页' }] : []
