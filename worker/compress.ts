import type { MiddlewareHandler } from 'hono'
import type { AppTypes } from './http.ts'

/** Personal pages on one machine: the runtime packs what says it is gzip. Kept pages are packed once, in page-cache.ts. */
export const compress: MiddlewareHandler<AppTypes> = async (c, next) => {
  await next()
  const { config } = c.var.deps
  const { headers } = c.res
  if (!config.compress || !c.res.body || headers.get('cache-control')?.startsWith('public')) return
  if (!/^(text\/|application\/json)/.test(headers.get('content-type') ?? '')) return
  if (!c.req.header('accept-encoding')?.includes('gzip')) return
  headers.set('content-encoding', 'gzip')
  headers.append('vary', 'accept-encoding')
}
