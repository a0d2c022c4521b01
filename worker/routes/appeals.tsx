import { Hono } from 'hono'
import * as v from 'valibot'
import { appealAt } from '../../db/appeals.ts'
import { AppealedPage, AppealPage } from '../../web/pages/appeal.tsx'
import type { BallotStanding } from '../../web/parts/standing.tsx'
import { keepView } from '../../web/parts/view.tsx'
import { paths } from '../../web/paths.ts'
import type { CheckProof } from '../actions/check-human.ts'
import { APPEAL_LENGTH, appealScope, fileAppeal } from '../actions/file-appeal.ts'
import { pow } from '../adapters/pow.ts'
import { question } from '../adapters/question.ts'
import { type AppContext, type AppTypes, Refused, readForm, refusalJson } from '../http.ts'
import { gateFor } from '../objects/names.ts'
import { addressOf, originOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type Place, readReceiptCode } from '../rules/receipt.ts'
import type { Refusal } from '../rules/refusal.ts'
import { Proof } from './api-shapes.ts'
import { standingAt } from './receipts.tsx'

/** A voter asks why a ballot is not counted (F6). The receipt is all it takes; nothing here is kept by a cache. */
export const appealRoutes = new Hono<AppTypes>()

interface Appealed {
  readonly campaign: CampaignFile
  readonly code: string
  readonly place: Place
  readonly standing: BallotStanding
}

/**
 * The ballot that an address speaks of. While the poll is open there is no such address for any ballot, held or counted:
 * the difference would tell whoever probes the rules what was noticed.
 */
async function ballotAt(c: AppContext): Promise<Appealed> {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug') ?? '')
  const read = readReceiptCode(c.req.param('code') ?? '')
  const standing = read && (await standingAt(c, campaign, read.code))
  if (!standing) throw new Refused({ code: 'not-found' })
  return { campaign, code: read.code, place: read.place, standing }
}

const toReceipt = (c: AppContext, { campaign, code }: Appealed): Response =>
  c.redirect(keepView(paths.receipt(campaign.slug, code), siteOf(c).view), 303)

/** A counted ballot has nothing to appeal about, and one appeal is enough. */
const canAppeal = ({ standing: { status, appeal } }: Appealed): boolean => status !== 'counted' && appeal === null

appealRoutes.get('/c/:slug/receipts/:code/appeal', async c => {
  const found = await ballotAt(c)
  return canAppeal(found) ? showForm(c, found, { typed: '', refusal: null }) : toReceipt(c, found)
})

async function showForm(
  c: AppContext,
  { campaign, code, standing }: Appealed,
  { typed, refusal }: { typed: string; refusal: Refusal | null },
): Promise<Response> {
  const { deps } = c.var
  const retryAfter = refusal && retryAfterOf(refusal)
  if (retryAfter) c.header('Retry-After', String(retryAfter))
  const page = (
    <AppealPage
      site={siteOf(c)}
      {...{ campaign, code, standing, typed, refusal }}
      length={APPEAL_LENGTH}
      question={await question.issue(deps, appealScope(campaign.id, code))}
      now={deps.now()}
    />
  )
  return personalPage(c, page, refusal ? (STATUS[refusal.code] as 422) : 200)
}

/** What the island works out instead of the sum; good for this receipt only. */
appealRoutes.get('/c/:slug/receipts/:code/appeal/challenge', async c => {
  const { deps } = c.var
  const { campaign, code } = await ballotAt(c)
  const address = addressOf(c.req.raw, deps.config)
  const knock = await gateFor(deps.env, address).knock('challenge', address)
  if (!knock.ok) return refusalJson(c, knock.refusal)
  return c.json({ kind: 'pow', pow: await pow.issue(deps, appealScope(campaign.id, code)) })
})

appealRoutes.post('/c/:slug/receipts/:code/appeal', async c => {
  const { deps } = c.var
  const form = await readForm(c.req.raw)
  const found = await ballotAt(c)
  const { campaign, code, place, standing } = found
  if (standing.status === 'counted' && standing.appeal === null) return toReceipt(c, found)
  const text = (form.get('facts') ?? '').replaceAll('\r\n', '\n').trim().slice(0, 6000)
  const verdict = await fileAppeal(
    deps,
    { campaign, place, receipt: code, text },
    { address: addressOf(c.req.raw, deps.config), origin: originOf(c.req.raw, deps.config), proof: proofIn(form) },
  )
  if (!verdict.ok) return showForm(c, found, { typed: text, refusal: verdict.refusal })
  const appeal = await appealAt(deps.db, campaign.id, place)
  const page = <AppealedPage site={siteOf(c)} {...{ campaign, code }} standing={{ ...standing, appeal }} {...verdict.value} />
  return personalPage(c, page)
})

/** The island's proof when there is one, else the sum in words. */
function proofIn(form: URLSearchParams): CheckProof {
  const made = v.safeParse(v.pipe(v.string(), v.maxLength(4000), v.parseJson(), Proof), form.get('proof'))
  if (made.success) return made.output
  return {
    kind: 'question',
    token: (form.get('question') ?? '').slice(0, 300),
    answer: (form.get('answer') ?? '').trim().slice(0, 8),
  }
}
