import { waitUntil } from 'cloudflare:workers'
import type { Config } from './env.ts'

interface Kept {
  readonly at: number
  readonly life: number
  readonly status: number
  readonly headers: Headers
  readonly body: ArrayBuffer
}

const kept = new Map<string, Kept>()
const MOST_BYTES = 24 * 1024 * 1024
const LARGEST = 512 * 1024
let bytes = 0
/** How long a page is better than none, and how long a reader waits for a newer one; in milliseconds. */
const STALE = 24 * 3_600_000
const PATIENCE = 1500

/** What WeChat and others hang on an address that is passed on: it tells of the way here, and no page of ours asks for it. */
const TRAIL = /^(from|isappinstalled|scene|ascene|clicktime|enterid|sessionid|nsukey|spm|utm_[a-z]+)$/

/** The request without what only tells of the way here, so that a link passed on a thousand times is one page and not a thousand. */
function withoutTrail(request: Request): Request {
  const mark = request.url.indexOf('?')
  if (mark < 0) return request
  const parts = request.url.slice(mark + 1).split('&')
  const left = parts.filter(part => !TRAIL.test(part.split('=', 1)[0] as string))
  if (left.length === parts.length) return request
  return new Request(request.url.slice(0, mark) + (left.length > 0 ? `?${left.join('&')}` : ''), request)
}

/**
 * On one machine there is no cache in front of the Worker, so it keeps public pages itself for as long as they say
 * they may be kept, compressed. On Cloudflare the network does both, and this steps aside. Only what a route has
 * opted in (`Cache-Control: public`), without a cookie, ever gets here.
 */
export async function throughCache(
  asked: Request,
  config: Pick<Config, 'home' | 'memoMs'>,
  answer: (request: Request) => Response | Promise<Response>,
): Promise<Response> {
  if (config.home !== 'machine' || config.memoMs === 0 || asked.method !== 'GET') return answer(asked)
  const request = withoutTrail(asked)
  const gzip = request.headers.get('accept-encoding')?.includes('gzip') === true
  const key = `${gzip ? 'z' : ' '}${request.url}`
  const hit = kept.get(key)
  if (hit && Math.abs(Date.now() - hit.at) < hit.life) return respond(hit, request)
  const fresh = async () => {
    const response = await answer(request)
    const life = lifeOf(response)
    if (life === 0) return response
    const held = await hold(response, { gzip, life })
    if (held.body.byteLength <= LARGEST) put(key, held)
    return respond(held, request)
  }
  return hit && Date.now() - hit.at < STALE ? orStale(fresh(), () => respond(hit, request)) : fresh()
}

/**
 * The page as it is now; where the site cannot say in time, as it was (fault F8). A refusal is an answer; only a failure of
 * our own is none.
 */
async function orStale(fresh: Promise<Response>, stale: () => Response): Promise<Response> {
  const soon = fresh.then(
    response => (response.status >= 500 ? stale() : response),
    () => stale(),
  )
  waitUntil(soon)
  return Promise.race([soon, scheduler.wait(PATIENCE).then(stale)])
}

/** Milliseconds this answer may be kept; 0 when it may not. */
function lifeOf({ status, headers }: Response): number {
  const rule = headers.get('cache-control') ?? ''
  const seconds = /^public, max-age=(\d+)/.exec(rule)?.[1]
  if (
    status !== 200 ||
    seconds === undefined ||
    headers.has('set-cookie') ||
    Number(headers.get('content-length') ?? 0) > LARGEST
  )
    return 0
  return Number(seconds) * 1000
}

async function hold(response: Response, { gzip, life }: { gzip: boolean; life: number }): Promise<Kept> {
  const headers = new Headers(response.headers)
  const pack = gzip && isText(headers)
  const body = pack
    ? response.body?.pipeThrough(new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>)
    : response.body
  if (pack) headers.set('content-encoding', 'gzip')
  if (isText(headers)) headers.set('vary', 'accept-encoding')
  return { at: Date.now(), life, status: response.status, headers, body: await new Response(body ?? null).arrayBuffer() }
}

/** Whoever has this answer already is told so; its tag is weak, so how it was packed does not matter. */
function respond({ status, headers, body }: Kept, { headers: asked }: Request): Response {
  const tag = headers.get('etag')
  if (
    !tag ||
    !asked
      .get('if-none-match')
      ?.split(/\s*,\s*/)
      .includes(tag)
  )
    return new Response(body, { status, headers, encodeBody: 'manual' })
  const left = new Headers(headers)
  for (const name of ['content-type', 'content-length', 'content-encoding']) left.delete(name)
  return new Response(null, { status: 304, headers: left })
}

const isText = (headers: Headers): boolean =>
  /^(text\/|application\/([\w.]+\+)?(json|xml)\b)/.test(headers.get('content-type') ?? '')

function put(key: string, held: Kept): void {
  const before = kept.get(key)
  if (before) bytes -= before.body.byteLength
  kept.delete(key)
  kept.set(key, held)
  bytes += held.body.byteLength
  for (const [old, { body }] of kept) {
    if (bytes <= MOST_BYTES) break
    kept.delete(old)
    bytes -= body.byteLength
  }
}

/** After an import readers see what is new at once. */
export function emptyCache(): void {
  kept.clear()
  bytes = 0
}
