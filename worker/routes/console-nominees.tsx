import { Hono } from 'hono'
import { deskFiles, deskRows } from '../../db/nominee-desk.ts'
import { photoOf } from '../../db/nominees.ts'
import { ImportPage } from '../../web/console/import-page.tsx'
import { type FormState, NomineeFormPage } from '../../web/console/nominee-form.tsx'
import { NomineeDeskPage } from '../../web/console/nominees-page.tsx'
import { PhotosPage } from '../../web/console/photos-page.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { addNominees, moveNumber, removeNominees, type Saved, saveNominees } from '../actions/edit-nominees.ts'
import { assignPhotos, keepPlainPhoto } from '../actions/keep-photos.ts'
import { orderNominees, renumberNominees } from '../actions/order-nominees.ts'
import { withdrawNominee } from '../actions/withdraw-nominee.ts'
import { papersAtDesk } from '../dossier-papers.ts'
import { IMMUTABLE } from '../headers.ts'
import { type AppContext, type AppTypes, Refused, readForm, readMultipart } from '../http.ts'
import { NOMINEE_LIMITS } from '../import/document.ts'
import { onlyFields } from '../only-fields.ts'
import { personalPage, siteOf } from '../page.tsx'
import { anyCampaignAt } from '../reads.ts'
import { STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { pageOf } from '../rules/nominee.ts'
import { DESK_TEXTS, type DeskFile, type DeskText } from '../rules/nominee-desk.ts'
import { LARGEST_PICTURE } from '../rules/picture.ts'
import type { Refusal } from '../rules/refusal.ts'
import { may } from '../rules/roles.ts'
import { staffOnly } from '../staff-door.ts'

/** The nominees of a campaign, as pages and forms that work without script. */
export const consoleNomineeRoutes = new Hono<AppTypes>()

const AT = '/staff/campaigns/:slug/nominees'
const ONE = `${AT}/:number{[0-9]{1,6}}`
const edit = staffOnly('edit-nominees')
/** Enough to fill a screen at once; the script loads the rest. */
const ROWS_A_PAGE = 50
/** The longest deeds, each character as nine signs of a form. */
const FORM_LIMIT = 256 * 1024

const campaignOf = (c: AppContext) => anyCampaignAt(c.var.deps, c.req.param('slug') ?? '')

consoleNomineeRoutes.get(AT, edit, async c => {
  const { deps, staff } = c.var
  const campaign = await campaignOf(c)
  const { category, q, page } = c.req.query()
  const query = { category: category || undefined, q: q?.slice(0, 30) || undefined }
  const found = await rowsFor(c, campaign, { ...query, page: Number(page) })
  return personalPage(
    c,
    <NomineeDeskPage site={siteOf(c)} staff={staff} campaign={campaign} query={query} found={found} now={deps.now()} />,
  )
})

/** One page of the table. Unless something is looked for, only that page is read. */
async function rowsFor(
  c: AppContext,
  campaign: CampaignFile,
  { category, q, page }: { category: string | undefined; q: string | undefined; page: number },
) {
  const { db } = c.var.deps
  if (category === undefined && q === undefined) {
    const total = campaign.nominees.length
    const at = pageOf(campaign.nominees, page, ROWS_A_PAGE)
    const items = await deskRows(db, campaign.id, { limit: ROWS_A_PAGE, offset: (at.page - 1) * ROWS_A_PAGE })
    return { ...at, items, total }
  }
  const rows = await deskRows(db, campaign.id)
  const wanted = rows.filter(
    row =>
      (category === undefined || row.category === category) &&
      (q === undefined || String(row.number) === q || row.name.includes(q) || row.unit.includes(q)),
  )
  return pageOf(wanted, page, ROWS_A_PAGE)
}

consoleNomineeRoutes.get(`${AT}/new`, edit, async c => {
  const campaign = await campaignOf(c)
  if (campaign.openedAt !== null) throw new Refused({ code: 'spec-frozen' })
  return showForm(c, campaign, { file: null, typed: {}, refusal: null, theirs: null })
})

consoleNomineeRoutes.post(`${AT}/new`, edit, async c => {
  const { deps, staff } = c.var
  const campaign = await campaignOf(c)
  const typed = await typedIn(c, ['number'])
  const number = Number(typed.get('number'))
  const set = textsOf(typed)
  const verdict = await addNominees(deps, staff, { campaign, rows: [{ number: wholeNumber(number), set }] })
  if (verdict.ok) return c.redirect(staffPaths.nominee(campaign.slug, number), 303)
  return showForm(c, campaign, {
    file: null,
    typed: Object.fromEntries(typed),
    refusal: shortened(verdict.refusal),
    theirs: null,
  })
})

consoleNomineeRoutes.get(ONE, edit, async c => {
  const { campaign, file } = await nomineeOf(c)
  if (c.req.header('accept')?.startsWith('application/json')) return c.json(file)
  return showForm(c, campaign, { file, typed: {}, refusal: null, theirs: null })
})

consoleNomineeRoutes.post(ONE, edit, async c => {
  const { deps, staff } = c.var
  const { campaign, file } = await nomineeOf(c)
  const typed = await typedIn(c, ['revision', 'number'])
  const seen = { number: file.number, revision: Number(typed.get('revision')) }
  const set = textsOf(typed)
  const to = typed.has('number') ? wholeNumber(Number(typed.get('number'))) : file.number
  const texts = await saveNominees(deps, staff, { campaign, changes: [{ ...seen, set }] })
  // The texts first: they are what takes long to type, and a number that is taken must not lose them.
  const answer =
    texts.ok && to !== file.number
      ? await moveNumber(deps, staff, { campaign, seen: { ...seen, revision: seen.revision + 1 }, to })
      : texts
  if (answer.ok) return c.redirect(`${staffPaths.nominee(campaign.slug, to)}?saved`, 303)
  const [now] = texts.ok ? await deskFiles(deps.db, campaign.id, [file.number]) : [file]
  return showForm(c, campaign, {
    file: now ?? file,
    typed: Object.fromEntries(typed),
    refusal: shortened(answer.refusal),
    theirs: answer.theirs[0] ?? null,
  })
})

consoleNomineeRoutes.post(`${ONE}/delete`, edit, async c => {
  const { campaign, file } = await nomineeOf(c)
  const typed = await typedIn(c, ['revision'])
  const rows = [{ number: file.number, revision: Number(typed.get('revision')) }]
  return afterForm(c, await removeNominees(c.var.deps, c.var.staff, { campaign, rows }), {
    campaign,
    file,
    to: staffPaths.nominees(campaign.slug),
  })
})

consoleNomineeRoutes.post(`${ONE}/withdraw`, staffOnly('withdraw-nominees'), async c => {
  const { campaign, file } = await nomineeOf(c)
  const typed = await typedIn(c, ['revision', 'reason'])
  const seen = { number: file.number, revision: Number(typed.get('revision')) }
  const answer = await withdrawNominee(c.var.deps, c.var.staff, { campaign, seen, reason: typed.get('reason') ?? '' })
  return afterForm(c, answer, {
    campaign,
    file,
    to: staffPaths.nominee(campaign.slug, file.number),
    typed: Object.fromEntries(typed),
  })
})

consoleNomineeRoutes.post(`${ONE}/photo`, edit, async c => {
  const { deps, staff } = c.var
  const { campaign, file } = await nomineeOf(c)
  const form = await readMultipart(c.req.raw, LARGEST_PICTURE + 64 * 1024)
  const picture: unknown = form.get('photo')
  const revision = Number(form.get('revision'))
  if ([...form.keys()].some(key => key !== 'photo' && key !== 'revision') || !(picture instanceof File))
    throw new Refused({ code: 'body-malformed', where: 'photo' })
  const kept = await keepPlainPhoto(deps, { name: picture.name.slice(0, 60), bytes: new Uint8Array(await picture.arrayBuffer()) })
  const to = staffPaths.nominee(campaign.slug, file.number)
  if (!kept.ok) return afterForm(c, { ok: false, refusal: kept.refusal, theirs: [] }, { campaign, file, to })
  const rows = [{ number: file.number, revision, photo: kept.value.hash }]
  return afterForm(c, await assignPhotos(deps, staff, { campaign, rows }), { campaign, file, to })
})

consoleNomineeRoutes.post(`${AT}/arrange`, edit, async c => {
  const { deps, staff } = c.var
  const campaign = await campaignOf(c)
  const typed = await typedIn(c, ['by', 'number', 'place'])
  const by = typed.get('by')
  const [number, place] = [Number(typed.get('number')), Number(typed.get('place'))]
  if (by === 'place') wholeNumber(place)
  const verdict =
    by === 'renumber'
      ? await renumberNominees(deps, staff, campaign)
      : by === 'number' || by === 'strokes'
        ? await orderNominees(deps, staff, { campaign, ordering: { by } })
        : by === 'place'
          ? await orderNominees(deps, staff, { campaign, ordering: { by, number, place } })
          : null
  if (verdict === null) throw new Refused({ code: 'body-malformed', where: 'by' })
  if (!verdict.ok) throw new Refused(verdict.refusal)
  return c.redirect(staffPaths.nominees(campaign.slug), 303)
})

consoleNomineeRoutes.get(`${AT}/import`, edit, async c =>
  personalPage(c, <ImportPage site={siteOf(c)} staff={c.var.staff} campaign={await campaignOf(c)} />),
)

consoleNomineeRoutes.get(`${AT}/photos`, edit, async c =>
  personalPage(c, <PhotosPage site={siteOf(c)} staff={c.var.staff} campaign={await campaignOf(c)} />),
)

consoleNomineeRoutes.get('/staff/campaigns/:slug/photos/:size{s|l}/:number{[0-9]{1,6}}', edit, async c => {
  const campaign = await campaignOf(c)
  const hash = await photoOf(c.var.deps.db, campaign.id, Number(c.req.param('number')))
  const object = hash && (await c.var.deps.env.FILES.get(`photos/${hash}-${c.req.param('size')}`))
  if (!object) throw new Refused({ code: 'not-found' })
  return new Response(object.body, {
    headers: { 'content-type': 'image/jpeg', 'cache-control': IMMUTABLE.replace('public', 'private') },
  })
})

async function nomineeOf(c: AppContext): Promise<{ campaign: CampaignFile; file: DeskFile }> {
  const campaign = await campaignOf(c)
  const [file] = await deskFiles(c.var.deps.db, campaign.id, [Number(c.req.param('number'))])
  if (!file) throw new Refused({ code: 'not-found' })
  return { campaign, file }
}

/** The fields of a form, exactly those it has; every other is refused (T23). */
async function typedIn(c: AppContext, more: readonly string[]): Promise<Map<string, string>> {
  const form = await readForm(c.req.raw, FORM_LIMIT)
  onlyFields(form, [...more, ...DESK_TEXTS])
  return new Map(form)
}

const textsOf = (typed: ReadonlyMap<string, string>) =>
  Object.fromEntries([...typed].filter(([key]) => DESK_TEXTS.includes(key as DeskText))) as Partial<Record<DeskText, string>>

function wholeNumber(number: number): number {
  if (!Number.isInteger(number) || number < 1 || number > 999_999)
    throw new Refused({ code: 'form-refused', flaws: [{ field: 'number', says: '编号应为 1 至 999999 的整数。' }] })
  return number
}

/** The flaws of a single form name its fields without the number of the row. */
const shortened = (refusal: Refusal): Refusal =>
  refusal.code === 'form-refused'
    ? { ...refusal, flaws: refusal.flaws.map(({ field, says }) => ({ field: field.replace(/^\d+\./, ''), says })) }
    : refusal

interface After {
  readonly campaign: CampaignFile
  readonly file: DeskFile
  readonly to: string
  readonly typed?: Readonly<Record<string, string>>
}

function afterForm(c: AppContext, answer: Saved, { campaign, file, to, typed = {} }: After): Response | Promise<Response> {
  if (answer.ok) return c.redirect(to, 303)
  return showForm(c, campaign, { file, typed, refusal: answer.refusal, theirs: answer.theirs[0] ?? null })
}

async function showForm(
  c: AppContext,
  campaign: CampaignFile,
  state: Omit<FormState, 'limits' | 'saved' | 'mayWithdraw' | 'papers'>,
): Promise<Response> {
  const { deps, staff } = c.var
  const form: FormState = {
    ...state,
    limits: NOMINEE_LIMITS,
    saved: c.req.query('saved') !== undefined,
    mayWithdraw: may(staff, 'withdraw-nominees'),
    papers: state.file && (await papersAtDesk(deps, { campaign: campaign.id, number: state.file.number })),
  }
  const page = <NomineeFormPage site={siteOf(c)} staff={staff} campaign={campaign} form={form} now={deps.now()} />
  return personalPage(c, page, state.refusal ? (STATUS[state.refusal.code] as 422) : 200)
}
