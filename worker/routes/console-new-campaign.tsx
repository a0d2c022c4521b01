import { Hono } from 'hono'
import { ChooseTemplatePage, type NewCampaignForm, NewCampaignPage } from '../../web/console/new-campaign.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { createCampaign } from '../actions/create-campaign.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { calendarNow, everyCampaign, freshCampaignAt } from '../reads.ts'
import { type CampaignDraft, draftOf, linesOf } from '../rules/draft.ts'
import { type Slug, slug } from '../rules/ids.ts'
import { layOut, shifted, YEAR_OF_WEEKS } from '../rules/layout.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import { TEMPLATES, templateOf } from '../rules/templates.ts'
import { addDays, type Day, day, dayOf } from '../rules/time.ts'
import type { Calendar } from '../rules/working-days.ts'
import { staffOnly } from '../staff-door.ts'

/** A new campaign, from a template or from an earlier one. */
export const consoleNewCampaignRoutes = new Hono<AppTypes>()

/** What a new campaign begins with. */
interface Beginning {
  readonly name: string
  readonly hidden: { readonly name: 'template' | 'from'; readonly value: string }
  /** The day that is proposed for the first step. */
  readonly start: Day
  readonly template: string
  /** Everything but titles and organizers, on real days. */
  draft(start: Day, calendar: Calendar): CampaignDraft
}

const NO_CONTACT = { office: '', phone: '', address: '', email: '' }

async function beginningOf(c: AppContext, fields: { get(name: string): string | null }): Promise<Beginning | null> {
  const { deps } = c.var
  const soon = addDays(dayOf(deps.now()), 7)
  const [key, from] = [fields.get('template'), fields.get('from')]
  const template = key && templateOf(key)
  if (template) {
    const { settings, steps } = template
    const draft = (start: Day, calendar: Calendar): CampaignDraft => ({
      ...settings,
      ...{ title: '', shortTitle: '', organizers: [], contact: NO_CONTACT, totalMin: null, totalMax: null },
      milestones: layOut(steps, { start, calendar, days: settings.publicityDays }).steps,
    })
    return { name: template.name, hidden: { name: 'template', value: template.key }, start: soon, template: template.key, draft }
  }
  if (!from) return null
  const earlier = await freshCampaignAt(deps, from)
  const before = draftOf(earlier)
  const first = before.milestones.map(one => one.from.slice(0, 10) as Day).sort()[0]
  const year = first && addDays(first, YEAR_OF_WEEKS)
  return {
    name: earlier.title,
    hidden: { name: 'from', value: earlier.slug },
    start: year && year > dayOf(deps.now()) ? year : soon,
    template: earlier.template,
    draft: (start, calendar) => ({
      ...before,
      milestones: shifted(before.milestones, { start, calendar, days: before.publicityDays }).steps,
    }),
  }
}

consoleNewCampaignRoutes.get('/staff/campaigns/new', staffOnly('edit-campaigns'), async c => {
  const { deps, staff } = c.var
  const asked = new URLSearchParams(c.req.query())
  const beginning = await beginningOf(c, asked)
  if (!beginning) {
    const campaigns = await everyCampaign(deps)
    return personalPage(c, <ChooseTemplatePage site={siteOf(c)} staff={staff} templates={TEMPLATES} campaigns={campaigns} />)
  }
  const { organizers } = beginning.draft(beginning.start, await calendarNow(deps))
  const form = {
    ...{ title: '', shortTitle: '', slug: '', start: beginning.start, token: crypto.randomUUID() },
    organizers: organizers.join('\n') || deps.config.siteOwner,
  }
  return showForm(c, beginning, { form, flaws: [] })
})

consoleNewCampaignRoutes.post('/staff/campaigns/new', staffOnly('edit-campaigns'), async c => {
  const { deps, staff } = c.var
  const sent = await readForm(c.req.raw)
  const beginning = await beginningOf(c, sent)
  const text = (name: string) => (sent.get(name) ?? '').trim()
  if (!beginning || !/^[0-9a-f-]{36}$/.test(text('token'))) throw new Refused({ code: 'body-malformed', where: 'template' })
  const form = {
    ...{ title: text('title'), shortTitle: text('shortTitle'), organizers: text('organizers') },
    ...{ slug: text('slug'), start: text('start'), token: text('token') },
  }
  const start = day(form.start)
  const address = form.slug === '' ? await suggestedSlug(c, form) : slug(form.slug)
  const flaws: FormFlaw[] = []
  if (!start) flaws.push({ field: 'start', says: '请选择开始的日期。' })
  if (!address) flaws.push({ field: 'slug', says: '用小写字母、数字和横线，3 至 40 个字符；“new”留给了网站自己。' })
  if (!start || !address) return showForm(c, beginning, { form, flaws })
  const draft = {
    ...beginning.draft(start, await calendarNow(deps)),
    ...{ title: form.title, shortTitle: form.shortTitle, organizers: linesOf(form.organizers) },
  }
  const verdict = await createCampaign(deps, staff, { token: form.token, slug: address, template: beginning.template, draft })
  if (verdict.ok) return c.redirect(staffPaths.settings(verdict.value.slug), 303)
  if (verdict.refusal.code === 'form-refused') return showForm(c, beginning, { form, flaws: verdict.refusal.flaws })
  throw new Refused(verdict.refusal)
})

/** The initials of the short title and the year: 清河十佳百优 in 2027 is qhsjby-2027; with a number where that is taken. */
async function suggestedSlug(c: AppContext, { shortTitle, start }: NewCampaignForm): Promise<Slug | null> {
  const { initialsOf } = await import('../import/initials.ts')
  const stem = `${initialsOf(shortTitle, 'organization').slice(0, 24) || 'campaign'}-${start.slice(0, 4) || dayOf(c.var.deps.now()).slice(0, 4)}`
  const taken = new Set<string>((await everyCampaign(c.var.deps)).map(one => one.slug))
  const free = [stem, ...Array.from({ length: 50 }, (_, i) => `${stem}-${i + 2}`)].find(one => !taken.has(one))
  return slug(free ?? stem)
}

function showForm(
  c: AppContext,
  { name, hidden }: Beginning,
  { form, flaws }: { form: NewCampaignForm; flaws: readonly FormFlaw[] },
): Response | Promise<Response> {
  const page = (
    <NewCampaignPage
      site={siteOf(c)}
      staff={c.var.staff}
      begins={name}
      hidden={hidden}
      form={form}
      flaws={flaws}
      now={c.var.deps.now()}
    />
  )
  return personalPage(c, page, flaws.length > 0 ? 422 : 200)
}
