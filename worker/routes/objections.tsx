import { Hono } from 'hono'
import * as v from 'valibot'
import { publicityOf } from '../../db/publicity.ts'
import { FiledPage, ObjectionPage } from '../../web/pages/objection.tsx'
import { TrackedPage, TrackingPage } from '../../web/pages/tracking.tsx'
import { paths } from '../../web/paths.ts'
import type { CheckProof } from '../actions/check-human.ts'
import { fileObjection } from '../actions/file-objection.ts'
import { supplementObjection, type Tracked, trackObjection } from '../actions/track-objection.ts'
import { pow } from '../adapters/pow.ts'
import { question } from '../adapters/question.ts'
import { type AppContext, type AppTypes, Refused, readForm, readMultipart, refusalJson } from '../http.ts'
import { gateFor } from '../objects/names.ts'
import { addressOf, originOf } from '../origin.ts'
import { personalPage, refusalPage, siteOf } from '../page.tsx'
import { anyCampaignAt, calendarNow } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { NoticeFile, PublicityPeriod } from '../rules/notice.ts'
import { deadlineOf, FILE_BYTES, FILES_MOST, type ObjectionDraft } from '../rules/objection.ts'
import { type ListedNominee, objectionsUntil } from '../rules/publicity.ts'
import type { Refusal } from '../rules/refusal.ts'
import { UUID } from '../rules/uuid.ts'
import { Proof } from './api-shapes.ts'
import { readableNotice } from './public.tsx'

/** Objections as their authors meet them: the form, the code, and what became of it. Nothing here is kept by a cache. */
export const objectionRoutes = new Hono<AppTypes>()

/** The files and the words around them. */
const FORM_LIMIT = FILES_MOST * FILE_BYTES + 256 * 1024

interface OpenNotice {
  readonly notice: NoticeFile & { readonly period: PublicityPeriod }
  readonly campaign: CampaignId | null
  readonly listed: readonly ListedNominee[]
}

/** A public notice that the reader may see; whether it can still be objected to is asked later. */
async function publicityAt(c: AppContext): Promise<OpenNotice> {
  const { deps } = c.var
  const { notice, state } = await readableNotice(deps, c.req.param('notice') ?? '')
  const { period } = notice
  if (notice.kind !== 'publicity' || period === null || state.state !== 'published') throw new Refused({ code: 'not-found' })
  const campaign = notice.campaign ? (await anyCampaignAt(deps, notice.campaign.slug)).id : null
  return { notice: { ...notice, period }, campaign, listed: (await publicityOf(deps.db, notice.id)).nominees }
}

/** Why nobody can object any more; null while everybody can. */
function closedNotice(c: AppContext, { notice }: OpenNotice): Refusal | null {
  const until = objectionsUntil(notice.period)
  const now = c.var.deps.now()
  return notice.conclusion !== null || now >= until ? { code: 'objections-closed', closed: until < now ? until : now } : null
}

const back = ({ notice }: OpenNotice) => ({ href: paths.notice(notice.id), text: '返回公示' })

const EMPTY: ObjectionDraft = { about: null, named: true, name: '', contact: '', facts: '' }

objectionRoutes.get('/notices/:notice/objection', async c => {
  const open = await publicityAt(c)
  const closed = closedNotice(c, open)
  if (closed) return refusalPage(c, closed, back(open))
  const about = open.listed.find(({ number }) => String(number) === c.req.query('about'))?.number ?? null
  return showForm(c, open, { draft: { ...EMPTY, about }, key: crypto.randomUUID(), refusal: null })
})

async function showForm(
  c: AppContext,
  { notice, campaign, listed }: OpenNotice,
  { draft, key, refusal }: { draft: ObjectionDraft; key: string; refusal: Refusal | null },
): Promise<Response> {
  const { deps } = c.var
  const scope = { campaign: campaign ?? notice.id, purpose: 'objection', holder: key } as const
  const page = (
    <ObjectionPage
      site={siteOf(c)}
      notice={notice}
      listed={listed}
      draft={draft}
      idempotencyKey={key}
      question={await question.issue(deps, scope)}
      refusal={refusal}
      until={objectionsUntil(notice.period)}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? statusOf(c, refusal) : 200)
}

/** Sets Retry-After where coming back later helps. */
function statusOf(c: AppContext, refusal: Refusal): 422 {
  const retryAfter = retryAfterOf(refusal)
  if (retryAfter !== null) c.header('Retry-After', String(retryAfter))
  return STATUS[refusal.code] as 422
}

/**
 * What the island works out instead of the sum. A proof is bound to the key of the form, not to a device: whoever objects
 * is given no cookie, and a proof used twice buys the same objection.
 */
