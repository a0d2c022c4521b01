import { Hono } from 'hono'
import { deskNoticeById, deskNotices, linkable } from '../../db/notice-desk.ts'
import { NoticeEditorPage, type NoticeEditorProps } from '../../web/console/notice-editor.tsx'
import { NoticeListPage } from '../../web/console/notice-list.tsx'
import { NewNoticePage } from '../../web/console/notice-new.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { draftNotice, saveNotice } from '../actions/save-notice.ts'
import type { Deps } from '../deps.ts'
import { cleanHtml } from '../html.ts'
import { type AppContext, type AppTypes, Refused, readForm, refusalJson } from '../http.ts'
import { bodyHtml } from '../markdown.ts'
import { FORM_LIMIT, readNoticeForm, wholeIn } from '../notice-form.ts'
import { personalPage, siteOf } from '../page.tsx'
import { calendarNow, everyCampaign } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import { idFrom, type NoticeId, noticeId } from '../rules/ids.ts'
import { NOTICE_KINDS, type NoticeKind, PUBLICITY_DAYS, stateOf } from '../rules/notice.ts'
import { type DeskNotice, type NoticeText, textOf } from '../rules/notice-desk.ts'
import type { FormFlaw, Refusal } from '../rules/refusal.ts'
import { addDays, type Day, dayOf } from '../rules/time.ts'
import { lastDayOfPeriod } from '../rules/working-days.ts'
import { staffOnly } from '../staff-door.ts'

/** Notices on the desk: the list, a new one, and the page on which one is written. */
export const consoleNoticeRoutes = new Hono<AppTypes>()

const A_PAGE = 30
const STATES = ['draft', 'scheduled', 'published', 'withdrawn'] as const

/** A notice on the desk; refuses with 'not-found'. */
export async function deskNotice(deps: Deps, text: string): Promise<DeskNotice> {
  const id = noticeId(text)
  const notice = id && (await deskNoticeById(deps.db, id))
  if (!notice) throw new Refused({ code: 'not-found' })
  return notice
}

consoleNoticeRoutes.get('/staff/notices', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const now = deps.now()
  const campaigns = await everyCampaign(deps)
  const campaign = campaigns.find(({ slug }) => slug === c.req.query('campaign')) ?? null
  const kind = NOTICE_KINDS.find(one => one === c.req.query('kind'))
  const state = STATES.find(one => one === c.req.query('state'))
  const page = Math.min(1000, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1))
  const filter = { campaign: campaign?.id, kind, state, limit: A_PAGE + 1, offset: (page - 1) * A_PAGE }
  const lines = await deskNotices(deps.db, now, filter)
  return personalPage(
    c,
    <NoticeListPage
      site={siteOf(c)}
      staff={staff}
      campaigns={campaigns}
      filter={{ campaign: campaign?.slug, kind, state, page }}
      lines={lines.slice(0, A_PAGE)}
      more={lines.length > A_PAGE}
      now={now}
    />,
  )
})

consoleNoticeRoutes.get('/staff/notices/new', staffOnly('edit-notices'), async c => {
  const { deps } = c.var
  const campaigns = await everyCampaign(deps)
  const wished = campaigns.find(({ slug }) => slug === c.req.query('campaign'))
  const kind: NoticeKind = NOTICE_KINDS.find(one => one === c.req.query('kind')) ?? 'call'
  const [corrects, settles] = [noticeId(c.req.query('corrects') ?? ''), noticeId(c.req.query('settles') ?? '')]
  const about = corrects ?? settles
  const other = about && (await deskNoticeById(deps.db, about))
  const campaign = other?.campaignId ?? wished?.id ?? null
  const organizer = campaigns.find(({ id }) => id === campaign)?.organizers[0]
  const posted = dayOf(deps.now())
  const text: NoticeText = {
    ...{ kind, campaign, corrects, settles, author: '', body: '', format: 'markdown' },
    title: other ? titleAbout(kind, other.title) : '',
    // On a site that was never told its owner, whoever holds a campaign is more likely than nobody.
    source: other?.source ?? organizer ?? (deps.config.siteOwner || (campaigns[0]?.organizers[0] ?? '')),
    ...(await firstPeriod(deps, posted)),
  }
  return newPage(c, { id: newNoticeId(), text, flaws: [] })
})

const newNoticeId = (): NoticeId => idFrom('ntc', crypto.getRandomValues(new Uint8Array(16))) as NoticeId

const titleAbout = (kind: NoticeKind, title: string): string =>
  (kind === 'correction' ? `关于《${title}》的更正` : `关于《${title}》公示结果的公告`).slice(0, 100)

/** The earliest lawful period from today on; where the year is not known yet, a week that the check will judge. */
async function firstPeriod(deps: Deps, posted: Day): Promise<{ posted: Day; through: Day }> {
  const last = lastDayOfPeriod(posted, PUBLICITY_DAYS, await calendarNow(deps))
  return { posted, through: last.known ? last.value : addDays(posted, 7) }
}

