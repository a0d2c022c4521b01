import type { Config } from './env.ts'

/**
 * Personal pages on one machine: the runtime packs what says it is gzip. Pages that may be kept are packed once, in
 * page-cache.ts; on Cloudflare the edge does both. Small answers are left alone: packing them costs more than it saves.
 */
export function packed({ headers: asked }: Request, { headers }: Response, config: Pick<Config, 'compress'>): void {
  if (!config.compress || !headers.get('content-type')?.startsWith('text/html')) return
  if (headers.get('cache-control')?.startsWith('public') || !asked.get('accept-encoding')?.includes('gzip')) return
  headers.set('content-encoding', 'gzip')
  headers.append('vary', 'accept-encoding')
}
