import { Hono } from 'hono'
import { revisionsOf } from '../../db/revisions.ts'
import { SettingsHistoryPage } from '../../web/console/settings-history.tsx'
import { SettingsPage, type SettingsPageProps } from '../../web/console/settings-page.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { type SettingsSaved, saveSettings } from '../actions/save-settings.ts'
import { type AppContext, type AppTypes, Refused, readForm, refusalJson } from '../http.ts'
import { readDraft } from '../import/draft.ts'
import { personalPage, siteOf } from '../page.tsx'
import { freshCampaignAt } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type CampaignDraft, draftOf } from '../rules/draft.ts'
import { withFrozen } from '../rules/draft-parts.ts'
import type { Refusal } from '../rules/refusal.ts'
import { type CategoryRow, categoryRows, readSettingsForm, rearranged } from '../rules/settings-form.ts'
import { staffOnly } from '../staff-door.ts'
import { timetableOf } from '../timetable.ts'

/** The settings of a campaign: one form, whoever sends it, and what they were before. */
export const consoleSettingsRoutes = new Hono<AppTypes>()

/** The form with its own beginning in it: thirty rules of four hundred signs twice, and every sign nine bytes. */
const FORM_LIMIT = 512 * 1024

consoleSettingsRoutes.get('/staff/campaigns/:slug/settings', staffOnly('edit-campaigns'), async c => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug'))
  const draft = draftOf(campaign)
  const saved = c.req.query('saved') === '1' ? c.var.deps.now() : null
  return show(c, campaign, { draft, rows: rowsOf(draft), was: draft, revision: campaign.revision, saved })
})

consoleSettingsRoutes.post('/staff/campaigns/:slug/settings', staffOnly('edit-campaigns'), async c => {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const form = await readForm(c.req.raw, FORM_LIMIT)
  const { was, revision } = begunWith(form)
  const raw = readSettingsForm(form)
  const action = form.get('do') ?? 'save'
  const typed = { draft: raw as CampaignDraft, was, revision }
  if (action !== 'save') return show(c, campaign, { ...typed, rows: rearranged(categoryRows(form), action) })
  const read = readDraft(raw)
  if (!read.ok)
    return refuse(c, campaign, { ...typed, rows: categoryRows(form), refusal: { code: 'form-refused', flaws: read.flaws } })
  const { draft } = read
  const saved = await saveSettings(deps, staff, { slug: campaign.slug, revision, was, draft, auto: form.has('auto') })
  if (saved.kind === 'refused')
    return refuse(c, campaign, { draft, was, revision, rows: categoryRows(form), refusal: saved.refusal })
  if (saved.kind === 'overtaken') return showConflict(c, campaign, saved)
  if (wantsJson(c)) return c.json({ revision: saved.revision, at: saved.at, was: draft })
  return c.redirect(`${staffPaths.settings(campaign.slug)}?saved=1`, 303)
})

/** What the form was when it was shown. It comes from our own page; anything else is refused. */
function begunWith(form: URLSearchParams): { was: CampaignDraft; revision: number } {
  const malformed = new Refused({ code: 'body-malformed', where: 'was' })
  const revision = Number(form.get('revision'))
  if (!Number.isSafeInteger(revision) || revision < 1) throw malformed
  try {
    const read = readDraft(JSON.parse(form.get('was') ?? ''))
    if (read.ok) return { was: read.draft, revision }
  } catch {
    throw malformed
  }
  throw malformed
}

const wantsJson = (c: AppContext): boolean => c.req.header('accept')?.startsWith('application/json') === true

const rowsOf = ({ categories }: CampaignDraft): readonly CategoryRow[] =>
  categories.map(({ key, name, kind, honours, min, max }) => ({
    ...{ key, name, kind },
    honours: String(honours),
    min: String(min),
    max: String(max),
  }))

type Shown = Pick<SettingsPageProps, 'was' | 'revision'> & {
  readonly draft: CampaignDraft
  readonly rows: readonly CategoryRow[]
}

async function show(
  c: AppContext,
  campaign: CampaignFile,
  { draft, rows, was, revision, ...more }: Shown & Partial<Pick<SettingsPageProps, 'refusal' | 'conflict' | 'saved'>>,
): Promise<Response> {
  const { deps, staff } = c.var
  // What opening has fixed is shown as it is, whatever an older form still says of it.
  const shown = campaign.openedAt === null ? draft : withFrozen(draft, draftOf(campaign))
  const { refusal = null, conflict = null, saved = null } = more
  const page = (
    <SettingsPage
      site={siteOf(c)}
      staff={staff}
      campaign={campaign}
      fields={{ draft: shown, rows }}
      was={was}
      revision={revision}
      refusal={refusal}
      conflict={conflict}
      saved={saved}
      timetable={await timetableOf(deps, campaign, shown)}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 409) : 200)
}

function refuse(
  c: AppContext,
  campaign: CampaignFile,
  shown: Shown & { readonly refusal: Refusal },
): Response | Promise<Response> {
  return wantsJson(c) ? refusalJson(c, shown.refusal) : show(c, campaign, shown)
}

/** Both versions on one page; its form begins with what the other one saved, so the next save follows it. */
function showConflict(
  c: AppContext,
  campaign: CampaignFile,
  { refusal, revision, theirs, merged }: Extract<SettingsSaved, { kind: 'overtaken' }>,
): Response | Promise<Response> {
  if (wantsJson(c)) return refusalJson(c, refusal)
  const { draft } = merged
  return show(c, campaign, { draft, rows: rowsOf(draft), was: theirs, revision, refusal, conflict: { theirs, merged } })
}

consoleSettingsRoutes.get('/staff/campaigns/:slug/settings/history', staffOnly('edit-campaigns'), async c =>
  showHistory(c, await freshCampaignAt(c.var.deps, c.req.param('slug')), null),
)

/** Puts an earlier version back, as a new one. Repeating it is harmless: what is there already is not written again. */
consoleSettingsRoutes.post('/staff/campaigns/:slug/settings/history', staffOnly('edit-campaigns'), async c => {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const form = await readForm(c.req.raw)
  const kept = (await revisionsOf(deps.db, campaign.id)).find(one => one.revision === Number(form.get('to')))
  if (!kept) throw new Refused({ code: 'not-found' })
  const current = draftOf(campaign)
  // The list of versions that was looked at must still be the whole list.
  if (Number(form.get('revision')) !== campaign.revision)
    return showHistory(c, campaign, { code: 'edited-by-other', ...(await latest(c, campaign)) })
  const draft = campaign.openedAt === null ? kept.settings : withFrozen(kept.settings, current)
  const order = { slug: campaign.slug, revision: campaign.revision, was: current, draft, auto: false }
  const saved = await saveSettings(deps, staff, order)
  if (saved.kind !== 'saved') return showHistory(c, campaign, saved.refusal)
  return c.redirect(staffPaths.settingsHistory(campaign.slug), 303)
})

async function latest(c: AppContext, campaign: CampaignFile) {
  const [newest] = await revisionsOf(c.var.deps.db, campaign.id)
  return { by: newest?.by ?? '运维命令', at: newest?.at ?? c.var.deps.now() }
}

async function showHistory(c: AppContext, campaign: CampaignFile, refusal: Refusal | null): Promise<Response> {
  const { deps, staff } = c.var
  const rows = await revisionsOf(deps.db, campaign.id)
  const props = { site: siteOf(c), staff, campaign, current: draftOf(campaign), rows, refusal, now: deps.now() }
  return personalPage(c, <SettingsHistoryPage {...props} />, refusal ? (STATUS[refusal.code] as 409) : 200)
}
