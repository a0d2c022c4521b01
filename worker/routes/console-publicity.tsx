import { Hono } from 'hono'
import { dayNames } from '../../db/calendar.ts'
import { noticeById } from '../../db/notices.ts'
import { objectionCounts } from '../../db/objections.ts'
import { publicityOf } from '../../db/publicity.ts'
import type { PeriodData } from '../../web/console/period.tsx'
import { PublicityPage, type SentBack } from '../../web/console/publicity.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { concludePublicity } from '../actions/conclude-publicity.ts'
import { datePublicity } from '../actions/date-publicity.ts'
import { listPublicity, type PublicityCase } from '../actions/list-publicity.ts'
import { recordLevel } from '../actions/record-level.ts'
import { type AppContext, type AppTypes, Refused, readForm, readMultipart } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { emptyCache } from '../page-cache.ts'
import { anyCampaignAt, calendarNow } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import { noticeId } from '../rules/ids.ts'
import { stateOf } from '../rules/notice.ts'
import { conclusionFlaws, minimumOf, resultLine } from '../rules/publicity.ts'
import { PUBLICITY_LEVELS } from '../rules/publicity-level.ts'
import { type Day, dayOf, day as readDay } from '../rules/time.ts'
import type { Verdict } from '../rules/verdict.ts'
import { lastDayOfPeriod } from '../rules/working-days.ts'
import { staffOnly } from '../staff-door.ts'

/** What is special to a public notice (公示), on a page of its own beside the notice's editor. */
export const consolePublicityRoutes = new Hono<AppTypes>()

const FORM_LIMIT = 62 * 1024 * 1024

/** The public notice of an address, with all that a change of it is judged by. */
async function caseAt(c: AppContext): Promise<PublicityCase> {
  const { deps } = c.var
  const id = noticeId(c.req.param('notice') ?? '')
  const notice = id && (await noticeById(deps.db, id))
  if (!notice?.period) throw new Refused({ code: 'not-found' })
  const [file, calendar] = await Promise.all([publicityOf(deps.db, notice.id), calendarNow(deps)])
  const campaign = notice.campaign && (await anyCampaignAt(deps, notice.campaign.slug))
  return { notice: { ...notice, period: notice.period }, file, campaign, calendar }
}

consolePublicityRoutes.get('/staff/notices/:notice/publicity', staffOnly('edit-notices'), async c =>
  show(c, await caseAt(c), null),
)

async function show(c: AppContext, one: PublicityCase, back: SentBack | null): Promise<Response> {
  const { deps, staff } = c.var
  const { notice, file, campaign, calendar } = one
  const now = deps.now()
  const counts = await objectionCounts(deps.db, notice.id)
  const state = stateOf(notice, now)
  const open = counts.received - counts.done
  const waits = conclusionFlaws(notice.period, { open, now })
  const relisted = lastDayOfPeriod(dayOf(now), minimumOf(campaign), calendar)
  const earliest = relisted.known ? (relisted.value > notice.period.through ? relisted.value : notice.period.through) : null
  const page = (
    <PublicityPage
      site={siteOf(c)}
      staff={staff}
      notice={notice}
      state={state}
      file={file}
      campaign={campaign}
      period={periodData(c, one, back)}
      earliest={earliest}
      counts={counts}
      waits={state.state === 'published' ? waits : ['公示没有发布，或已撤回', ...waits]}
      line={resultLine(counts.received)}
      back={back}
      saved={c.req.query('saved') === '1' && back === null}
      now={now}
    />
  )
  return personalPage(c, page, back ? (STATUS[back.refusal.code] as 422) : 200)
}

/** What the picker starts from: what was typed, what is asked for in the address (without script), or what is stored. */
function periodData(c: AppContext, { notice, file, campaign, calendar }: PublicityCase, back: SentBack | null): PeriodData {
  const typed = back?.part === 'period' ? back.typed : { posted: c.req.query('posted'), through: c.req.query('through') }
  const { state } = stateOf(notice, c.var.deps.now())
  const published = state === 'published' || state === 'withdrawn'
  const posted = (!published && readDay(typed.posted ?? '')) || notice.period.posted
  const through = readDay(typed.through ?? '') ?? notice.period.through
  // As far as a period of sixty working days can reach.
  const years = [0, 1].map(more => String(Number(posted.slice(0, 4)) + more)).filter(year => calendar.years.has(year))
  const near = (days: ReadonlySet<string>) => [...days].filter(day => years.includes(day.slice(0, 4)))
  const names = dayNames({
    years: new Set(),
    holidays: new Set(near(calendar.holidays)),
    makeUpDays: new Set(near(calendar.makeUpDays)),
  })
  return {
    posted,
    through,
    minimum: minimumOf(campaign),
    published,
    least: published ? notice.period.through : undefined,
    answered: file.uncountedYear !== null,
    calendar: {
      years,
      holidays: near(calendar.holidays),
      makeUpDays: near(calendar.makeUpDays),
      names: Object.fromEntries(names),
    },
  }
}