async function newPage(
  c: AppContext,
  { id, text, flaws }: { id: NoticeId; text: NoticeText; flaws: readonly FormFlaw[] },
): Promise<Response> {
  const { deps, staff } = c.var
  const [campaigns, links] = await Promise.all([everyCampaign(deps), linkable(deps.db, null, deps.now())])
  const page = (
    <NewNoticePage site={siteOf(c)} staff={staff} id={id} text={text} flaws={flaws} campaigns={campaigns} links={links} />
  )
  return personalPage(c, page, flaws.length > 0 ? 422 : 200)
}

consoleNoticeRoutes.post('/staff/notices', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const form = await readForm(c.req.raw, FORM_LIMIT)
  const id = noticeId(form.get('id') ?? '')
  if (!id) throw new Refused({ code: 'body-malformed', where: 'id' })
  form.delete('id')
  const { text, flaws } = readNoticeForm(form)
  const all = [...flaws, ...(await linkFlaws(deps, text))]
  if (all.length > 0) return newPage(c, { id, text, flaws: all })
  await draftNotice(deps, staff, { id, text })
  return c.redirect(staffPaths.notice(id), 303)
})

/** A campaign and notices that are not there can only come from a page that is out of date. */
async function linkFlaws(
  deps: Deps,
  { campaign, corrects, settles, kind }: NoticeText,
  self?: NoticeId,
): Promise<readonly FormFlaw[]> {
  const [campaigns, links] = await Promise.all([everyCampaign(deps), linkable(deps.db, self ?? null, deps.now())])
  const flaws: FormFlaw[] = []
  if (campaign && !campaigns.some(({ id }) => id === campaign))
    flaws.push({ field: 'campaign', says: '没有这个活动，请重新选择。' })
  if (corrects && !links.some(({ id }) => id === corrects))
    flaws.push({ field: 'corrects', says: '只能更正已经发布的公告，请重新选择。' })
  if (settles && !links.some(one => one.id === settles && one.kind === 'publicity'))
    flaws.push({ field: 'settles', says: `“${kind === 'result' ? '结果' : '公告'}”只能对应一份已经发布的公示，请重新选择。` })
  return flaws
}

consoleNoticeRoutes.get('/staff/notices/:id', staffOnly('edit-notices'), async c => {
  const notice = await deskNotice(c.var.deps, c.req.param('id'))
  return editorPage(c, { notice, text: textOf(notice), refusal: null })
})

async function editorPage(
  c: AppContext,
  { notice, text, refusal }: { notice: DeskNotice; text: NoticeText; refusal: Refusal | null },
): Promise<Response> {
  const { deps, staff } = c.var
  const [campaigns, links] = await Promise.all([everyCampaign(deps), linkable(deps.db, notice.id, deps.now())])
  const body = text.format === 'html' ? ((await cleanHtml(text.body)) ?? '') : text.body
  const props: NoticeEditorProps = {
    ...{ site: siteOf(c), staff, notice, text, refusal, campaigns, links },
    state: stateOf(notice, deps.now()),
    preview: bodyHtml({ body, format: text.format }),
    saved: c.req.query('saved') !== undefined,
  }
  return personalPage(c, <NoticeEditorPage {...props} />, refusal ? (STATUS[refusal.code] as 422) : 200)
}

/** Saves from the form, and by itself from the script, which asks for JSON. */
consoleNoticeRoutes.post('/staff/notices/:id', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const { text, revision, auto, flaws } = readNoticeForm(await readForm(c.req.raw, FORM_LIMIT))
  const all = [...flaws, ...(await linkFlaws(deps, text, notice.id))]
  const verdict =
    all.length > 0
      ? ({ ok: false, refusal: { code: 'form-refused', flaws: all } } as const)
      : await saveNotice(deps, staff, { id: notice.id, revision, text, auto })
  if (c.req.header('accept')?.startsWith('application/json')) {
    if (verdict.ok) return c.json({ ...verdict.value, at: deps.now() })
    const theirs = verdict.refusal.code === 'edited-by-other' ? (await deskNotice(deps, notice.id)).revision : null
    return theirs === null ? refusalJson(c, verdict.refusal) : c.json({ ...(await asJson(c, verdict.refusal)), theirs }, 409)
  }
  if (verdict.ok) return c.redirect(`${staffPaths.notice(notice.id)}?saved`, 303)
  return editorPage(c, { notice: await deskNotice(deps, notice.id), text, refusal: verdict.refusal })
})

const asJson = async (c: AppContext, refusal: Refusal): Promise<object> => (await refusalJson(c, refusal).json()) as object

/** The text as readers will see it, while it is being written. */
consoleNoticeRoutes.post('/staff/notices/:id/preview', staffOnly('edit-notices'), async c => {
  const form = await readForm(c.req.raw, FORM_LIMIT)
  const format = form.get('format') === 'html' ? 'html' : 'markdown'
  const written = form.get('body') ?? ''
  const body = format === 'html' ? await cleanHtml(written) : written
  return c.json({ html: body === null ? null : bodyHtml({ body, format }), revision: wholeIn(form, 'revision') })
})
