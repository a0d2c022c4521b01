import { Hono } from 'hono'
import { sheetsOf } from '../../db/sheets.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { addPaper, movePaper, removePaper, renamePaper } from '../actions/keep-papers.ts'
import { openPaper } from '../actions/open-paper.ts'
import { type AppContext, type AppTypes, Refused, readForm, readMultipart } from '../http.ts'
import { onlyFields } from '../only-fields.ts'
import { refusalPage } from '../page.tsx'
import { reviewAt } from '../panel-door.ts'
import { freshCampaignAt, nomineeIn } from '../reads.ts'
import { PAPER_BYTES, paperKind, whyHidden } from '../rules/dossier-paper.ts'
import type { Verdict } from '../rules/verdict.ts'
import { staffOnly } from '../staff-door.ts'

/** Papers of a nominee: put in at the nominee's desk, opened from the dossier. */
export const consolePaperRoutes = new Hono<AppTypes>()

const DESK = '/staff/campaigns/:slug/nominees/:number{[0-9]{1,6}}/papers'
/** The file and the form around it. */
const UPLOAD_LIMIT = PAPER_BYTES + 64 * 1024
/** As much of a name as is looked at; what is kept is shorter. */
const NAME_READ = 300

async function asked(c: AppContext) {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug') ?? '')
  const { number } = nomineeIn(campaign, c.req.param('number'))
  return { campaign, number, whose: { campaign: campaign.id, number } }
}

const badField = (where: string): Refused => new Refused({ code: 'body-malformed', where })

function described(form: FormData | URLSearchParams) {
  const [kind, name] = [form.get('kind'), form.get('name') ?? '']
  const known = typeof kind === 'string' ? paperKind(kind) : null
  if (known === null) throw badField('kind')
  if (typeof name !== 'string') throw badField('name')
  return { kind: known, name: name.slice(0, NAME_READ) }
}

async function answered(c: AppContext, verdict: Verdict<null>): Promise<Response> {
  const { campaign, number } = await asked(c)
  const back = `${staffPaths.nominee(campaign.slug, number)}#papers`
  if (verdict.ok) return c.redirect(back, 303)
  return refusalPage(c, verdict.refusal, { href: back, text: '返回候选对象' })
}

consolePaperRoutes.post(DESK, staffOnly('edit-nominees'), async c => {
  const { whose } = await asked(c)
  const form = await readMultipart(c.req.raw, UPLOAD_LIMIT)
  onlyFields(form, ['kind', 'name', 'file'])
  const file: unknown = form.get('file')
  if (!(file instanceof File)) throw badField('file')
  return answered(c, await addPaper(c.var.deps, c.var.staff, { whose, ...described(form), file }))
})

consolePaperRoutes.post(`${DESK}/:paper`, staffOnly('edit-nominees'), async c => {
  const { deps, staff } = c.var
  const { whose } = await asked(c)
  const form = await readForm(c.req.raw)
  onlyFields(form, ['do', 'kind', 'name'])
  const one = { whose, id: c.req.param('paper') }
  const wish = form.get('do')
  if (wish === 'save') return answered(c, await renamePaper(deps, staff, { ...one, ...described(form) }))
  if (wish === 'up' || wish === 'down') return answered(c, await movePaper(deps, staff, { ...one, step: wish === 'up' ? -1 : 1 }))
  if (wish === 'remove') return answered(c, await removePaper(deps, staff, one))
  throw badField('do')
})

/** A file that is opened is shown where a browser can show it and do nothing else with it. */
const SHOWN = /^(image\/(jpeg|png|webp)|application\/pdf)$/

consolePaperRoutes.get('/staff/campaigns/:slug/review/:number{[0-9]{1,6}}/papers/:paper', staffOnly('review'), async c => {
  const { deps, staff } = c.var
  const { campaign, seat, blind, nominees } = await reviewAt(c)
  const { number } = nomineeIn({ ...campaign, nominees }, c.req.param('number'))
  const sheets = seat ? await sheetsOf(deps.db, campaign.id, seat.id) : []
  const why = whyHidden({ blind, recused: sheets.some(one => one.number === number && one.recusal !== null) })
  if (why !== null) throw new Refused({ code: why === 'recused' ? 'recused' : 'not-found' })
  const opened = await openPaper(deps, staff, { whose: { campaign: campaign.id, number }, id: c.req.param('paper') })
  if (!opened.ok) throw new Refused(opened.refusal)
  const { fileName, mediaType, bytes } = opened.value
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    'content-type': mediaType,
    'content-disposition': `${SHOWN.test(mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'content-security-policy': "default-src 'none'; sandbox",
  })
})
