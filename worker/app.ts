import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { packed } from './compress.ts'
import { liveDeps } from './deps.ts'
import { ConfigError, type Env } from './env.ts'
import { secure } from './headers.ts'
import { type AppContext, type AppTypes, Refused, refusalJson } from './http.ts'
import { addressOf, mayGoOn } from './origin.ts'
import { refusalPage } from './page.tsx'
import { throughCache } from './page-cache.ts'
import { apiRoutes } from './routes/api.ts'
import { consoleRoutes } from './routes/console.tsx'
import { consoleNomineeDataRoutes } from './routes/console-nominee-data.ts'
import { consoleNomineeRoutes } from './routes/console-nominees.tsx'
import { consoleTallyRoutes } from './routes/console-tally.tsx'
import { fileRoutes } from './routes/files.ts'
import { operatorRoutes } from './routes/operator.ts'
import { publicRoutes } from './routes/public.tsx'
import { staffSignInRoutes } from './routes/staff-sign-in.tsx'
import { voteRoutes } from './routes/vote.tsx'
import type { Refusal } from './rules/refusal.ts'
import type { Instant } from './rules/time.ts'

/** The whole site. `now` is its clock; `more` are routes that only some homes have. */
export function createApp(now: () => Instant, more: readonly Hono<AppTypes>[] = []) {
  const app = new Hono<AppTypes>()
  app.use(async (c, next) => {
    const deps = liveDeps(c.env, now)
    c.set('deps', deps)
    const stopped = (await shed(c as AppContext)) ?? fromElsewhere(c as AppContext)
    if (stopped) c.res = await refusal(c as AppContext, stopped)
    else await next()
    secure(c.res.headers, deps.config)
    packed(c.req.raw, c.res, deps.config)
  })
  for (const routes of [
    ...more,
    apiRoutes,
    voteRoutes,
    publicRoutes,
    fileRoutes,
    staffSignInRoutes,
    consoleRoutes,
    consoleTallyRoutes,
    consoleNomineeDataRoutes,
    consoleNomineeRoutes,
    operatorRoutes,
  ])
    app.route('/', routes)
  app.notFound(c => refusal(c as AppContext, unknownPath(app, c as AppContext)))
  app.onError((error, c) => onError(error, c as AppContext))
  return {
    app,
    async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
      try {
        return await throughCache(request, liveDeps(env, now).config, () => app.fetch(request, env, ctx))
      } catch (error) {
        return broken(error)
      }
    },
  }
}

/** Sheds a flood from one address before anything is read, where the platform offers it. It only spares work. */
async function shed(c: AppContext): Promise<Refusal | null> {
  const { env, config } = c.var.deps
  if (!env.SHED || c.req.method !== 'POST') return null
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
  const reference = crypto.randomUUID().slice(0, 8)
  console.error(
    JSON.stringify({
      event: 'fault',
      reference,
      route: routePath(c),
      error: String(error),
      stack: error instanceof Error ? error.stack : undefined,
    }),
  )
  return refusal(c, { code: 'fault', reference })
}

/** Before the app stands, or when it cannot: one plain sentence, and for the operator the reason in the log. */
function broken(error: unknown): Response {
  console.error(JSON.stringify({ event: error instanceof ConfigError ? 'misconfigured' : 'fault', error: String(error) }))
  const text = error instanceof ConfigError ? '站点的设置还不完整，请联系管理员。' : '服务暂时不可用，请稍后再试。'
  return new Response(text, {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '60' },
  })
}