objectionRoutes.get('/notices/:notice/objection/challenge/:key', async c => {
  const { deps } = c.var
  const { notice, campaign } = await publicityAt(c)
  const key = c.req.param('key')
  if (!UUID.test(key)) throw new Refused({ code: 'not-found' })
  const address = addressOf(c.req.raw, deps.config)
  const knock = await gateFor(deps.env, address).knock('challenge', address)
  if (!knock.ok) return refusalJson(c, knock.refusal)
  const scope = { campaign: campaign ?? notice.id, purpose: 'objection', holder: key } as const
  return c.json({ kind: 'pow', pow: await pow.issue(deps, scope) })
})

objectionRoutes.post('/notices/:notice/objection', async c => {
  const { deps } = c.var
  const open = await publicityAt(c)
  const form = await readMultipart(c.req.raw, FORM_LIMIT)
  const key = text(form, 'key', 40)
  if (!UUID.test(key)) throw new Refused({ code: 'body-malformed', where: 'key' })
  const draft = draftIn(form)
  const verdict = await fileObjection(
    deps,
    { ...open, listed: open.listed.map(({ number }) => number), draft, key, files: filesIn(form) },
    {
      address: addressOf(c.req.raw, deps.config),
      origin: originOf(c.req.raw, deps.config),
      proof: proofIn(form),
    },
  )
  if (verdict.ok) return personalPage(c, <FiledPage site={siteOf(c)} notice={open.notice} {...verdict.value} />)
  if (verdict.refusal.code === 'objections-closed') return refusalPage(c, verdict.refusal, back(open))
  return showForm(c, open, { draft, key, refusal: verdict.refusal })
})

/** A field as somebody typed it, without blanks around it and without signs that no keyboard makes. */
const text = (form: FormData, name: string, most: number): string => {
  const value = form.get(name)
  return typeof value === 'string'
    ? value
        .slice(0, most * 2)
        .replaceAll('\r\n', '\n')
        .trim()
        .slice(0, most)
    : ''
}

const filesIn = (form: FormData): readonly File[] => form.getAll('files').filter(value => value instanceof File)

function draftIn(form: FormData): ObjectionDraft {
  const about = text(form, 'about', 8)
  const named = text(form, 'named', 1) !== '0'
  return {
    // A number that is nobody's, for rubbish: it is refused with the field's own sentence.
    about: about === '' ? null : /^\d{1,6}$/.test(about) ? Number(about) : 0,
    named,
    name: named ? text(form, 'name', 60) : '',
    contact: named ? text(form, 'contact', 200) : '',
    facts: text(form, 'facts', 6000),
  }
}

/** The island's proof when there is one, else the sum in words. */
function proofIn(form: FormData): CheckProof {
  const made = v.safeParse(v.pipe(v.string(), v.maxLength(4000), v.parseJson(), Proof), form.get('proof'))
  if (made.success) return made.output
  return { kind: 'question', token: text(form, 'question', 300), answer: text(form, 'answer', 8) }
}

objectionRoutes.get('/objections', c => personalPage(c, <TrackingPage site={siteOf(c)} refusal={null} now={c.var.deps.now()} />))

objectionRoutes.post('/objections', async c => {
  const { deps } = c.var
  const typed = ((await readForm(c.req.raw)).get('code') ?? '').slice(0, 60)
  const verdict = await trackObjection(deps, { typed, address: addressOf(c.req.raw, deps.config) })
  return verdict.ok ? showTracked(c, verdict.value, {}) : refused(c, verdict.refusal)
})

const refused = (c: AppContext, refusal: Refusal): Response | Promise<Response> =>
  personalPage(c, <TrackingPage site={siteOf(c)} refusal={refusal} now={c.var.deps.now()} />, statusOf(c, refusal))

async function showTracked(
  c: AppContext,
  { objection, code, replies }: Tracked,
  { refusal = null, typed = '', added = false }: { refusal?: Refusal | null; typed?: string; added?: boolean },
): Promise<Response> {
  const { deps } = c.var
  const page = (
    <TrackedPage
      site={siteOf(c)}
      objection={objection}
      deadline={deadlineOf(objection, await calendarNow(deps))}
      replies={replies}
      code={code}
      idempotencyKey={crypto.randomUUID()}
      refusal={refusal}
      typed={typed}
      added={added}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? statusOf(c, refusal) : 200)
}

objectionRoutes.post('/objections/supplement', async c => {
  const { deps } = c.var
  const form = await readMultipart(c.req.raw, FORM_LIMIT)
  const key = text(form, 'key', 40)
  if (!UUID.test(key)) throw new Refused({ code: 'body-malformed', where: 'key' })
  const asker = { typed: text(form, 'code', 60), address: addressOf(c.req.raw, deps.config) }
  const words = text(form, 'facts', 6000)
  const verdict = await supplementObjection(deps, { ...asker, key, text: words, files: filesIn(form) })
  if (verdict.ok) return showTracked(c, verdict.value, { added: true })
  const found = verdict.refusal.code === 'tracking-refused' ? verdict : await trackObjection(deps, asker)
  return found.ok ? showTracked(c, found.value, { refusal: verdict.refusal, typed: words }) : refused(c, verdict.refusal)
})