/** Back to the page with what was typed, or on to it with what is saved. */
function answer(c: AppContext, one: PublicityCase, verdict: Verdict<unknown>, form: Omit<SentBack, 'refusal'>) {
  if (!verdict.ok) return show(c, one, { ...form, refusal: verdict.refusal })
  emptyCache()
  return c.redirect(`${staffPaths.noticePublicity(one.notice.id)}?saved=1`, 303)
}

type Fields = Pick<URLSearchParams | FormData, 'get' | 'getAll'>

/** A field as it was typed, trimmed and cut; never anything but text. */
const text = (form: Fields, name: string, most = 300): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim().slice(0, most) : ''
}
const dayIn = (form: Fields, name: string): Day => {
  const day = readDay(text(form, name))
  if (!day) throw new Refused({ code: 'body-malformed', where: name })
  return day
}
const revisionIn = (form: Fields): number => {
  const revision = Number(text(form, 'revision', 9))
  if (!Number.isInteger(revision) || revision < 1) throw new Refused({ code: 'body-malformed', where: 'revision' })
  return revision
}
const typedIn = (form: Fields, ...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map(name => [name, text(form, name)]))

consolePublicityRoutes.post('/staff/notices/:notice/publicity/period', staffOnly('edit-notices'), async c => {
  const one = await caseAt(c)
  const form = await readForm(c.req.raw)
  const dating = {
    posted: dayIn(form, 'posted'),
    through: dayIn(form, 'through'),
    reason: text(form, 'reason'),
    uncounted: form.get('uncounted') === '1',
    revision: revisionIn(form),
  }
  const verdict = await datePublicity(c.var.deps, c.var.staff, one, dating)
  return answer(c, one, verdict, { part: 'period', typed: typedIn(form, 'posted', 'through', 'reason'), numbers: [] })
})

consolePublicityRoutes.post('/staff/notices/:notice/publicity/list', staffOnly('edit-notices'), async c => {
  const one = await caseAt(c)
  const form = await readForm(c.req.raw)
  const numbers = form.getAll('n').slice(0, 5000).map(Number)
  const through = form.has('through') ? dayIn(form, 'through') : one.notice.period.through
  const [reason, uncounted] = [text(form, 'reason'), form.get('uncounted') === '1']
  const listing = { numbers, through, reason, uncounted, revision: revisionIn(form) }
  const verdict = await listPublicity(c.var.deps, c.var.staff, one, listing)
  return answer(c, one, verdict, { part: 'list', typed: typedIn(form, 'through', 'reason'), numbers })
})

consolePublicityRoutes.post('/staff/notices/:notice/publicity/levels', staffOnly('edit-notices'), async c => {
  const one = await caseAt(c)
  const form = await readMultipart(c.req.raw, FORM_LIMIT)
  const level = PUBLICITY_LEVELS.find(name => name === text(form, 'level'))
  if (!level) throw new Refused({ code: 'body-malformed', where: 'level' })
  const position = text(form, 'position', 4)
  if (!/^\d{0,3}$/.test(position)) throw new Refused({ code: 'body-malformed', where: 'position' })
  const verdict = await recordLevel(c.var.deps, c.var.staff, one, {
    position: position === '' ? null : Number(position),
    level,
    place: text(form, 'place'),
    from: dayIn(form, 'from'),
    through: dayIn(form, 'through'),
    result: text(form, 'result'),
    files: form.getAll('files').filter(value => value instanceof File),
    revision: revisionIn(form),
  })
  const typed = typedIn(form, 'position', 'level', 'place', 'from', 'through', 'result')
  return answer(c, one, verdict, { part: 'levels', typed, numbers: [] })
})

consolePublicityRoutes.post('/staff/notices/:notice/publicity/conclusion', staffOnly('conclude-publicity'), async c => {
  const one = await caseAt(c)
  const line = text(await readForm(c.req.raw), 'line')
  const verdict = await concludePublicity(c.var.deps, c.var.staff, one, line)
  return answer(c, one, verdict, { part: 'conclusion', typed: { line }, numbers: [] })
})
