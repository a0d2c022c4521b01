import { Hono } from 'hono'
import { type ObjectionFile, objectionById, objectionList } from '../../db/objections.ts'
import { publicityOf } from '../../db/publicity.ts'
import { ObjectionDetailPage, type ObjectionPageProps } from '../../web/console/objection.tsx'
import { ObjectionsPage } from '../../web/console/objections.tsx'
import type { OpenedPaper } from '../../web/console/papers.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { moveObjection } from '../actions/move-objection.ts'
import { noteObjection } from '../actions/note-objection.ts'
import { type OpenPaper, revealFile, revealObjection } from '../actions/reveal-objection.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { calendarNow } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import { type ObjectionId, objectionId } from '../rules/ids.ts'
import { deadlineOf, OBJECTION_STATES } from '../rules/objection.ts'
import type { Refusal } from '../rules/refusal.ts'
import { UUID } from '../rules/uuid.ts'
import { staffOnly } from '../staff-door.ts'

/** The inbox of objections. Lists and states come without content; content comes only in answer to a reason. */
export const consoleObjectionRoutes = new Hono<AppTypes>()

const MOST_LINES = 500

consoleObjectionRoutes.get('/staff/objections', staffOnly('read-objections'), async c => {
  const { deps, staff } = c.var
  const state = OBJECTION_STATES.find(one => one === c.req.query('state')) ?? null
  const [list, calendar] = await Promise.all([objectionList(deps.db, { state, limit: MOST_LINES }), calendarNow(deps)])
  const lines = list.map(one => ({ ...one, deadline: deadlineOf(one, calendar) }))
  return personalPage(c, <ObjectionsPage site={siteOf(c)} staff={staff} state={state} lines={lines} now={deps.now()} />)
})

function idIn(c: AppContext): ObjectionId {
  const id = objectionId(c.req.param('objection') ?? '')
  if (!id) throw new Refused({ code: 'not-found' })
  return id
}

async function objectionIn(c: AppContext): Promise<ObjectionFile> {
  const objection = await objectionById(c.var.deps.db, idIn(c))
  if (!objection) throw new Refused({ code: 'not-found' })
  return objection
}

consoleObjectionRoutes.get('/staff/objections/:objection', staffOnly('read-objections'), async c => show(c, {}))

interface Shown {
  readonly refusal?: Refusal
  readonly typed?: Readonly<Record<string, string>>
  readonly opened?: ObjectionPageProps['opened']
}

async function show(c: AppContext, { refusal, typed = {}, opened = null }: Shown): Promise<Response> {
  const { deps, staff } = c.var
  const objection = await objectionIn(c)
  const page = (
    <ObjectionDetailPage
      site={siteOf(c)}
      staff={staff}
      objection={objection}
      deadline={deadlineOf(objection, await calendarNow(deps))}
      opened={opened}
      idempotencyKey={crypto.randomUUID()}
      refusal={refusal ?? null}
      typed={typed}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 422) : 200)
}

const text = (form: URLSearchParams, name: string, most: number): string =>
  (form.get(name) ?? '').replaceAll('\r\n', '\n').trim().slice(0, most)

const back = (c: AppContext) => c.redirect(staffPaths.objection(idIn(c)), 303)

consoleObjectionRoutes.post('/staff/objections/:objection/move', staffOnly('answer-objections'), async c => {
  const { deps, staff } = c.var
  const id = idIn(c)
  const form = await readForm(c.req.raw)
  const [to, words] = [text(form, 'to', 20), text(form, 'words', 6000)]
  const revision = Number(text(form, 'revision', 9))
  if (!Number.isInteger(revision) || revision < 1) throw new Refused({ code: 'body-malformed', where: 'revision' })
  const verdict = await moveObjection(deps, staff, { id, to, revision, words })
  return verdict.ok ? back(c) : show(c, { refusal: verdict.refusal, typed: { to, words } })
})

consoleObjectionRoutes.post('/staff/objections/:objection/note', staffOnly('answer-objections'), async c => {
  const { deps, staff } = c.var
  const id = idIn(c)
  const form = await readForm(c.req.raw)
  const [key, note] = [text(form, 'key', 40), text(form, 'note', 6000)]
  if (!UUID.test(key)) throw new Refused({ code: 'body-malformed', where: 'key' })
  const verdict = await noteObjection(deps, staff, { id, key, text: note })
  return verdict.ok ? back(c) : show(c, { refusal: verdict.refusal, typed: { note } })
})

consoleObjectionRoutes.post('/staff/objections/:objection/content', staffOnly('reveal-private'), async c => {
  const { deps, staff } = c.var
  const id = idIn(c)
  const reason = text(await readForm(c.req.raw), 'reason', 200)
  const verdict = await revealObjection(deps, staff, { id, reason })
  if (!verdict.ok) return show(c, { refusal: verdict.refusal, typed: { reason } })
  const listed = await publicityOf(deps.db, verdict.value.objection.notice)
  const nameOf = new Map(listed.nominees.map(({ number, name, unit }) => [number, `${name}（${unit}）`]))
  const papers = verdict.value.papers.map(paper => opened(paper, nameOf))
  return show(c, { opened: { papers, reason } })
})

const opened = ({ about, ...paper }: OpenPaper, nameOf: ReadonlyMap<number, string>): OpenedPaper => ({
  ...paper,
  ...(about == null ? {} : { about: nameOf.get(about) ?? `${about} 号` }),
})

/** A file of an objection always leaves as a download: what strangers sent is not shown within this site. */
consoleObjectionRoutes.post('/staff/objections/:objection/file', staffOnly('reveal-private'), async c => {
  const { deps, staff } = c.var
  const id = idIn(c)
  const form = await readForm(c.req.raw)
  const [object, reason] = [text(form, 'object', 80), text(form, 'reason', 200)]
  const verdict = await revealFile(deps, staff, { id, reason, object })
  if (!verdict.ok) return show(c, { refusal: verdict.refusal, typed: { reason } })
  const { name, mediaType, bytes } = verdict.value
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    'content-type': mediaType,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
  })
})
