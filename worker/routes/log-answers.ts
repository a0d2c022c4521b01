import { CACHEABLE, IMMUTABLE } from '../headers.ts'
import { type AppContext, Refused } from '../http.ts'

// Files of logs as they are sent: the same for ballots and for likes.

export const TEXT = 'text/plain; charset=utf-8'
/** A head is new every few seconds. */
export const HEAD_CACHE = 'public, max-age=3'

export function text(c: AppContext, body: string | null, cache: string): Response {
  if (body === null) throw new Refused({ code: 'not-found' })
  return c.body(body, 200, { 'content-type': TEXT, 'cache-control': cache })
}

/** One size a line; null when there is none. */
export const sizesText = (sizes: readonly number[]): string | null => (sizes.length > 0 ? `${sizes.join('\n')}\n` : null)

export function tileAnswer(c: AppContext, bytes: Uint8Array | null): Response {
  if (!bytes) throw new Refused({ code: 'not-found' })
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'content-type': 'application/octet-stream', 'cache-control': IMMUTABLE })
}

export const json = (c: AppContext, body: string): Response =>
  c.body(body, 200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': CACHEABLE })

export const zipAnswer = (c: AppContext, name: string, bytes: ReadableStream<Uint8Array>): Response =>
  c.body(bytes, 200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  })
