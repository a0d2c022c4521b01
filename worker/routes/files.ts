import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { photoOf } from '../../db/nominees.ts'
import { attachmentByName } from '../../db/notices.ts'
import { evidenceAt } from '../../db/publicity.ts'
import { CACHEABLE, IMMUTABLE } from '../headers.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { logLine } from '../log-line.ts'
import { remembered } from '../memo.ts'
import { noticeText } from '../notice-text.ts'
import { viewsOf } from '../objects/names.ts'
import { isSecure } from '../origin.ts'
import { campaignAt } from '../reads.ts'
import { MEDIA_TYPE } from '../rules/file-kind.ts'
import type { StoredAttachment } from '../rules/notice-desk.ts'
import { readableNotice } from './public.tsx'

/** Pictures, attachments, built assets, and the picture that counts an opened notice. */
export const fileRoutes = new Hono<AppTypes>()

fileRoutes.get('/c/:slug/photos/:size{s|l}/:number{[0-9]{1,6}}', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const number = Number(c.req.param('number'))
  const hash = await remembered(`photo:${campaign.id}:${campaign.version}:${number}`, deps.config.memoMs * 20, () =>
    photoOf(deps.db, campaign.id, number),
  )
  if (!hash) throw new Refused({ code: 'not-found' })
  return stored(c, `photos/${hash}-${c.req.param('size')}`, { 'content-type': 'image/jpeg', 'cache-control': IMMUTABLE })
})

fileRoutes.get('/notices/:notice/files/:name', async c => {
  const { deps } = c.var
  const { notice, state } = await readableNotice(deps, c.req.param('notice'))
  // What was withdrawn is withdrawn with its files; only the page with the reason stays.
  if (state.state === 'withdrawn') throw new Refused({ code: 'not-found' })
  const file = await attachmentByName(deps.db, notice.id, c.req.param('name'))
  if (!file) throw new Refused({ code: 'not-found' })
  return attachment(c, file, 'public, max-age=300')
})

/** The text of a notice in the one spelling of which the log of its campaign holds the hash, where it is a correction. */
fileRoutes.get('/notices/:notice/text', async c => {
  const { notice, state } = await readableNotice(c.var.deps, c.req.param('notice'))
  if (state.state === 'withdrawn') throw new Refused({ code: 'not-found' })
  return c.body(noticeText(notice), 200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': CACHEABLE })
})

/** A file to be kept, never a page: whatever is in it, no browser shows it under our name (T20). */
export function attachment(c: AppContext, { name, mediaType, object }: StoredAttachment, caching: string): Promise<Response> {
  return stored(c, object, {
    'content-type': mediaType,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': caching,
    'content-security-policy': INERT,
    'x-content-type-options': 'nosniff',
  })
}

const INERT = "default-src 'none'; sandbox"

/** A picture that stands in a notice; its name is the hash of its bytes. */
fileRoutes.get('/pictures/:name{[0-9a-f]{64}\\.(jpg|png|webp)}', c => {
  const name = c.req.param('name')
  const kind = ({ jpg: 'jpeg', png: 'png', webp: 'webp' } as const)[name.slice(65) as 'jpg' | 'png' | 'webp']
  return stored(c, `pictures/${name}`, {
    'content-type': MEDIA_TYPE[kind],
    'cache-control': IMMUTABLE,
    'content-security-policy': INERT,
    'x-content-type-options': 'nosniff',
  })
})

/** Photographs and papers of a posting elsewhere, shown in the browser where it can. */
fileRoutes.get('/notices/:notice/evidence/:level{[0-9]{1,3}}/:position{[0-9]{1,3}}', async c => {
  const { deps } = c.var
  const { notice, state } = await readableNotice(deps, c.req.param('notice'))
  if (state.state === 'withdrawn') throw new Refused({ code: 'not-found' })
  const { level, position } = c.req.param()
  const file = await evidenceAt(deps.db, { notice: notice.id, level: Number(level), position: Number(position) })
  if (!file) throw new Refused({ code: 'not-found' })
  const how = file.mediaType.startsWith('image/') ? 'inline' : 'attachment'
  return stored(c, file.object, {
    'content-type': file.mediaType,
    'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'cache-control': 'public, max-age=300',
    'content-security-policy': "default-src 'none'; sandbox",
  })
})

async function stored(c: AppContext, key: string, headers: Record<string, string>): Promise<Response> {
  const object = await c.var.deps.env.FILES.get(key)
  if (!object) throw new Refused({ code: 'not-found' })
  return new Response(object.body, { headers: { ...headers, 'content-length': String(object.size), etag: object.httpEtag } })
}

/** Half an hour in which the same device opening the same notice again is one reader. */
const SEEN_FOR = 1800
const PIXEL = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), sign => sign.charCodeAt(0))

fileRoutes.get('/notices/:notice/opened.gif', async c => {
  const { notice } = await readableNotice(c.var.deps, c.req.param('notice'))
  const seen = `seen-${notice.id}`
  if (!getCookie(c, seen)) {
    // A count that could not be taken is no reason to show a broken page.
    await viewsOf(c.var.deps.env)
      .opened(notice.id)
      .catch((error: unknown) => logLine('view-not-counted', { error: String(error) }))
    setCookie(c, seen, '1', {
      path: `/notices/${notice.id}`,
      maxAge: SEEN_FOR,
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure(c.req.raw, c.var.deps.config),
    })
  }
  return c.body(PIXEL, 200, { 'content-type': 'image/gif' })
})

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml', png: 'image/png' }

/** On Cloudflare the network answers these before the Worker is asked. */
fileRoutes.get('/assets/:name{[A-Za-z0-9_-]+\\.(js|svg|png)}', async c => {
  const name = c.req.param('name')
  const found = await c.var.deps.env.ASSETS.fetch(`https://assets/assets/${name}`)
  if (!found.ok) throw new Refused({ code: 'not-found' })
  return new Response(found.body, {
    headers: { 'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', 'cache-control': IMMUTABLE },
  })
})
