import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { paths } from '../web/paths.ts'
import { packed } from './compress.ts'
import { liveDeps } from './deps.ts'
import { ConfigError, type Env } from './env.ts'
import { secure } from './headers.ts'
import { type AppContext, type AppTypes, Refused, refusalJson } from './http.ts'
import { logLine } from './log-line.ts'
import { addressOf, mayGoOn } from './origin.ts'
import { refusalPage } from './page.tsx'
import { throughCache } from './page-cache.ts'
import { KnowingRouter } from './router.ts'
import { operatorRoutes } from './routes/operator.ts'
import { operatorArchiveRoutes } from './routes/operator-archive.ts'
import { operatorLogsRoutes } from './routes/operator-logs.ts'
import { SITE_ROUTES } from './routes/site.ts'
import { STAFF_ROUTES } from './routes/staff.ts'
import type { Refusal } from './rules/refusal.ts'
import type { Instant } from './rules/time.ts'
import { schemaReady } from './schema-ready.ts'
import { indexAllDue } from './search-index.ts'
import { isStorageAway } from './storage-away.ts'

/** What only some homes have: routes of their own, and accounts that need no second factor. */
export interface Extras {
  readonly routes?: readonly Hono<AppTypes>[]
  readonly waivers?: boolean
}

const OPERATOR_ROUTES = [operatorRoutes, operatorArchiveRoutes, operatorLogsRoutes]

/** The whole site. `now` is its clock. */
export function createApp(now: () => Instant, { routes: more = [], waivers = false }: Extras = {}) {
  const app = new Hono<AppTypes>({ router: new KnowingRouter() })
  app.use(async (c, next) => {
    const deps = liveDeps(c.env, { now, waivers })
    c.set('deps', deps)
    const stopped = (await shed(c as AppContext)) ?? fromElsewhere(c as AppContext)
    if (stopped) c.res = await refusal(c as AppContext, stopped)
    else await next()
    keepSearchable(c as AppContext)
    secure(c.res.headers, deps.config, c.req.path)
    packed(c.req.raw, c.res, deps.config)
  })
  for (const routes of [...more, ...SITE_ROUTES, ...STAFF_ROUTES, ...OPERATOR_ROUTES]) app.route('/', routes)
  app.notFound(c => refusal(c as AppContext, unknownPath(app, c as AppContext)))
  app.onError((error, c) => onError(error, c as AppContext))
  let ready = false
  return {
    app,
    async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
      try {
        ready ||= await schemaReady(env)
        if (!ready) return unavailable('站点正在准备数据，请稍等几秒，页面会自动重新打开。', { 'retry-after': '3', refresh: '3' })
        return await throughCache(request, liveDeps(env, { now, waivers }).config, asked => app.fetch(asked, env, ctx))
      } catch (error) {
        return broken(error)
      }
    },
  }
}

/** What staff or the operator may have written is read into the search index once they have their answer. */
function keepSearchable(c: AppContext): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || !/^\/(staff|operator)\//.test(c.req.path) || c.res.status >= 400)
    return
  const tell = (error: unknown) => logLine('search-not-indexed', { error: String(error) })
  c.executionCtx.waitUntil(indexAllDue(c.var.deps).catch(tell))
}

/**
 * Sheds a flood from one address before anything is read, where the platform offers it. It only spares work: that of what
 * is sent, of challenges, and of searches, of which no cache can know the next.
 */
async function shed(c: AppContext): Promise<Refusal | null> {
  const { env, config } = c.var.deps
  if (!env.SHED || (c.req.method !== 'POST' && c.req.path !== paths.search() && !c.req.path.endsWith('/challenge'))) return null
  const { success } = await env.SHED.limit({ key: addressOf(c.req.raw, config) ?? 'unknown' })
  return success ? null : { code: 'slow-down', retryAfter: 10 }
}

/** The operator's key is in a header that no page of another site can send, so there the origin says nothing. */
function fromElsewhere(c: AppContext): Refusal | null {
  return mayGoOn(c.req.raw, c.var.deps.config) || c.req.path.startsWith('/operator/') ? null : { code: 'cross-site' }
}

/** A refusal in the form the caller reads: JSON for the API and the operator, a page for everybody else. */
function refusal(c: AppContext, refused: Refusal): Response | Promise<Response> {
  const machine = /^\/(api|operator)\//.test(c.req.path) || c.req.header('accept')?.startsWith('application/json')
  return machine ? refusalJson(c, refused) : refusalPage(c, refused)
}

/** 405 when the address exists for another method, else 404. */
function unknownPath(app: Hono<AppTypes>, c: AppContext): Refusal {
  const methods = ['GET', 'POST', 'PUT'].filter(method =>
    app.router.match(method, c.req.path)[0].some(([[, route]]) => route.path !== '/*' && route.path !== '/operator/*'),
  )
  if (methods.length === 0 || methods.includes(c.req.method)) return { code: 'not-found' }
  c.header('Allow', methods.join(', '))
  return { code: 'method-not-allowed' }
}

function onError(error: unknown, c: AppContext): Response | Promise<Response> {
  if (error instanceof Refused) return refusal(c, error.refusal)
  if (isStorageAway(error)) {
    logLine('storage-away', { route: routePath(c), error: String(error), cause: String((error as Error).cause ?? '') })
    return refusal(c, { code: 'storage-away', retryAfter: 30 })
  }
  const reference = crypto.randomUUID().slice(0, 8)
  const stack = error instanceof Error ? error.stack : undefined
  logLine('fault', { reference, route: routePath(c), error: String(error), stack })
  return refusal(c, { code: 'fault', reference })
}

/** Before the app stands, or when it cannot: one plain sentence, and for the operator the reason in the log. */
function broken(error: unknown): Response {
  logLine(error instanceof ConfigError ? 'misconfigured' : 'fault', { error: String(error) })
  const text = error instanceof ConfigError ? '站点的设置还不完整，请联系管理员。' : '服务暂时不可用，请稍后再试。'
  return unavailable(text, { 'retry-after': '60' })
}

const unavailable = (text: string, more: Readonly<Record<string, string>>): Response =>
  new Response(text, {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more },
  })
