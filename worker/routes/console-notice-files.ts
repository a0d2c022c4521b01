import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { paths } from '../../web/paths.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { arrangeFiles, attachFile, LARGEST_ATTACHMENT, removeFile, type Upload } from '../actions/attach-file.ts'
import { type AppContext, type AppTypes, Refused, readForm, readMultipart, refusalJson } from '../http.ts'
import { refusalPage } from '../page.tsx'
import { EXTENSIONS, kindOfFile } from '../rules/file-kind.ts'
import { cleanFileName } from '../rules/file-name.ts'
import { moved } from '../rules/notice-desk.ts'
import { cleanPicture } from '../rules/picture.ts'
import type { Refusal } from '../rules/refusal.ts'
import { staffOnly } from '../staff-door.ts'
import { deskNotice } from './console-notices.tsx'
import { attachment } from './files.ts'

/** Files that hang on a notice, and pictures that stand in one. */
export const consoleNoticeFileRoutes = new Hono<AppTypes>()

/** The file and the form around it. */
const UPLOAD_LIMIT = LARGEST_ATTACHMENT + 64 * 1024

/** The one file of a form with one file. */
async function uploadIn(request: Request): Promise<Upload> {
  const form = await readMultipart(request, UPLOAD_LIMIT)
  const files = form.getAll('file')
  const [file] = files
  if (files.length !== 1 || !(file instanceof File) || [...form.keys()].length !== 1)
    throw new Refused({ code: 'body-malformed', where: 'file' })
  if (file.size === 0) throw new Refused({ code: 'file-refused', name: cleanFileName(file.name), why: '文件是空的' })
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

const wantsJson = (c: AppContext): boolean => c.req.header('accept')?.startsWith('application/json') === true

consoleNoticeFileRoutes.post('/staff/notices/:id/files', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const verdict = await attachFile(deps, staff, notice, await uploadIn(c.req.raw))
  const back = `${staffPaths.notice(notice.id)}#files`
  if (!verdict.ok) return refused(c, verdict.refusal, back)
  if (!wantsJson(c)) return c.redirect(back, 303)
  return c.json({ ...verdict.value, revision: (await deskNotice(deps, notice.id)).revision })
})

const refused = (c: AppContext, refusal: Refusal, back: string): Response | Promise<Response> =>
  wantsJson(c) ? refusalJson(c, refusal) : refusalPage(c, refusal, { href: back, text: '返回公告' })

/** Moves an attachment by one place, or removes it. */
consoleNoticeFileRoutes.post('/staff/notices/:id/arrange', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const form = await readForm(c.req.raw)
  const [name, wish] = [form.get('name') ?? '', form.get('do') ?? '']
  const back = `${staffPaths.notice(notice.id)}#files`
  if (wish !== 'remove' && wish !== 'up' && wish !== 'down') throw new Refused({ code: 'body-malformed', where: 'do' })
  const order = moved(notice.attachments, name, wish === 'up' ? -1 : 1).map(one => ({ was: one, name: one }))
  const verdict = wish === 'remove' ? await removeFile(deps, staff, notice, name) : await arrangeFiles(deps, staff, notice, order)
  return verdict.ok ? c.redirect(back, 303) : refused(c, verdict.refusal, back)
})

/** An attachment of a draft, for those who check it. */
consoleNoticeFileRoutes.get('/staff/notices/:id/files/:name', staffOnly('edit-notices'), async c => {
  const notice = await deskNotice(c.var.deps, c.req.param('id'))
  const file = notice.attachments.find(({ name }) => name === c.req.param('name'))
  if (!file) throw new Refused({ code: 'not-found' })
  return attachment(c, file, 'private, no-store')
})

/** A picture for a text: cleaned of all that it says of its maker, and named by its hash. Repeating it changes nothing. */
consoleNoticeFileRoutes.post('/staff/pictures', staffOnly('edit-notices'), async c => {
  const { name, bytes } = await uploadIn(c.req.raw)
  const no = (why: string) => new Refused({ code: 'file-refused', name: cleanFileName(name), why })
  const kind = kindOfFile(bytes)
  if (kind !== 'jpeg' && kind !== 'png' && kind !== 'webp') throw no('不是 JPG、PNG 或 WebP 图片')
  const picture = cleanPicture(bytes)
  if (!picture.ok) throw no(picture.why)
  const hash = createHash('sha256').update(picture.bytes).digest('hex')
  const file = `${hash}.${EXTENSIONS[kind][0]}`
  await c.var.deps.env.FILES.put(`pictures/${file}`, picture.bytes)
  return c.json({ src: paths.picture(file), width: picture.width, height: picture.height })
})
