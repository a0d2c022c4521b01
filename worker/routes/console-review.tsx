import { Hono } from 'hono'
import { publicityRecordsOf } from '../../db/dossier.ts'
import { nomineeByNumber } from '../../db/nominees.ts'
import { sheetsOf } from '../../db/sheets.ts'
import { ComparePage } from '../../web/console/compare-page.tsx'
import { DossierPage } from '../../web/console/dossier-page.tsx'
import { ReviewPage, type SheetState } from '../../web/console/review-page.tsx'
import { advisoryFor } from '../advisory.ts'
import { readPapers } from '../dossier-papers.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { profileFor, type Review, reviewAt } from '../panel-door.ts'
import { STATUS } from '../refusals.ts'
import { type PapersSeen, whyHidden } from '../rules/dossier-paper.ts'
import type { NomineeProfile } from '../rules/nominee.ts'
import { progressOf, type Sheet } from '../rules/panel.ts'
import type { Refusal } from '../rules/refusal.ts'
import { staffOnly } from '../staff-door.ts'

/** What reviewers read: everybody to be judged, one dossier each, and a few side by side. No likes lead here (law 2). */
export const consoleReviewRoutes = new Hono<AppTypes>()

const ROOT = '/staff/campaigns/:slug/review'
/** As many as fit side by side on a desk. */
const COMPARED = { least: 2, most: 4 } as const

consoleReviewRoutes.get(ROOT, staffOnly('review'), c => showReview(c, null))

/** The list with what was refused. */
export async function showReview(c: AppContext, refusal: Refusal | null): Promise<Response> {
  const { deps, staff } = c.var
  const review = await reviewAt(c)
  const { campaign, panel, seat, nominees } = review
  const progress = seat && panel && (await ownProgress(c, review))
  const props = { staff, campaign, panel, seat, nominees, progress, refusal, now: deps.now() }
  return personalPage(c, <ReviewPage site={siteOf(c)} {...props} />, refusal ? (STATUS[refusal.code] as 409) : 200)
}

const ownSheets = (c: AppContext, { campaign, seat }: Review): Promise<readonly Sheet[]> =>
  seat ? sheetsOf(c.var.deps.db, campaign.id, seat.id) : Promise.resolve([])

async function ownProgress(c: AppContext, review: Review) {
  const { panel, seat, nominees } = review
  if (!panel || !seat) return null
  const sheets = await ownSheets(c, review)
  const numbers = nominees.map(({ number }) => number)
  const progress = progressOf(seat.id, panel, { numbers, sheets })
  const away = new Set(sheets.filter(({ recusal }) => recusal !== null).map(({ number }) => number))
  const stateOf = (number: number): SheetState =>
    away.has(number) ? 'recused' : progress.open.includes(number) ? 'open' : 'done'
  return { ...progress, states: new Map(numbers.map(number => [number, stateOf(number)])) }
}

consoleReviewRoutes.get(`${ROOT}/compare`, staffOnly('review'), async c => {
  const { deps, staff } = c.var
  const review = await reviewAt(c)
  const { campaign, panel, blind, nominees } = review
  const asked = new Set((c.req.queries('n') ?? []).map(Number))
  const numbers = nominees.map(({ number }) => number).filter(number => asked.has(number))
  const chosen = numbers.length > COMPARED.most ? [] : numbers
  const profiles = await Promise.all(chosen.map(number => profileOf(c, review, number)))
  const props = { staff, campaign, panel, blind, profiles, enough: chosen.length >= COMPARED.least }
  const [advisory, sheets] = await Promise.all([advisoryFor(deps, campaign), ownSheets(c, review)])
  return personalPage(c, <ComparePage site={siteOf(c)} {...props} advisory={advisory} sheets={sheets} />)
})

/** The profile that a number of this review names, as this reader may see it; refuses with 'not-found'. */
async function profileOf(c: AppContext, review: Review, number: number): Promise<NomineeProfile> {
  const known = review.nominees.some(one => one.number === number)
  const nominee = known ? await nomineeByNumber(c.var.deps.db, review.campaign.id, number) : null
  if (!nominee) throw new Refused({ code: 'not-found' })
  return profileFor(review, nominee)
}

consoleReviewRoutes.get(`${ROOT}/:number{[0-9]{1,6}}`, staffOnly('review'), c => showDossier(c, { refusal: null, typed: null }))

export interface ShownDossier {
  readonly refusal: Refusal | null
  readonly typed: Readonly<Record<string, string>> | null
}

/** The dossier as the database holds it now, with what was refused and typed. */
export async function showDossier(c: AppContext, { refusal, typed }: ShownDossier): Promise<Response> {
  const { deps, staff } = c.var
  const review = await reviewAt(c)
  const { campaign, panel, seat, blind, nominees } = review
  const number = Number(c.req.param('number'))
  const nominee = await profileOf(c, review, number)
  // Notices know people by their names, which a blind panel's reader never gets to see.
  const name = campaign.nominees.find(one => one.number === number)?.name ?? ''
  const [records, advisory, sheets] = await Promise.all([
    publicityRecordsOf(deps.db, { campaign: campaign.id, number, name }, deps.now()),
    advisoryFor(deps, campaign),
    ownSheets(c, review),
  ])
  const sheet = sheets.find(one => one.number === number) ?? null
  const papers = await papersFor(c, review, { number, recused: sheet?.recusal != null })
  const at = nominees.findIndex(one => one.number === number)
  const page = (
    <DossierPage
      site={siteOf(c)}
      {...{ staff, campaign, nominee, blind, records, papers, advisory, panel, seat, sheet, refusal, typed }}
      before={nominees[at - 1]?.number ?? null}
      after={nominees[at + 1]?.number ?? null}
      saved={c.req.query('saved') === '1' && refusal === null}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 422) : 200)
}

/** The papers of a nominee, or why this reader sees none. */
async function papersFor(
  c: AppContext,
  { campaign, blind }: Review,
  { number, recused }: { number: number; recused: boolean },
): Promise<PapersSeen> {
  const why = whyHidden({ blind, recused })
  if (why !== null) return { shows: 'never', why }
  return { shows: 'list', papers: await readPapers(c.var.deps, { campaign: campaign.id, number }) }
}
