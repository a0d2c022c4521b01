import type { Context } from 'hono'
import { sayRefusal, TITLE } from '../web/text/refusals.ts'
import type { Deps } from './deps.ts'
import type { Env } from './env.ts'
import { retryAfterOf, STATUS } from './refusals.ts'
import type { Refusal } from './rules/refusal.ts'
import type { Staff } from './rules/roles.ts'
import type { Presence } from './staff-session.ts'

/** What every handler finds in its context. */
export interface AppTypes {
  Bindings: Env
  Variables: {
    readonly deps: Deps
    /** Who is signed in as staff; set by the staff routes. */
    staff: Staff
    /** How they are signed in, set with it. */
    presence: Presence
  }
}

export type AppContext = Context<AppTypes>

/** The refusal as JSON: its code, one sentence for people, and what the code carries. */
export function refusalJson(c: AppContext, refusal: Refusal): Response {
  const retryAfter = retryAfterOf(refusal)
  if (retryAfter !== null) c.header('Retry-After', String(retryAfter))
  return c.json({ ...refusal, message: sayRefusal(refusal, c.var.deps.now()) }, STATUS[refusal.code])
}

/** Thrown by the request parsers below and answered by the app: the request itself is not acceptable. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

export const titleOf = (refusal: Refusal): string => TITLE[refusal.code] ?? '没有完成'

/** Largest body a public route reads, in bytes. */
export const BODY_LIMIT = 64 * 1024

const tooLarge = (limit: number): Refused => new Refused({ code: 'body-too-large', limit })

/** Whether the body says that it fits. The runtime holds a body to its announced length, so this word can be trusted. */
function announcedFit(request: Request, limit: number): boolean {
  const announced = request.headers.get('content-length')
  if (announced === null) return request.body === null
  if (Number(announced) > limit) throw tooLarge(limit)
  return true
}

/** The body as bytes: refused before it is read when it says it is too large, else counted as it comes. */
export async function readBody(request: Request, limit = BODY_LIMIT): Promise<Uint8Array> {
  if (announcedFit(request, limit)) return new Uint8Array(await request.arrayBuffer())
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** What was not UTF-8 has become this sign; no one types it. */
function wellFormed(text: string): string {
  if (text.includes('\uFFFD')) throw new Refused({ code: 'body-malformed', where: 'UTF-8' })
  return text
}

export const typeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** A JSON body; anything that is not JSON in UTF-8 under the right content type is refused. */
export async function readJson(request: Request, limit = BODY_LIMIT): Promise<unknown> {
  if (typeOf(request) !== 'application/json') throw new Refused({ code: 'wrong-content-type' })
  const text = wellFormed(
    announcedFit(request, limit) ? await request.text() : new TextDecoder().decode(await readBody(request, limit)),
  )
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refused({ code: 'body-malformed', where: 'JSON' })
  }
}

/** A form with files. Held to `limit` bytes as a whole before anything is parsed. */
export async function readMultipart(request: Request, limit: number): Promise<FormData> {
  if (typeOf(request) !== 'multipart/form-data') throw new Refused({ code: 'wrong-content-type' })
  try {
    // What says that it fits is parsed as it comes; large files need not stand in memory twice.
    if (announcedFit(request, limit)) return await request.formData()
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused({ code: 'body-malformed', where: 'multipart' })
  }
  const bytes = await readBody(request, limit)
  try {
    return await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
    }).formData()
  } catch {
    throw new Refused({ code: 'body-malformed', where: 'multipart' })
  }
}

/** A form body as a browser without script sends it. */
export async function readForm(request: Request, limit = BODY_LIMIT): Promise<URLSearchParams> {
  if (typeOf(request) !== 'application/x-www-form-urlencoded') throw new Refused({ code: 'wrong-content-type' })
  return new URLSearchParams(wellFormed(new TextDecoder().decode(await readBody(request, limit))))
}
