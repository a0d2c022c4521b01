import { Hono } from 'hono'
import { versionsOf } from '../../db/notice-desk.ts'
import { NoticeCheckPage } from '../../web/console/notice-check.tsx'
import { NoticeVersionsPage } from '../../web/console/notice-versions.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { maskNotice } from '../actions/mask-notice.ts'
import { approveNotice, publishNotice, unscheduleNotice } from '../actions/publish-notice.ts'
import { saveNotice } from '../actions/save-notice.ts'
import { withdrawNotice } from '../actions/withdraw-notice.ts'
import { differenceOf } from '../difference.ts'
import { markedHtml, wordsOf } from '../html.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { bodyHtml } from '../markdown.ts'
import { checkNotice } from '../notice-check.ts'
import { momentIn, wholeIn } from '../notice-form.ts'
import { personalPage, refusalPage, siteOf } from '../page.tsx'
import { STATUS } from '../refusals.ts'
import { stateOf } from '../rules/notice.ts'
import { type DeskNotice, NOTICE_LIMITS, type NoticeVersion, textOf } from '../rules/notice-desk.ts'
import type { Refusal } from '../rules/refusal.ts'
import { may } from '../rules/roles.ts'
import { staffOnly } from '../staff-door.ts'
import { deskNotice } from './console-notices.tsx'

/** From draft to readers and back: the check, hiding, approval, publishing, withdrawing, earlier texts. */
export const consoleNoticePublishingRoutes = new Hono<AppTypes>()

consoleNoticePublishingRoutes.get('/staff/notices/:id/check', staffOnly('edit-notices'), async c => {
  const notice = await deskNotice(c.var.deps, c.req.param('id'))
  return checkPage(c, notice, { masked: wholeIn(new URLSearchParams(c.req.query()), 'masked') })
})

async function checkPage(
  c: AppContext,
  notice: DeskNotice,
  {
    refusal = null,
    masked = 0,
    reason = '',
    at = '',
  }: { refusal?: Refusal | null; masked?: number; reason?: string; at?: string },
): Promise<Response> {
  const { deps, staff } = c.var
  const { flaws, finds } = await checkNotice(deps, notice, momentIn(at) ?? deps.now())
  const page = (
    <NoticeCheckPage
      site={siteOf(c)}
      staff={staff}
      notice={notice}
      state={stateOf(notice, deps.now())}
      flaws={flaws}
      finds={finds}
      preview={bodyHtml({ body: await markedHtml(notice), format: 'html' })}
      refusal={refusal}
      undo={masked > 0 && masked < notice.revision ? masked : null}
      typed={{ reason, at }}
      mayPublish={may(staff, 'publish-notices')}
    />
  )
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 409) : 200)
}

consoleNoticePublishingRoutes.post('/staff/notices/:id/mask', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const form = await readForm(c.req.raw)
  const where = form.get('where') ?? ''
  const wish = where === 'all' ? ('all' as const) : { where, index: wholeIn(form, 'index') }
  const verdict = await maskNotice(deps, staff, notice, { revision: wholeIn(form, 'revision'), wish })
  if (!verdict.ok) return checkPage(c, await deskNotice(deps, notice.id), { refusal: verdict.refusal })
  return c.redirect(staffPaths.noticeCheck(notice.id) + (verdict.value.changed ? `?masked=${notice.revision}` : ''), 303)
})

consoleNoticePublishingRoutes.post('/staff/notices/:id/approve', staffOnly('publish-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const verdict = await approveNotice(deps, staff, notice, wholeIn(await readForm(c.req.raw), 'revision'))
  if (!verdict.ok) return checkPage(c, notice, { refusal: verdict.refusal })
  return c.redirect(staffPaths.noticeCheck(notice.id), 303)
})

consoleNoticePublishingRoutes.post('/staff/notices/:id/publish', staffOnly('publish-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const form = await readForm(c.req.raw)
  const [when, written] = [form.get('when') === 'later' ? 'later' : 'now', form.get('at') ?? '']
  const reason = (form.get('reason') ?? '').trim().slice(0, NOTICE_LIMITS.reason)
  const at = when === 'later' ? momentIn(written) : null
  if (when === 'later' && (at === null || at <= deps.now())) {
    const says = '请填写一个还没有到的发布时间。'
    return checkPage(c, notice, { refusal: { code: 'form-refused', flaws: [{ field: 'at', says }] }, reason, at: written })
  }
  const verdict = await publishNotice(deps, staff, notice, { revision: wholeIn(form, 'revision'), at, reason })
  if (!verdict.ok) return checkPage(c, await deskNotice(deps, notice.id), { refusal: verdict.refusal, reason, at: written })
  return c.redirect(staffPaths.notice(notice.id), 303)
})

consoleNoticePublishingRoutes.post('/staff/notices/:id/unschedule', staffOnly('publish-notices'), async c => {
  const notice = await deskNotice(c.var.deps, c.req.param('id'))
  await unscheduleNotice(c.var.deps, c.var.staff, notice)
  return c.redirect(staffPaths.notice(notice.id), 303)
})

consoleNoticePublishingRoutes.post('/staff/notices/:id/withdraw', staffOnly('publish-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const reason = ((await readForm(c.req.raw)).get('reason') ?? '').trim().slice(0, NOTICE_LIMITS.reason)
  const verdict = await withdrawNotice(deps, staff, notice, reason)
  const back = { href: staffPaths.notice(notice.id), text: '返回公告' }
  return verdict.ok ? c.redirect(back.href, 303) : refusalPage(c, verdict.refusal, back)
})

consoleNoticePublishingRoutes.get('/staff/notices/:id/versions', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const versions = await versionsOf(deps.db, notice.id)
  const chosen = versions.find(({ revision }) => String(revision) === c.req.query('revision')) ?? versions[0] ?? null
  const against =
    versions.find(({ revision }) => String(revision) === c.req.query('against')) ??
    versions.find(({ revision }) => chosen !== null && revision < chosen.revision) ??
    null
  const difference = chosen && differenceOf(against ? await written(against) : '', await written(chosen))
  const state = stateOf(notice, deps.now())
  const props = { site: siteOf(c), staff, notice, state, versions, chosen, against, difference }
  return personalPage(c, <NoticeVersionsPage {...props} />)
})

const written = async (version: NoticeVersion): Promise<string> =>
  [version.title, `来源：${version.source}`, `作者：${version.author}`, '', await wordsOf(version)].join('\n')

consoleNoticePublishingRoutes.post('/staff/notices/:id/restore', staffOnly('edit-notices'), async c => {
  const { deps, staff } = c.var
  const notice = await deskNotice(deps, c.req.param('id'))
  const form = await readForm(c.req.raw)
  const version = (await versionsOf(deps.db, notice.id)).find(({ revision }) => revision === wholeIn(form, 'version'))
  if (!version) throw new Refused({ code: 'not-found' })
  const { title, source, author, body, format } = version
  const text = { ...textOf(notice), title, source, author, body, format }
  const verdict = await saveNotice(deps, staff, { id: notice.id, revision: wholeIn(form, 'revision'), text, auto: false })
  const back = form.get('back') === 'check' ? staffPaths.noticeCheck(notice.id) : staffPaths.notice(notice.id)
  return verdict.ok ? c.redirect(back, 303) : refusalPage(c, verdict.refusal, { href: back, text: '返回公告' })
})
